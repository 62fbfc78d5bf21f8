//! The form for a code by mail or SMS: first sends the code, then takes it.

use super::{Lost, Trust};
use crate::{
    call::{ProveCode, SendSignInCode},
    component::{Alert, CodeField, SendButton, Submit, Weaker},
    page::refused::{answer_with_status, leave_when_signed_out},
    visitor::use_texts,
    words,
};
use domain::{
    factor::FactorKind,
    refusal::Refusal,
    view::{ChallengeView, SecondFactorView},
};
use leptos::{form::ActionForm, prelude::*};

#[component]
pub fn MessageForm(challenge: ChallengeView, way: SecondFactorView) -> impl IntoView {
    let texts = use_texts();
    let send = ServerAction::<SendSignInCode>::new();
    answer_with_status(send);
    leave_when_signed_out(send);
    let by = way.kind;
    let (target, resend_at) = (way.target.unwrap_or_default(), way.resend_at);
    let sent = challenge.sent.filter(|sent| sent.by == by);
    let refused = Signal::derive(move || Some(words::of_problem(texts, &send.value().get()?.err()?, "")));
    let lead = match sent {
        Some(_) => texts.messages_lead_sent(target),
        None => texts.messages_lead_send(target),
    };
    view! {
        <section class="card alone">
            <header>
                <p class="eyebrow">{challenge.login}</p>
                <h1 tabindex="-1">{texts.code_title()}</h1>
                <p class="soft">{lead}</p>
            </header>
            {sent.is_some().then(|| view! { <Typed by=by trust_days=challenge.trust_days /> })}
            <ActionForm action=send attr:class="form">
                <Alert text=refused />
                <SendButton by=by sent=sent resend_at=resend_at now=challenge.now />
            </ActionForm>
            <Weaker by=by />
            <Lost kind=challenge.kind help=challenge.help />
        </section>
    }
}

#[component]
fn Typed(by: FactorKind, trust_days: Option<u32>) -> impl IntoView {
    let texts = use_texts();
    let prove = ServerAction::<ProveCode>::new();
    answer_with_status(prove);
    leave_when_signed_out(prove);
    let trouble = Signal::derive(move || {
        let problem = prove.value().get()?.err()?;
        Some(match problem.refusal {
            Refusal::CodeWrong => texts.messages_wrong().to_owned(),
            _ => words::of_problem(texts, &problem, ""),
        })
    });
    view! {
        <ActionForm action=prove attr:class="form" attr:novalidate=true>
            <Alert text=trouble />
            <input type="hidden" name="with" value=by.code() />
            <Trust days=trust_days />
            <CodeField
                wrong=Signal::derive(move || trouble.get().is_some())
                hint=None
                focused=true
                label=texts.messages_label()
            />
            <Submit pending=prove.pending()>{texts.code_submit()}</Submit>
        </ActionForm>
    }
}
