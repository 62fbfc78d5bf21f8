//! A button that has a code sent, and says how long until it may be pressed again. The server decides; without scripts
//! the button stands there with the seconds as they were when the page was made.

use super::seconds_left;
use crate::{visitor::use_texts, words};
use domain::{factor::FactorKind, time::Timestamp, view::SentView};
use leptos::prelude::*;

/// What a form for sending holds. `sent` is the code that is on its way already; `again_at` is the end of the pause after
/// one that went the same way, whoever had it sent.
#[component]
pub fn SendButton(
    by: FactorKind,
    sent: Option<SentView>,
    #[prop(optional_no_strip)] again_at: Option<Timestamp>,
    now: Timestamp,
) -> impl IntoView {
    let texts = use_texts();
    let sent = sent.filter(|sent| sent.by == by);
    let first = sent.is_none();
    let until = sent.map(|sent| sent.again_at).max(again_at);
    let wait = until.map_or(0, |until| words::whole_seconds(until.since(now)));
    let left = seconds_left(wait);
    // Known once the page has come to life: before that nothing counts down.
    let awake = RwSignal::new(false);
    Effect::new(move |_| awake.set(true));
    view! {
        <input type="hidden" name="kind" value=by.code() />
        <button
            class="button"
            class:primary=first
            class:full=true
            data-lives=(wait > 0).then_some("")
            disabled=move || awake.get() && (left.get() > 0)
        >
            {move || match left.get() {
                0 if first => texts.messages_send().to_owned(),
                0 => texts.messages_send_again().to_owned(),
                seconds => texts.messages_send_in(seconds),
            }}
        </button>
    }
}

/// Why codes of this kind are weaker than those of an app.
#[component]
pub fn Weaker(by: FactorKind) -> impl IntoView {
    let texts = use_texts();
    let why = match by {
        FactorKind::Email => texts.messages_weaker_email(),
        _ => texts.messages_weaker_sms(),
    };
    view! {
        <p class="why">
            <strong>{texts.messages_weaker_title()}</strong>
            " "
            {why}
        </p>
    }
}
