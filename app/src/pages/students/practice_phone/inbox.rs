//! The inbox of the practice phone: text messages and mails with codes. The codes of the authenticator are computed in
//! the browser, but these messages come from the server, which sends them only to the student's practice phone.

use crate::{
    components::{At, Icon, Picture, loaded},
    i18n::use_texts,
    islands::{FollowInbox, INBOX_ID},
    server_fns::load_messages,
};
use domain::{
    factor::FactorKind,
    view::{PracticeMessage, PracticeView},
};
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
    view! {
        <Title text=texts.practice_title() />
        <main class="page" id="main">
            <header class="page-head">
                <div>
                    <h1 tabindex="-1">{texts.practice_title()}</h1>
                    <p class="lead">{texts.practice_lead()}</p>
                </div>
            </header>
            {loaded(async move { view! { <Messages phone=load_messages().await.ok().flatten() /> } })}
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

/// The messages. Without scripts a link loads the page again.
#[component]
fn Inbox(phone: PracticeView) -> impl IntoView {
    let texts = use_texts();
    let shown = serde_json::to_string(&Some(&phone)).unwrap_or_default();
    let letters = phone.messages.into_iter().enumerate();
    let letters = letters.map(|(place, message)| view! { <Letter message=message newest=place == 0 /> });
    let letters = letters.collect::<Vec<_>>();
    view! {
        <div class="accounts">
            <dl class="facts">
                <dt>{texts.practice_number()}</dt>
                <dd>{phone.number}</dd>
                <dt>{texts.practice_address()}</dt>
                <dd>{phone.address}</dd>
            </dl>
            <ol class="inbox stack tight" id=INBOX_ID role="list" aria-live="polite">
                {letters.is_empty().then(|| view! { <li class="soft">{texts.practice_empty()}</li> })}
                {letters}
            </ol>
            <FollowInbox shown=shown />
            <p class="without-scripts">
                <a class="button full" href="">{texts.practice_look_again()}</a>
            </p>
        </div>
    }
}

#[component]
fn Letter(message: PracticeMessage, newest: bool) -> impl IntoView {
    let texts = use_texts();
    let kind = match message.by {
        FactorKind::Sms => texts.practice_sms(),
        _ => texts.practice_email(),
    };
    view! {
        <li class="letter" class:newest=newest>
            <p class="from">
                <b>{texts.site_name()}</b>
                " "
                {kind}
                " "
                <At time=message.at />
            </p>
            <p>{texts.messages_sms(message.code)}</p>
        </li>
    }
}
