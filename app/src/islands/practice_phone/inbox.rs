//! The messages of the practice phone.

use crate::{
    components::At,
    i18n::use_texts,
    live_updates::{Follower, Source},
};
use core::time::Duration;
use domain::{
    factor::FactorKind,
    view::{PracticeMessage, PracticeView},
};
use leptos::prelude::*;

const POLL_INTERVAL: Duration = Duration::from_secs(2);
const POLL_JITTER: f64 = 0.1;

/// Polls for messages with scripts; without scripts it has a link that reloads the page.
#[island]
pub fn Inbox(phone: PracticeView) -> impl IntoView {
    let texts = use_texts();
    let messages = RwSignal::new(phone.messages);
    let source = Source {
        poll: Box::new(|| "/sfn/messages".to_owned()),
        stream: None,
    };
    Follower::new(POLL_INTERVAL, POLL_JITTER).start(source, move |answer| {
        let Ok(text) = answer else { return true };
        let Ok(phone) = serde_json::from_str::<Option<PracticeView>>(&text) else {
            return false;
        };
        if let Some(phone) = phone.filter(|phone| phone.messages != messages.get_untracked()) {
            messages.set(phone.messages);
        }
        true
    });
    view! {
        <div class="accounts">
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
