//! Two forms for a code by mail or SMS: one sends the code to the user, the other checks the code that the user enters.

use super::{Lost, Trust};
use crate::{
    components::{Alert, MessageFactorWarning, SendCodeFields, Submit},
    i18n::{self, use_texts},
    islands::CodeField,
    pages::form_errors::show_form_errors,
    server_fns::{SendSignInCode, VerifyCode},
};
use domain::{
    factor::FactorKind,
    refusal::Refusal,
    view::{ChallengeView, SecondFactorView},
};
use leptos::{form::ActionForm, prelude::*};

#[component]
pub fn MessageForm(challenge: ChallengeView, factor: SecondFactorView) -> impl IntoView {
    let texts = use_texts();
    let send = ServerAction::<SendSignInCode>::new();
    show_form_errors(send);
    let by = factor.kind;
    let (target, resend_at) = (factor.target.unwrap_or_default(), factor.resend_at);
    let sent = challenge.sent.filter(|sent| sent.by == by);
    let refused = Signal::derive(move || Some(i18n::problem_text(texts, &send.value().get()?.err()?, "")));
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
                <SendCodeFields by=by sent=sent resend_at=resend_at now=challenge.now />
            </ActionForm>
            <MessageFactorWarning by=by />
            <Lost kind=challenge.kind help=challenge.help />
        </section>
    }
}

#[component]
fn Typed(by: FactorKind, trust_days: Option<u32>) -> impl IntoView {
    let texts = use_texts();
    let verify = ServerAction::<VerifyCode>::new();
    show_form_errors(verify);
    let trouble = Signal::derive(move || {
        let problem = verify.value().get()?.err()?;
        Some(match problem.refusal {
            Refusal::CodeWrong => texts.messages_wrong().to_owned(),
            _ => i18n::problem_text(texts, &problem, ""),
        })
    });
    view! {
        <ActionForm action=verify attr:class="form" attr:novalidate=true>
            <Alert text=trouble />
            <input type="hidden" name="with" value=by.code() />
            <Trust days=trust_days />
            <CodeField
                wrong=trouble.get_untracked().is_some()
                label=texts.messages_label().to_owned()
                hint=None
                focused=true
            />
            <Submit>{texts.code_submit()}</Submit>
        </ActionForm>
    }
}
