//! A member's account page: second factors, sessions, details, history, and deletion.

mod change;
mod factors;
mod sections;

use crate::{
    components::{Icon, LoadError, Picture, loaded},
    i18n::use_texts,
    pages::{members::class_list::FewCodes, passkeys::Passkeys},
    server_fns::load_account,
};
pub use change::{
    Again, ChangePage, ConnectFactorPage, DeleteAccountPage, EmailChangePage, PasswordChangePage, PhoneChangePage,
    PreferFactorPage, RecoveryCodesPage, RemoveFactorPage, SendCodeForms, answers,
};
use domain::view::AccountView;
use factors::{Factors, Trusted};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use sections::{Details, History, Leave, Sessions};
use texts::Texts;

#[component]
pub fn AccountPage() -> impl IntoView {
    let texts = use_texts();
    view! {
        <Title text=texts.account_title() />
        {loaded(async move {
            match load_account().await {
                Ok(account) => view! { <Account account=account /> }.into_any(),
                Err(problem) => view! { <LoadError problem=problem /> }.into_any(),
            }
        })}
    }
}

/// The text that confirms the last change of the account.
fn done(texts: Texts, what: &str) -> Option<&'static str> {
    match what {
        "password" => Some(texts.account_done_password()),
        "email" => Some(texts.account_done_email()),
        "confirmed" => Some(texts.confirm_done()),
        "cancelled" => Some(texts.account_done_cancelled()),
        "sessions" => Some(texts.account_done_sessions()),
        "language" => Some(texts.account_done_language()),
        "connected" => Some(texts.messages_done_connected()),
        "passkey-named" => Some(texts.account_done_language()),
        "removed" => Some(texts.messages_done_removed()),
        "order" => Some(texts.messages_done_order()),
        "trust" => Some(texts.trust_done()),
        "session" => Some(texts.account_done_session()),
        "new-device-mail" => Some(texts.account_done_language()),
        _ => None,
    }
}

#[component]
fn Account(account: AccountView) -> impl IntoView {
    let texts = use_texts();
    let done = use_query_map()
        .with_untracked(|query| query.get("done"))
        .and_then(|what| done(texts, &what));
    view! {
        <main class="page reading" id="main">
            <header class="page-head">
                <div>
                    <h1 tabindex="-1">{texts.account_title()}</h1>
                    <p class="soft">{account.username.clone()}</p>
                </div>
            </header>
            <div class="stack loose">
                {done
                    .map(|done| {
                        view! {
                            <div class="note good" role="status">
                                <Picture icon=Icon::Check />
                                <p>{done}</p>
                            </div>
                        }
                    })}
                {(account.recovery_codes_left <= 3).then(|| view! { <FewCodes left=account.recovery_codes_left /> })}
                <Factors view=account.factors.clone() left=account.recovery_codes_left />
                <Passkeys passkeys=account.factors.passkeys.clone() obstacle=account.factors.passkey_obstacle.clone() />
                <Sessions sessions=account.sessions.clone() new_device_mail=account.new_device_mail />
                <Trusted browsers=account.factors.trusted.clone() />
                <Details account=account.clone() />
                <History events=account.events />
                <Leave />
            </div>
        </main>
    }
}
