//! Forms that add an account to the practice phone: from the QR code on the page, with the camera, or with the key that
//! the student enters.

use super::{
    screen::{Phone, Shows},
    storage::{ScannedCode, StoredAccount, has_scanned, take_scanned},
};
use crate::{
    components::{Alert, Icon, Picture},
    i18n::use_texts,
};
use core::time::Duration;
use domain::{
    credentials::is_student_login,
    time::Timestamp,
    totp::{TotpSecret, parse_otpauth_uri},
};
use leptos::{either::Either, ev, html, prelude::*};

/// How long the phone keeps an account if the page does not say when the lesson ends.
const A_DAY: Duration = Duration::from_secs(24 * 3600);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unfit {
    Key,
    NotAStudent,
}

/// Reads an account from the content of a QR code. Only accounts of students are accepted.
fn account_of(uri: &str, until: Option<i64>, now: Timestamp) -> Result<StoredAccount, Unfit> {
    let (login, secret) = parse_otpauth_uri(uri).ok_or(Unfit::Key)?;
    account(&login, &secret, until, now)
}

fn account(login: &str, secret: &TotpSecret, until: Option<i64>, now: Timestamp) -> Result<StoredAccount, Unfit> {
    // Logins of students contain only ASCII characters.
    let login = login.trim().to_ascii_lowercase();
    if !is_student_login(&login) {
        return Err(Unfit::NotAStudent);
    }
    let until = until.or_else(|| code_on_this_page()?.until);
    let until = until.unwrap_or_else(|| now.after(A_DAY).micros());
    Ok(StoredAccount {
        login,
        key: secret.to_base32(),
        until,
        partner: false,
    })
}

fn unfit_text(unfit: Unfit) -> &'static str {
    let texts = use_texts();
    match unfit {
        Unfit::Key => texts.phone_key_wrong(),
        Unfit::NotAStudent => texts.phone_students_only(),
    }
}

#[component]
pub fn Choose(phone: Phone, sees: bool) -> impl IntoView {
    let texts = use_texts();
    let trouble = RwSignal::new(None::<String>);
    let messages = [Unfit::Key, Unfit::NotAStudent].map(|unfit| (unfit, unfit_text(unfit)));
    // The server cannot know whether another page has stored a QR code in this browser. The hydrated page checks it.
    let in_sight = RwSignal::new(sees);
    Effect::new(move |_| in_sight.set(sees || has_scanned()));
    let scan = move |_| {
        let outcome = match code_on_this_page().or_else(take_scanned) {
            None => Err(texts.phone_scan_none()),
            Some(ScannedCode { uri, until }) => account_of(&uri, until, phone.clock.now()).map_err(|unfit| {
                messages
                    .iter()
                    .find(|(known, _)| *known == unfit)
                    .map_or("", |(_, text)| *text)
            }),
        };
        match outcome {
            Ok(account) => phone.add(account),
            Err(text) => trouble.set(Some(text.to_owned())),
        }
    };
    view! {
        <div class="add needs-scripts">
            <p class="soft">{texts.phone_empty()}</p>
            <Alert text=trouble />
            {move || {
                if in_sight.get() {
                    Either::Left(view! {
                        <button class="button primary full" type="button" on:click=scan>
                            <Picture icon=Icon::Scan />
                            " "
                            {texts.phone_scan_page()}
                        </button>
                    })
                } else {
                    Either::Right(view! { <p class="soft">{texts.phone_scan_none()}</p> })
                }
            }}
            <button class="button full" type="button" on:click=move |_| phone.shows.set(Shows::Camera)>
                <Picture icon=Icon::Camera />
                " "
                {texts.phone_camera()}
            </button>
            <button class="button full" type="button" on:click=move |_| phone.shows.set(Shows::Type)>
                <Picture icon=Icon::Type />
                " "
                {texts.phone_type_key()}
            </button>
            <BackToAccounts phone=phone />
        </div>
    }
}

#[component]
pub fn TypeKey(phone: Phone) -> impl IntoView {
    let texts = use_texts();
    let login = NodeRef::<html::Input>::new();
    let key = NodeRef::<html::Input>::new();
    let trouble = RwSignal::new(None::<String>);
    let messages = [Unfit::Key, Unfit::NotAStudent].map(unfit_text);
    let add = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let (Some(login), Some(key)) = (login.get_untracked(), key.get_untracked()) else {
            return;
        };
        let outcome = TotpSecret::from_base32(&key.value())
            .ok_or(Unfit::Key)
            .and_then(|secret| account(&login.value(), &secret, None, phone.clock.now()));
        match outcome {
            Ok(account) => phone.add(account),
            Err(unfit) => trouble.set(Some(messages[usize::from(unfit == Unfit::NotAStudent)].to_owned())),
        }
    };
    view! {
        <form class="add form" on:submit=add>
            <Alert text=trouble />
            <div class="field">
                <label for="phone-login">{texts.phone_account()}</label>
                <input class="input" id="phone-login" autocomplete="off" autocapitalize="none" node_ref=login />
            </div>
            <div class="field">
                <label for="phone-key">{texts.phone_key()}</label>
                <input
                    class="input mono"
                    id="phone-key"
                    autocomplete="off"
                    autocapitalize="characters"
                    spellcheck="false"
                    node_ref=key
                />
            </div>
            <button class="button primary full">{texts.phone_add()}</button>
            <BackToAccounts phone=phone />
        </form>
    }
}

#[component]
pub fn Camera(phone: Phone) -> impl IntoView {
    let texts = use_texts();
    let trouble = RwSignal::new(None::<String>);
    let video = NodeRef::<html::Video>::new();
    let messages = [Unfit::Key, Unfit::NotAStudent].map(unfit_text);
    #[cfg(target_arch = "wasm32")]
    Effect::new(move |_| {
        let Some(video) = video.get() else { return };
        super::camera::watch(
            &video,
            move |content| match account_of(&content, None, phone.clock.now()) {
                Ok(account) => phone.add(account),
                Err(unfit) => trouble.set(Some(messages[usize::from(unfit == Unfit::NotAStudent)].to_owned())),
            },
            move || trouble.set(Some(texts.phone_camera_failed().to_owned())),
        );
    });
    #[cfg(not(target_arch = "wasm32"))]
    let _ = messages;
    view! {
        <div class="add">
            <Alert text=trouble />
            <div class="viewfinder">
                <video node_ref=video autoplay muted playsinline></video>
            </div>
            <p class="soft">{texts.phone_camera_hint()}</p>
            <button class="button full" type="button" on:click=move |_| phone.shows.set(Shows::Type)>
                {texts.phone_type_key()}
            </button>
            <BackToAccounts phone=phone />
        </div>
    }
}

#[component]
fn BackToAccounts(phone: Phone) -> impl IntoView {
    let texts = use_texts();
    let back = move || phone.shows.get() != Shows::Accounts;
    move || {
        back().then(|| {
            view! {
                <button class="button quiet full" type="button" on:click=move |_| phone.shows.set(Shows::Accounts)>
                    {texts.phone_back()}
                </button>
            }
        })
    }
}

/// Reads the content of the QR code on this page, and the time at which the lesson ends.
#[cfg(target_arch = "wasm32")]
fn code_on_this_page() -> Option<ScannedCode> {
    let link = document().get_element_by_id(super::OTPAUTH_LINK_ID)?;
    Some(ScannedCode {
        uri: link.get_attribute("href")?,
        until: link.get_attribute("data-ends").and_then(|ends| ends.parse().ok()),
    })
}

#[cfg(not(target_arch = "wasm32"))]
const fn code_on_this_page() -> Option<ScannedCode> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::totp::otpauth_uri;

    #[test]
    fn the_phone_takes_student_logins_only() {
        let secret = TotpSecret::from_bytes([7; 20]);
        let now = Timestamp::default();
        let student = account_of(&otpauth_uri("Stepwise", "kestrel-4821", &secret), Some(9), now);
        assert!(matches!(student, Ok(StoredAccount { until: 9, .. })));
        assert_eq!(
            account_of(&otpauth_uri("Stepwise", "alice", &secret), None, now).err(),
            Some(Unfit::NotAStudent)
        );
        assert_eq!(account_of("https://example.org", None, now).err(), Some(Unfit::Key));
    }
}
