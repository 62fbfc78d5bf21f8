//! The sign-in with the practice passkey, in three steps: the question of the server, the phone, the signature.

use super::{Button, LastMistake};
use crate::{
    components::{Icon, Picture, Submit},
    i18n::use_texts,
    server_fns::CheckPracticePasskey,
};
use domain::{
    exercises::{addresses::SITE, passkey::PasskeyAct},
    view::{PhoneAnswer, PracticePasskeyView},
};
use leptos::{form::ActionForm, prelude::*};

#[component]
pub fn SignIn(
    exercise: PracticePasskeyView,
    login: String,
    check: ServerAction<CheckPracticePasskey>,
    button: Button,
) -> impl IntoView {
    let texts = use_texts();
    let Some(ceremony) = exercise.ceremony else {
        return view! {
            <LastMistake mistake=exercise.progress.mistake />
            <p>{texts.exercise_passkey_sign_in_text()}</p>
            {button.with(PasskeyAct::Begin, texts.exercise_passkey_begin())}
        }
        .into_any();
    };
    let Some(answer) = ceremony.answer else {
        return view! {
            <h3>{texts.exercise_passkey_question()}</h3>
            <p class="soft">{texts.exercise_passkey_question_text()}</p>
            <p class="bytes">{ceremony.challenge}</p>
            <section class="prompt" aria-labelledby="prompt">
                <h3 id="prompt">
                    <Picture icon=Icon::Phone />
                    " "
                    {texts.exercise_passkey_phone()}
                </h3>
                <p>{texts.exercise_passkey_prompt(SITE, login)}</p>
                {button.with(PasskeyAct::Confirm, texts.exercise_passkey_confirm())}
            </section>
        }
        .into_any();
    };
    view! {
        <h3>{texts.exercise_passkey_signed()}</h3>
        <SignedFacts site=SITE.to_owned() challenge=ceremony.challenge signature=answer.signature.clone() />
        <Send answer=answer check=check button=button />
    }
    .into_any()
}

/// What was signed, and what was not sent.
#[component]
pub fn SignedFacts(site: String, challenge: String, signature: String) -> impl IntoView {
    let texts = use_texts();
    view! {
        <dl class="facts">
            <dt>{texts.exercise_passkey_site()}</dt>
            <dd>{site}</dd>
            <dt>{texts.exercise_passkey_challenge()}</dt>
            <dd class="bytes">{challenge}</dd>
            <dt>{texts.exercise_passkey_signature()}</dt>
            <dd class="bytes">{signature}</dd>
            <dt>{texts.exercise_passkey_not_sent()}</dt>
            <dd>{texts.exercise_passkey_not_sent_text()}</dd>
        </dl>
    }
}

/// The answer of the phone goes through the browser, as with a real passkey.
#[component]
fn Send(answer: PhoneAnswer, check: ServerAction<CheckPracticePasskey>, button: Button) -> impl IntoView {
    let texts = use_texts();
    view! {
        <ActionForm action=check>
            <input type="hidden" name="revision" value=button.revision.to_string() />
            <input type="hidden" name="credential" value=answer.credential />
            <input type="hidden" name="client_data" value=answer.client_data />
            <input type="hidden" name="authenticator_data" value=answer.authenticator_data />
            <input type="hidden" name="signature" value=answer.signature />
            {(!button.paused)
                .then(|| view! {
                    <Submit fits=true>{texts.exercise_passkey_send()} " " <Picture icon=Icon::Arrow /></Submit>
                })}
        </ActionForm>
    }
}
