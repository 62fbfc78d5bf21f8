//! The section of the account page with the second factors, their order, the factors that can be added, and trusted
//! browsers.

use crate::{
    components::{Icon, On, Picture},
    i18n::use_texts,
};
use domain::{
    factor::FactorKind,
    view::{FactorsView, SecondFactorView, TrustedBrowserView},
};
use leptos::prelude::*;

#[component]
pub fn Factors(view: FactorsView, left: u32) -> impl IntoView {
    let texts = use_texts();
    let several = view.connected.len() > 1;
    let (offered, app_stays) = (view.offered, view.app_stays);
    view! {
        <section class="card" aria-labelledby="factors">
            <h2 id="factors">{texts.account_factors()}</h2>
            <ul class="items" role="list">
                {view
                    .connected
                    .into_iter()
                    .enumerate()
                    .map(|(place, factor)| {
                        let removable = several && !(app_stays && factor.kind == FactorKind::Totp);
                        view! { <FactorRow factor=factor several=several first=place == 0 removable=removable /> }
                    })
                    .collect_view()}
                <li>
                    <Picture icon=Icon::Key />
                    <div>
                        <b>{texts.account_codes()}</b>
                        <small>{texts.account_codes_left(left)}</small>
                    </div>
                    <a class="button small" href="/account/recovery-codes">
                        {texts.account_codes_new()}
                    </a>
                </li>
            </ul>
            {(!offered.is_empty())
                .then(|| view! {
                    <div class="row">
                        {offered.into_iter().map(|kind| view! { <Connect kind=kind /> }).collect_view()}
                    </div>
                })}
        </section>
    }
}

#[component]
fn FactorRow(factor: SecondFactorView, several: bool, first: bool, removable: bool) -> impl IntoView {
    let texts = use_texts();
    let kind = factor.kind;
    let (icon, name) = match kind {
        FactorKind::Totp => (Icon::Phone, texts.account_app()),
        FactorKind::Passkey => (Icon::Key, texts.passkey_title()),
        FactorKind::Email => (Icon::Info, texts.messages_by_email()),
        FactorKind::Sms => (Icon::Phone, texts.messages_by_sms()),
    };
    view! {
        <li>
            <Picture icon=icon />
            <div>
                <b>{name}</b>
                " "
                {(several && first).then(|| view! { <span class="tag good">{texts.messages_first()}</span> })}
                {factor.target.map(|target| view! { <small>{target}</small> })}
                {factor
                    .since
                    .map(|since| view! {
                        <small>
                            {texts.account_since()} " " <On time=since />
                        </small>
                    })}
            </div>
            <div class="row">
                {(!first)
                    .then(|| view! {
                        <a class="button small" href=format!("/account/first/{}", kind.code())>
                            {texts.messages_make_first()}
                        </a>
                    })}
                // Passkeys are replaced one by one, in their own section.
                {kind
                    .has_codes()
                    .then(|| view! {
                        <a class="button small" href=replaces(kind)>
                            {match kind {
                                FactorKind::Totp => texts.account_replace(),
                                _ => texts.messages_replace(),
                            }}
                        </a>
                    })}
                {removable
                    .then(|| view! {
                        <a class="button small danger" href=format!("/account/remove/{}", kind.code())>
                            {texts.messages_remove()}
                        </a>
                    })}
            </div>
        </li>
    }
}

fn replaces(kind: FactorKind) -> String {
    match kind {
        FactorKind::Totp => "/account/phone".to_owned(),
        kind => format!("/account/connect/{}", kind.code()),
    }
}

#[component]
fn Connect(kind: FactorKind) -> impl IntoView {
    let texts = use_texts();
    let text = match kind {
        FactorKind::Totp => texts.messages_connect_app(),
        FactorKind::Passkey => texts.passkey_connect(),
        FactorKind::Email => texts.messages_connect_email(),
        FactorKind::Sms => texts.messages_connect_sms(),
    };
    view! {
        <a class="button" href=format!("/account/connect/{}", kind.code())>
            {text}
        </a>
    }
}

/// Empty if no browser is trusted.
#[component]
pub fn Trusted(browsers: Vec<TrustedBrowserView>) -> impl IntoView {
    let texts = use_texts();
    (!browsers.is_empty()).then(|| {
        view! {
            <section class="card" aria-labelledby="trusted">
                <h2 id="trusted">{texts.trust_title()}</h2>
                <p class="soft">{texts.trust_text()}</p>
                <ul class="items" role="list">
                    {browsers.into_iter().map(|browser| view! { <Browser browser=browser /> }).collect_view()}
                </ul>
            </section>
        }
    })
}

#[component]
fn Browser(browser: TrustedBrowserView) -> impl IntoView {
    let texts = use_texts();
    let agent = match browser.agent.as_str() {
        "" => texts.account_unknown_browser().to_owned(),
        agent => agent.to_owned(),
    };
    view! {
        <li>
            <Picture icon=Icon::Laptop />
            <div>
                <b>{agent}</b>
                <small>
                    {texts.trust_since()} " " <On time=browser.since /> " " {texts.trust_until()} " "
                    <On time=browser.until />
                </small>
            </div>
            <form method="post" action="/account/end-trust">
                <input type="hidden" name="browser" value=browser.id.to_string() />
                <button class="button small">{texts.trust_end()}</button>
            </form>
        </li>
    }
}
