//! The inbox of the practice phone: text messages and mails with codes. The codes of the authenticator are computed in
//! the browser, but these messages come from the server, which sends them only to the student's practice phone.

use crate::{
    components::{At, Icon, Picture, loaded},
    i18n::use_texts,
    live_updates::Follower,
    server_fns::load_messages,
};
use core::time::Duration;
use domain::{
    factor::FactorKind,
    view::{PracticeMessage, PracticeView},
};
use leptos::prelude::*;
use leptos_meta::Title;

const POLL_INTERVAL: Duration = Duration::from_secs(2);
const POLL_JITTER: f64 = 0.1;

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
                <a class="button" href="/sign-in/code" rel="external">
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

/// Polls for messages with scripts; without scripts it has a link that reloads the page.
#[component]
fn Inbox(phone: PracticeView) -> impl IntoView {
    let texts = use_texts();
    let messages = RwSignal::new(phone.messages);
    Follower::new(POLL_INTERVAL, POLL_JITTER).start(None, load_messages, move |answer| {
        if let Ok(Some(phone)) = answer {
            messages.maybe_update(|known| {
                let is_changed = *known != phone.messages;
                *known = phone.messages;
                is_changed
            });
        }
    });
    view! {
        <div class="accounts" data-lives="">
            <dl class="facts">
                <dt>{texts.practice_number()}</dt>
                <dd>{phone.number}</dd>
                <dt>{texts.practice_address()}</dt>
                <dd>{phone.address}</dd>
            </dl>
            <ol class="inbox stack tight" role="list" aria-live="polite">
                {move || {
                    messages
                        .get()
                        .into_iter()
                        .enumerate()
                        .map(|(place, message)| view! { <Letter message=message newest=place == 0 /> })
                        .collect_view()
                }}
            </ol>
            {move || messages.read().is_empty().then(|| view! { <p class="soft">{texts.practice_empty()}</p> })}
            <p class="without-scripts">
                <a class="button full" href="" rel="external">{texts.practice_look_again()}</a>
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
