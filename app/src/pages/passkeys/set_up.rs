//! The page that creates a passkey.

use super::PasskeyButton;
use crate::{
    components::{Alert, Icon, LoadError, Picture, loaded},
    flash,
    i18n::{self, use_texts},
    pages::form_errors::show_form_errors,
    server_fns::{ConnectPasskey, load_passkey_set_up},
};
use domain::{passkey::MAX_PASSKEY_NAME, refusal::Refusal, view::PasskeySetUpView};
use leptos::{form::ActionForm, prelude::*};
use leptos_meta::Title;

#[component]
pub fn PasskeySetUpPage() -> impl IntoView {
    let texts = use_texts();
    view! {
        <Title text=texts.passkey_connect() />
        {loaded(async move {
            match load_passkey_set_up().await {
                Ok(set_up) => view! { <SetUp set_up=set_up /> }.into_any(),
                // The server redirects to another page, so nothing is rendered here.
                Err(problem) if problem.refusal == Refusal::AlreadyConnected => ().into_any(),
                Err(problem) => view! { <LoadError problem=problem /> }.into_any(),
            }
        })}
    }
}

#[component]
fn SetUp(set_up: PasskeySetUpView) -> impl IntoView {
    let texts = use_texts();
    let connect = ServerAction::<ConnectPasskey>::new();
    show_form_errors(connect);
    let trouble = Signal::derive(move || Some(i18n::problem_text(texts, &connect.value().get()?.err()?, "")));
    let back = match (set_up.only_way, set_up.is_first) {
        (true, _) => None,
        (false, true) => Some(("/set-up", texts.proof_with_app())),
        (false, false) => Some(("/account", texts.account_back())),
    };
    let lead = match set_up.only_way {
        true => texts.members_owes_passkey_text(),
        false => texts.passkey_set_up_lead(),
    };
    view! {
        <main class="page narrow" id="main">
            <section class="card alone">
                <header>
                    <p class="eyebrow">{set_up.login.clone()}</p>
                    <h1 tabindex="-1">{texts.passkey_connect()}</h1>
                    <p class="soft">{lead}</p>
                </header>
                <ActionForm action=connect attr:class="form">
                    <Alert text=trouble />
                    <NameField value=flash::typed("name").unwrap_or(set_up.suggested_name) />
                    <PasskeyButton request=set_up.creation label=texts.passkey_create() primary=true />
                    <div class="note warn" data-passkey-missing>
                        <Picture icon=Icon::Info />
                        <p>{texts.passkey_missing()}</p>
                    </div>
                </ActionForm>
            </section>
            {back
                .map(|(address, text)| view! {
                    <p>
                        <a class="link" href=address>
                            {text}
                        </a>
                    </p>
                })}
        </main>
    }
}

/// The field for the name of a passkey.
#[component]
pub(super) fn NameField(value: String) -> impl IntoView {
    let texts = use_texts();
    view! {
        <div class="field">
            <label for="name">{texts.passkey_name_label()}</label>
            <input
                class="input"
                id="name"
                name="name"
                maxlength=MAX_PASSKEY_NAME.to_string()
                value=value
                aria-describedby="name-hint"
                required
            />
            <p class="hint" id="name-hint">{texts.passkey_name_hint()}</p>
        </div>
    }
}

/// Offers the passkey before the authenticator app to a member who has no factor yet.
#[component]
pub fn PasskeyFirst() -> impl IntoView {
    let texts = use_texts();
    view! {
        <div class="stack loose passkey-first">
            <section class="card" aria-labelledby="passkey-first">
                <h2 id="passkey-first">{texts.passkey_first_title()}</h2>
                <p>{texts.passkey_first_text()}</p>
                <p class="row">
                    <a class="button primary" href="/set-up/passkey">
                        <Picture icon=Icon::Key />
                        " "
                        {texts.passkey_connect()}
                    </a>
                </p>
            </section>
            <p class="soft">{texts.passkey_first_or()}</p>
        </div>
    }
}
