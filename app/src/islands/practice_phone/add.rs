//! Forms that add an account to the practice phone: from the QR code on the page, with the camera, or with the key that
//! the student enters.

use super::{
    screen::{Phone, Shows},
    storage::{has_scanned, take_scanned},
};
use crate::{
    browser,
    components::{Alert, Icon, Picture},
    i18n::use_texts,
};
use core::time::Duration;
use domain::{
    practice_phone::{ScannedCode, StoredAccount, UnfitAccount},
    time::Timestamp,
    totp::TotpSecret,
};
use leptos::{either::Either, ev, html, prelude::*};

/// How long the phone keeps an account if the page does not say when the lesson ends.
const A_DAY: Duration = Duration::from_secs(24 * 3600);

/// The end of the lesson in Unix microseconds, which the scanned code or this page contains.
fn lesson_ends(scanned: Option<i64>, now: Timestamp) -> i64 {
    let ends = scanned.or_else(|| code_on_this_page()?.until);
    ends.unwrap_or_else(|| now.after(A_DAY).micros())
}

fn unfit_text(unfit: UnfitAccount) -> &'static str {
    let texts = use_texts();
    match unfit {
        UnfitAccount::Key => texts.phone_key_wrong(),
        UnfitAccount::NotAStudent => texts.phone_students_only(),
    }
}

#[component]
pub fn Choose(phone: Phone, sees: bool) -> impl IntoView {
    let texts = use_texts();
    let trouble = RwSignal::new(None::<String>);
    let messages = [UnfitAccount::Key, UnfitAccount::NotAStudent].map(|unfit| (unfit, unfit_text(unfit)));
    // The server cannot know whether another page has stored a QR code in this browser. The hydrated page checks it.
    let in_sight = RwSignal::new(sees);
    Effect::new(move |_| in_sight.set(sees || has_scanned()));
    let scan = move |_| {
        let outcome = match code_on_this_page().or_else(take_scanned) {
            None => Err(texts.phone_scan_none()),
            Some(ScannedCode { uri, until }) => {
                let until = lesson_ends(until, phone.clock.now());
                StoredAccount::from_otpauth_uri(&uri, until).map_err(|unfit| {
                    messages
                        .iter()
                        .find(|(known, _)| *known == unfit)
                        .map_or("", |(_, text)| *text)
                })
            }
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
            <button class="button full" type="button" on:click=move |_| phone.show(Shows::Camera)>
                <Picture icon=Icon::Camera />
                " "
                {texts.phone_camera()}
            </button>
            <button class="button full" type="button" on:click=move |_| phone.show(Shows::Type)>
                <Picture icon=Icon::Type />
                " "
                {texts.phone_type_key()}
            </button>
            <BackToAccounts phone=phone />
        </div>
    }
}

const ACCOUNT_FIELD: &str = "phone-login";

#[component]
pub fn TypeKey(phone: Phone) -> impl IntoView {
    let texts = use_texts();
    let login = NodeRef::<html::Input>::new();
    let key = NodeRef::<html::Input>::new();
    let trouble = RwSignal::new(None::<String>);
    let messages = [UnfitAccount::Key, UnfitAccount::NotAStudent].map(unfit_text);
    // The field is in the page when the effect runs.
    Effect::new(move |_| browser::focus_first(&[ACCOUNT_FIELD]));
    let add = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let (Some(login), Some(key)) = (login.get_untracked(), key.get_untracked()) else {
            return;
        };
        let outcome = TotpSecret::from_base32(&key.value())
            .ok_or(UnfitAccount::Key)
            .and_then(|secret| {
                StoredAccount::of_student(&login.value(), &secret, lesson_ends(None, phone.clock.now()))
            });
        match outcome {
            Ok(account) => phone.add(account),
            Err(unfit) => trouble.set(Some(
                messages[usize::from(unfit == UnfitAccount::NotAStudent)].to_owned(),
            )),
        }
    };
    view! {
        <form class="add form" on:submit=add>
            <Alert text=trouble />
            <div class="field">
                <label for=ACCOUNT_FIELD>{texts.phone_account()}</label>
                <input class="input" id=ACCOUNT_FIELD autocomplete="off" autocapitalize="none" node_ref=login />
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
    let messages = [UnfitAccount::Key, UnfitAccount::NotAStudent].map(unfit_text);
    #[cfg(target_arch = "wasm32")]
    Effect::new(move |_| {
        let Some(video) = video.get() else { return };
        super::camera::watch(
            &video,
            move |content| match StoredAccount::from_otpauth_uri(&content, lesson_ends(None, phone.clock.now())) {
                Ok(account) => phone.add(account),
                Err(unfit) => trouble.set(Some(
                    messages[usize::from(unfit == UnfitAccount::NotAStudent)].to_owned(),
                )),
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
            <button class="button full" type="button" on:click=move |_| phone.show(Shows::Type)>
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
                <button class="button quiet full" type="button" on:click=move |_| phone.show(Shows::Accounts)>
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
