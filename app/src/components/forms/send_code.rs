//! The fields of a form that sends a code by mail or SMS, and the warning about such codes.

use crate::{
    i18n::{self, use_texts},
    islands::SendCodeButton,
};
use domain::{factor::FactorKind, time::Timestamp, view::SentView};
use leptos::prelude::*;

/// The fields and the button of a form that sends a code. `sent` describes the last code that was sent to this session.
/// From the time `resend_at` on, the server sends another code of this kind to the account.
#[component]
pub fn SendCodeFields(
    by: FactorKind,
    sent: Option<SentView>,
    #[prop(optional_no_strip)] resend_at: Option<Timestamp>,
    now: Timestamp,
) -> impl IntoView {
    let sent = sent.filter(|sent| sent.by == by);
    let first = sent.is_none();
    let until = sent.map(|sent| sent.resend_at).max(resend_at);
    let wait = until.map_or(0, |until| i18n::whole_seconds(until.since(now)));
    view! {
        <input type="hidden" name="kind" value=by.code() />
        <SendCodeButton first=first wait=wait />
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
