//! Below the code form: the other second factors of the account, and the checkbox that makes the browser trusted.

use crate::{
    components::{Icon, Picture},
    i18n::use_texts,
};
use domain::{factor::FactorKind, view::WayView};
use leptos::prelude::*;

/// Links to the other factors of the account; empty if there are none.
#[component]
pub fn OtherFactors(factors: Vec<WayView>, now: FactorKind) -> impl IntoView {
    let texts = use_texts();
    let others: Vec<_> = factors.into_iter().filter(|factor| factor.kind != now).collect();
    (!others.is_empty()).then(|| {
        view! {
            <section class="stack tight beyond" aria-labelledby="another">
                <h2 id="another">{texts.messages_another()}</h2>
                {others.into_iter().map(|factor| view! { <OtherFactor factor=factor /> }).collect_view()}
            </section>
        }
    })
}

#[component]
fn OtherFactor(factor: WayView) -> impl IntoView {
    let texts = use_texts();
    let target = factor.target.unwrap_or_default();
    let (icon, text) = match factor.kind {
        FactorKind::Totp => (Icon::Shield, texts.messages_use_app().to_owned()),
        FactorKind::Email => (Icon::Info, texts.messages_use_email(target)),
        FactorKind::Sms => (Icon::Phone, texts.messages_use_sms(target)),
    };
    view! {
        // A new document, because its content depends on which codes were sent to this session.
        <a class="button full" href=format!("/sign-in/code?with={}", factor.kind.code()) rel="external">
            <Picture icon=icon />
            " "
            {text}
        </a>
    }
}

/// The checkbox for a trusted browser. It stands above the code field, because the last digit sends the form.
#[component]
pub fn Trust(days: Option<u32>) -> impl IntoView {
    let texts = use_texts();
    days.map(|days| {
        view! {
            <label class="check">
                <input type="checkbox" name="trust" value="yes" />
                <span>
                    {texts.trust_label(u64::from(days))} <small>{texts.trust_hint()}</small>
                </span>
            </label>
        }
    })
}
