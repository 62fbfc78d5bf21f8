//! The practice phone: a small authenticator app in the browser, for students without a phone. The browser keeps the
//! secrets of its accounts and does not send them to the server.

mod inbox;

use crate::{
    components::{Icon, Picture, loaded},
    i18n::use_texts,
    islands::PhoneScreen,
    server_fns::{SignedInUser, current_user},
};
use domain::account::AccountKind;
pub use inbox::{MessagesAside, MessagesPage};
use leptos::prelude::*;
use leptos_meta::Title;

/// The phone beside the content of the set-up and code pages, on wide screens.
#[component]
pub fn PhoneAside(owner: String, #[prop(optional)] sees: bool) -> impl IntoView {
    let texts = use_texts();
    view! {
        <aside class="stack wide-only" aria-label=texts.phone_title()>
            <PhoneScreen sees=sees owner=Some(owner) />
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

/// The phone as a separate page, for narrow screens.
#[component]
pub fn PhonePage() -> impl IntoView {
    let texts = use_texts();
    let here = Resource::new_blocking(|| (), |()| current_user());
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
                {loaded(move || async move {
                    let who = here.await.ok().flatten();
                    let student = who.filter(|who| who.kind == AccountKind::Student);
                    view! { <PhoneScreen sees=false owner=student.map(|student| student.login) /> }
                })}
                <div class="stack">
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
                    {loaded(move || async move { view! { <WayBack who=here.await.ok().flatten() /> } })}
                </div>
            </div>
        </main>
    }
}

/// The link that leads back: students to the set-up page, members to the landing page, and users who are not signed in
/// to the code page.
#[component]
fn WayBack(who: Option<SignedInUser>) -> impl IntoView {
    let texts = use_texts();
    let (href, label) = match who {
        Some(who) if who.kind == AccountKind::Student => ("/set-up", texts.phone_back_to_set_up()),
        Some(_) => ("/", texts.site_first_page()),
        None => ("/sign-in/code", texts.phone_back_to_code()),
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
