//! Links to the other second factors of the account, and the checkbox that makes the browser trusted.

use crate::{
    components::{Icon, Picture},
    i18n::use_texts,
};
use domain::{factor::FactorKind, view::SecondFactorView};
use leptos::prelude::*;

/// Links to the other factors of the account; empty if there are none.
#[component]
pub fn OtherFactors(factors: Vec<SecondFactorView>, now: FactorKind) -> impl IntoView {
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
fn OtherFactor(factor: SecondFactorView) -> impl IntoView {
    let texts = use_texts();
    let target = factor.target.unwrap_or_default();
    let (icon, text) = match factor.kind {
        FactorKind::Totp => (Icon::Shield, texts.messages_use_app().to_owned()),
        FactorKind::Passkey => (Icon::Key, texts.passkey_use_other().to_owned()),
        FactorKind::Email => (Icon::Info, texts.messages_use_email(target)),
        FactorKind::Sms => (Icon::Phone, texts.messages_use_sms(target)),
    };
    view! {
        // The link loads a new document, because the page depends on the codes that were sent to this session.
        <a class="button full" href=format!("/sign-in/code?with={}", factor.kind.code())>
            <Picture icon=icon />
            " "
            {text}
        </a>
    }
}

/// The checkbox that makes the browser trusted. It stands above the code field, because the form is sent as soon as the
/// user types the last digit.
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
