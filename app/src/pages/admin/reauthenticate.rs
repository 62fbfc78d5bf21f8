//! The form for a code of the second factor. Administrators can change data for ten minutes after they have entered a
//! code.

use crate::{
    components::{Alert, At, Submit},
    i18n::{self, use_texts},
    islands::CodeField,
    pages::{form_errors::show_form_errors, members::SendCodeForms, passkeys::PasskeyButton},
    problem::Problem,
    server_fns::ReauthenticateAdmin,
};
use domain::{refusal::Refusal, view::AdminProof};
use leptos::{form::ActionForm, prelude::*, server_fn::ServerFn};

/// Shows how long the administrator can still change data, or else the form for a new code.
#[component]
pub fn Prove(proof: AdminProof, to: String) -> impl IntoView {
    let texts = use_texts();
    let verify = ServerAction::<ReauthenticateAdmin>::new();
    show_form_errors(verify);
    let trouble = Signal::derive(move || {
        let problem = verify.value().get()?.err()?;
        Some(match problem.refusal {
            Refusal::CodeWrong => texts.account_code_wrong().to_owned(),
            Refusal::FactorClosed => texts.members_factor_closed().to_owned(),
            _ => i18n::problem_text(texts, &problem, ""),
        })
    });
    let passkey = proof.reauthentication.as_ref().and_then(|again| again.passkey.clone());
    match proof.until {
        Some(until) => view! {
            <p class="fine">
                {texts.admin_may_act_until()} " " <At time=until />
            </p>
        }
        .into_any(),
        None => view! {
            <section class="card prove" id="prove">
                <h2>{texts.admin_prove_title()}</h2>
                <p class="soft">{texts.admin_prove_text()}</p>
                {proof.reauthentication.map(|again| view! { <SendCodeForms again=again /> })}
                <ActionForm action=verify attr:class="form" attr:novalidate=true>
                    <Alert text=trouble />
                    <input type="hidden" name="to" value=to />
                    <CodeField
                        wrong=trouble.get_untracked().is_some()
                        label=texts.code_label().to_owned()
                        hint=None
                        focused=false
                    />
                    <Submit>{texts.admin_prove_do()}</Submit>
                    {passkey.map(|request| view! { <PasskeyButton request=request label=texts.passkey_confirm() /> })}
                </ActionForm>
            </section>
        }
        .into_any(),
    }
}

/// The error text of a refused action.
pub fn refused<S>(action: ServerAction<S>) -> Signal<Option<String>>
where
    S: ServerFn<Error = Problem, Output = ()> + Clone + Send + Sync + 'static,
{
    let texts = use_texts();
    show_form_errors(action);
    Signal::derive(move || Some(i18n::problem_text(texts, &action.value().get()?.err()?, "")))
}
