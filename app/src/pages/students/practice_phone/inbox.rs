//! The inbox of the practice phone: text messages and mails with codes. The codes of the authenticator are computed in
//! the browser, but these messages come from the server, which sends them only to the student's practice phone.

use crate::{
    components::{Icon, Picture, loaded},
    i18n::use_texts,
    islands::Inbox,
    server_fns::load_messages,
};
use domain::view::PracticeView;
use leptos::prelude::*;
use leptos_meta::Title;

/// The inbox beside a code field, on wide screens.
#[component]
pub fn MessagesAside(phone: Option<PracticeView>) -> impl IntoView {
    let texts = use_texts();
    view! {
        <aside class="stack wide-only" aria-label=texts.practice_title()>
            <Messages phone=phone />
        </aside>
    }
}

/// The inbox as a separate page, for narrow screens.
#[component]
pub fn MessagesPage() -> impl IntoView {
    let texts = use_texts();
    let phone = Resource::new_blocking(|| (), |()| load_messages());
    view! {
        <Title text=texts.practice_title() />
        <main class="page" id="main">
            <header class="page-head">
                <div>
                    <h1 tabindex="-1">{texts.practice_title()}</h1>
                    <p class="lead">{texts.practice_lead()}</p>
                </div>
            </header>
            {loaded(move || async move { view! { <Messages phone=phone.await.ok().flatten() /> } })}
            <p>
                <a class="button" href="/sign-in/code">
                    <Picture icon=Icon::Back />
                    " "
                    {texts.phone_back_to_code()}
                </a>
            </p>
        </main>
    }
}

#[component]
fn Messages(phone: Option<PracticeView>) -> impl IntoView {
    let texts = use_texts();
    view! {
        <section class="phone" aria-labelledby="messages-title">
            <div class="screen">
                <header>
                    <h2 id="messages-title">{texts.practice_title()}</h2>
                </header>
                {match phone {
                    Some(phone) => view! { <Inbox phone=phone /> }.into_any(),
                    None => view! { <p class="accounts soft">{texts.practice_not_here()}</p> }.into_any(),
                }}
                <footer>{texts.practice_stays()}</footer>
            </div>
        </section>
    }
}
