//! The practice phone: a small authenticator app in the browser, for students without a phone. The browser keeps the
//! secrets of its accounts and does not send them to the server.

mod inbox;

use crate::{
    components::{Icon, Picture, loaded},
    i18n::use_texts,
    islands::PhoneScreen,
    preferences::may_use_phone,
    request::{lesson_ends, pending_login, returning, server_time},
    server_fns::{SignedInUser, current_user},
};
use domain::{account::AccountKind, time::Timestamp};
pub use inbox::{MessagesAside, MessagesPage};
use leptos::prelude::*;
use leptos_meta::Title;

/// The phone beside the content of the set-up and code pages, on wide screens. `sees`: the page shows a QR code.
/// Otherwise it hides a phone without accounts, because the student has a real phone.
#[component]
pub fn PhoneAside(owner: String, #[prop(optional)] sees: bool) -> impl IntoView {
    let texts = use_texts();
    let used_until = used_until(Some(&owner));
    view! {
        <aside class="stack wide-only phone-beside" aria-label=texts.phone_title()>
            <PhoneScreen
                sees=sees
                owner=Some(owner)
                // In a lesson without phones this one is the only phone.
                hides_unused=!sees && may_use_phone()
                now=server_time()
                used_until=used_until
                pairs=false
                ends=None
            />
            <details class="disclosure">
                <summary>
                    <Picture icon=Icon::Info />
                    " "
                    {texts.phone_real_title()}
                </summary>
                <div>
                    <p>{texts.phone_real_text()}</p>
                </div>
            </details>
        </aside>
    }
}

/// Until when the student's phone shows a code that was used at the set-up.
fn used_until(owner: Option<&String>) -> Option<Timestamp> {
    returning()
        .filter(|returning| Some(&returning.login) == owner)?
        .next_code_at
}

/// The phone as a separate page, for narrow screens.
#[component]
pub fn PhonePage() -> impl IntoView {
    let texts = use_texts();
    let facts = [
        (Icon::Shield, texts.phone_fact_stays()),
        (Icon::Bin, texts.phone_fact_wiped()),
        (Icon::User, texts.phone_fact_students()),
    ];
    view! {
        <Title text=texts.phone_title() />
        <main class="page" id="main">
            <header class="page-head">
                <div>
                    <h1 tabindex="-1">{texts.phone_title()}</h1>
                    <p class="lead">{texts.phone_lead()}</p>
                </div>
            </header>
            <div class="pair">
                {loaded(async move {
                    let who = current_user().await.ok().flatten();
                    let student = who.filter(|who| who.kind == AccountKind::Student);
                    let owner = match student {
                        Some(student) => Some(student.login),
                        None => pending_login().await,
                    };
                    let used_until = used_until(owner.as_ref());
                    view! {
                        <PhoneScreen
                            sees=false
                            owner=owner
                            hides_unused=false
                            now=server_time()
                            used_until=used_until
                            pairs=true
                            ends=lesson_ends()
                        />
                    }
                })}
                <div class="stack">
                    <h2>{texts.pair_title()}</h2>
                    <p>{texts.pair_text()}</p>
                    <h2>{texts.phone_not_title()}</h2>
                    <p>{texts.phone_not_text()}</p>
                    <p>{texts.phone_not_own()}</p>
                    <ul class="shields yes" role="list">
                        {facts
                            .map(|(icon, fact)| {
                                view! {
                                    <li>
                                        <Picture icon=icon />
                                        <p>{fact}</p>
                                    </li>
                                }
                            })
                            .collect_view()}
                    </ul>
                    {loaded(async move {
                        let is_pending = pending_login().await.is_some();
                        view! { <WayBack who=current_user().await.ok().flatten() is_pending=is_pending /> }
                    })}
                </div>
            </div>
        </main>
    }
}

/// The link that leads back: students to the set-up page, users whose code is missing to the code page, and others to the
/// landing page.
#[component]
fn WayBack(who: Option<SignedInUser>, is_pending: bool) -> impl IntoView {
    let texts = use_texts();
    let (href, label) = match who {
        Some(who) if who.kind == AccountKind::Student => ("/set-up", texts.phone_back_to_set_up()),
        None if is_pending => ("/sign-in/code", texts.phone_back_to_code()),
        _ => ("/", texts.site_first_page()),
    };
    view! {
        <p>
            <a class="button" href=href>
                <Picture icon=Icon::Back />
                " "
                {label}
            </a>
        </p>
    }
}
