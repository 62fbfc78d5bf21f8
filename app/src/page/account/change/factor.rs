//! Forms that connect and remove a second factor, choose the preferred one, and send codes for giving password and code
//! again.

use super::{Again, answers};
use crate::{
    call::{AskFirst, ConnectFactor, RemoveFactor, SendAgainCode},
    component::{Alert, NotFound, SendButton, Submit},
    member_words,
    page::refused::{answer_with_status, leave_when_signed_out},
    visitor::use_texts,
    words,
};
use domain::time::Timestamp;
use domain::{
    factor::FactorKind,
    view::{ReauthenticationView, SecondFactorView, SentView},
};
use leptos::{form::ActionForm, prelude::*};
use leptos_router::hooks::use_params_map;

/// Buttons that send a code, for members with a factor of that kind.
#[component]
pub fn Send(again: ReauthenticationView) -> impl IntoView {
    let texts = use_texts();
    let has_app = again.factors.iter().any(|way| way.kind == FactorKind::Totp);
    let (sent, now) = (again.sent, again.now);
    let ways: Vec<_> = again.factors.into_iter().filter(|way| way.kind.is_message()).collect();
    (!ways.is_empty()).then(|| {
        view! {
            <div class="stack tight">
                <p>{if has_app { texts.messages_again_text() } else { texts.messages_again_none() }}</p>
                {ways.into_iter().map(|way| view! { <SendOne way=way sent=sent now=now /> }).collect_view()}
            </div>
        }
    })
}

#[component]
fn SendOne(way: SecondFactorView, sent: Option<SentView>, now: Timestamp) -> impl IntoView {
    let texts = use_texts();
    let send = ServerAction::<SendAgainCode>::new();
    answer_with_status(send);
    leave_when_signed_out(send);
    let refused = Signal::derive(move || Some(words::of_problem(texts, &send.value().get()?.err()?, "")));
    let (kind, resend_at) = (way.kind, way.resend_at);
    let target = way.target.unwrap_or_default();
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
            <SendButton by=kind sent=sent resend_at=resend_at now=now />
        </ActionForm>
    }
}

/// The kind of factor in the address.
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
pub fn AskFirstPage() -> impl IntoView {
    match kind_here() {
        Some(kind) => view! { <AskFirstForm kind=kind /> }.into_any(),
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
                <Submit pending=action.pending()>{connects(kind)}</Submit>
            </ActionForm>
        </super::ChangePage>
    }
}

fn connects(kind: FactorKind) -> &'static str {
    let texts = use_texts();
    match kind {
        FactorKind::Totp => texts.messages_connect_app(),
        FactorKind::Email => texts.messages_connect_email(),
        FactorKind::Sms => texts.messages_connect_sms(),
    }
}

#[component]
fn RemoveForm(kind: FactorKind) -> impl IntoView {
    let texts = use_texts();
    let action = ServerAction::<RemoveFactor>::new();
    let (trouble, _) = answers(action);
    let name = member_words::of_factor(texts, kind);
    view! {
        <super::ChangePage title=texts.messages_remove_title() text=texts.messages_remove_text() kind=kind>
            <ActionForm action=action attr:class="form" attr:novalidate=true>
                <Alert text=trouble />
                <p>
                    <b>{name}</b>
                </p>
                <input type="hidden" name="kind" value=kind.code() />
                <Again />
                <Submit pending=action.pending()>{texts.messages_remove_do()}</Submit>
            </ActionForm>
        </super::ChangePage>
    }
}

#[component]
fn AskFirstForm(kind: FactorKind) -> impl IntoView {
    let texts = use_texts();
    let action = ServerAction::<AskFirst>::new();
    let (trouble, _) = answers(action);
    let name = member_words::of_factor(texts, kind);
    view! {
        <super::ChangePage title=texts.messages_order_title() text=texts.messages_order_text() kind=kind>
            <ActionForm action=action attr:class="form" attr:novalidate=true>
                <Alert text=trouble />
                <p>
                    <b>{name}</b>
                </p>
                <input type="hidden" name="kind" value=kind.code() />
                <Again />
                <Submit pending=action.pending()>{texts.messages_order_do()}</Submit>
            </ActionForm>
        </super::ChangePage>
    }
}
