//! The button that sends a code by mail or SMS. It is disabled for some seconds after each code and shows the remaining
//! seconds; the server enforces the same pause. Without scripts the button shows the seconds that were left when the
//! page was rendered.

use crate::components::seconds_left;
use crate::i18n::{self, use_texts};
use domain::{factor::FactorKind, time::Timestamp, view::SentView};
use leptos::prelude::*;

/// The fields and the button of a form that sends a code. `sent` describes the last code that was sent to this session.
/// From the time `resend_at` on, the server sends another code of this kind to the account.
#[component]
pub fn SendCodeButton(
    by: FactorKind,
    sent: Option<SentView>,
    #[prop(optional_no_strip)] resend_at: Option<Timestamp>,
    now: Timestamp,
) -> impl IntoView {
    let texts = use_texts();
    let sent = sent.filter(|sent| sent.by == by);
    let first = sent.is_none();
    let until = sent.map(|sent| sent.resend_at).max(resend_at);
    let wait = until.map_or(0, |until| i18n::whole_seconds(until.since(now)));
    let left = seconds_left(wait);
    // Becomes true when the page is hydrated. Until then the button is not disabled: without scripts, nothing could
    // enable it again.
    let hydrated = RwSignal::new(false);
    Effect::new(move |_| hydrated.set(true));
    view! {
        <input type="hidden" name="kind" value=by.code() />
        <button
            class="button"
            class:primary=first
            class:full=true
            data-lives=(wait > 0).then_some("")
            disabled=move || hydrated.get() && (left.get() > 0)
        >
            {move || match left.get() {
                0 if first => texts.messages_send().to_owned(),
                0 => texts.messages_send_again().to_owned(),
                seconds => texts.messages_send_in(seconds),
            }}
        </button>
    }
}

/// Explains why codes by mail or SMS are weaker than the codes of an authenticator app.
#[component]
pub fn MessageFactorWarning(by: FactorKind) -> impl IntoView {
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
