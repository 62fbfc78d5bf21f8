//! Forms that connect and remove a second factor and choose the preferred factor, and forms that send a code to a
//! member who has to enter password and code again.

use super::{Again, answers};
use crate::{
    components::{Alert, NotFound, SendCodeFields, Submit},
    i18n::{self, use_texts},
    pages::form_errors::show_form_errors,
    server_fns::{ConnectFactor, PreferFactor, RemoveFactor, SendReauthenticationCode},
};
use domain::time::Timestamp;
use domain::{
    factor::FactorKind,
    view::{ReauthenticationView, SecondFactorView, SentView},
};
use leptos::{form::ActionForm, prelude::*};
use leptos_router::hooks::use_params_map;

/// Buttons that send a code by mail or SMS. Empty if the member has connected neither of the two.
#[component]
pub fn SendCodeForms(again: ReauthenticationView) -> impl IntoView {
    let texts = use_texts();
    let has_app = again.factors.iter().any(|factor| factor.kind == FactorKind::Totp);
    let (sent, now) = (again.sent, again.now);
    let factors: Vec<_> = again
        .factors
        .into_iter()
        .filter(|factor| factor.kind.is_message())
        .collect();
    (!factors.is_empty()).then(|| {
        view! {
            <div class="stack tight">
                <p>{if has_app { texts.messages_again_text() } else { texts.messages_again_none() }}</p>
                {factors.into_iter().map(|factor| view! { <SendCodeForm factor=factor sent=sent now=now /> }).collect_view()}
            </div>
        }
    })
}

#[component]
fn SendCodeForm(factor: SecondFactorView, sent: Option<SentView>, now: Timestamp) -> impl IntoView {
    let texts = use_texts();
    let send = ServerAction::<SendReauthenticationCode>::new();
    show_form_errors(send);
    let refused = Signal::derive(move || Some(i18n::problem_text(texts, &send.value().get()?.err()?, "")));
    let (kind, resend_at) = (factor.kind, factor.resend_at);
    let target = factor.target.unwrap_or_default();
    let name = match kind {
        FactorKind::Sms => texts.messages_use_sms(target.as_str()),
        _ => texts.messages_use_email(target.as_str()),
    };
    let is_sent = sent.is_some_and(|sent| sent.by == kind);
    let text = if is_sent {
        texts.messages_lead_sent(target)
    } else {
        name
    };
    view! {
        <ActionForm action=send attr:class="form">
            <Alert text=refused />
            <p class="soft" role=is_sent.then_some("status")>{text}</p>
            <SendCodeFields by=kind sent=sent resend_at=resend_at now=now />
        </ActionForm>
    }
}

/// The kind of factor, as it is written in the page's URL.
fn kind_here() -> Option<FactorKind> {
    use_params_map()
        .with_untracked(|params| params.get("kind"))
        .and_then(|kind| kind.parse().ok())
}

#[component]
pub fn ConnectFactorPage() -> impl IntoView {
    match kind_here() {
        Some(kind) => view! { <ConnectForm kind=kind /> }.into_any(),
        None => view! { <NotFound /> }.into_any(),
    }
}

#[component]
pub fn RemoveFactorPage() -> impl IntoView {
    match kind_here() {
        Some(kind) => view! { <RemoveForm kind=kind /> }.into_any(),
        None => view! { <NotFound /> }.into_any(),
    }
}

#[component]
pub fn PreferFactorPage() -> impl IntoView {
    match kind_here() {
        Some(kind) => view! { <PreferFactorForm kind=kind /> }.into_any(),
        None => view! { <NotFound /> }.into_any(),
    }
}

#[component]
fn ConnectForm(kind: FactorKind) -> impl IntoView {
    let texts = use_texts();
    let action = ServerAction::<ConnectFactor>::new();
    let (trouble, _) = answers(action);
    view! {
        <super::ChangePage
            title=texts.messages_connect_title()
            text=texts.messages_connect_text()
            kind=kind
            connects=true
        >
            <ActionForm action=action attr:class="form" attr:novalidate=true>
                <Alert text=trouble />
                <input type="hidden" name="kind" value=kind.code() />
                <Again />
                <Submit>{connects(kind)}</Submit>
            </ActionForm>
        </super::ChangePage>
    }
}

fn connects(kind: FactorKind) -> &'static str {
    let texts = use_texts();
    match kind {
        FactorKind::Totp => texts.messages_connect_app(),
        FactorKind::Passkey => texts.passkey_connect(),
        FactorKind::Email => texts.messages_connect_email(),
        FactorKind::Sms => texts.messages_connect_sms(),
    }
}

#[component]
fn RemoveForm(kind: FactorKind) -> impl IntoView {
    let texts = use_texts();
    let action = ServerAction::<RemoveFactor>::new();
    let (trouble, _) = answers(action);
    let name = i18n::factor_name(texts, kind);
    view! {
        <super::ChangePage title=texts.messages_remove_title() text=texts.messages_remove_text() kind=kind>
            <ActionForm action=action attr:class="form" attr:novalidate=true>
                <Alert text=trouble />
                <p>
                    <b>{name}</b>
                </p>
                <input type="hidden" name="kind" value=kind.code() />
                <Again />
                <Submit>{texts.messages_remove_do()}</Submit>
            </ActionForm>
        </super::ChangePage>
    }
}

#[component]
fn PreferFactorForm(kind: FactorKind) -> impl IntoView {
    let texts = use_texts();
    let action = ServerAction::<PreferFactor>::new();
    let (trouble, _) = answers(action);
    let name = i18n::factor_name(texts, kind);
    view! {
        <super::ChangePage title=texts.messages_order_title() text=texts.messages_order_text() kind=kind>
            <ActionForm action=action attr:class="form" attr:novalidate=true>
                <Alert text=trouble />
                <p>
                    <b>{name}</b>
                </p>
                <input type="hidden" name="kind" value=kind.code() />
                <Again />
                <Submit>{texts.messages_order_do()}</Submit>
            </ActionForm>
        </super::ChangePage>
    }
}
