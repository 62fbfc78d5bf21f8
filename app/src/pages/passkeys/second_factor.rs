//! The second step of the sign-in with a passkey.

use super::{PasskeyButton, obstacle::obstacle_text};
use crate::{
    components::{Alert, Icon, Picture},
    i18n::{self, use_texts},
    pages::{auth::Lost, form_errors::show_form_errors},
    server_fns::VerifyPasskey,
};
use domain::view::ChallengeView;
use leptos::{form::ActionForm, prelude::*};

#[component]
pub fn PasskeyForm(challenge: ChallengeView) -> impl IntoView {
    let texts = use_texts();
    let verify = ServerAction::<VerifyPasskey>::new();
    show_form_errors(verify);
    let trouble = Signal::derive(move || Some(i18n::problem_text(texts, &verify.value().get()?.err()?, "")));
    view! {
        <section class="card alone">
            <header>
                <p class="eyebrow">{challenge.login}</p>
                <h1 tabindex="-1">{texts.passkey_code_title()}</h1>
                <p class="soft">{texts.passkey_code_lead()}</p>
            </header>
            <ActionForm action=verify attr:class="form">
                <Alert text=trouble />
                {challenge
                    .passkey
                    .map(|request| view! {
                        <PasskeyButton request=request label=texts.passkey_code_do() primary=true />
                    })}
                <div class="note warn" data-passkey-missing>
                    <Picture icon=Icon::Info />
                    <p>
                        {match challenge.passkey_obstacle {
                            Some(obstacle) => obstacle_text(obstacle),
                            None => texts.passkey_missing().to_owned(),
                        }}
                    </p>
                </div>
            </ActionForm>
            <Lost kind=challenge.kind help=challenge.help />
        </section>
    }
}
