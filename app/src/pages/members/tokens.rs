//! The page on which a member makes and revokes personal access tokens for API clients.

use crate::{
    components::{Alert, Icon, LoadError, On, Picture, Submit, loaded},
    flash,
    i18n::use_texts,
    islands::CopyButton,
    pages::members::{Again, ChangePage, answers},
    server_fns::{MakeToken, TokensPage, load_tokens},
};
use domain::{
    passkey::MAX_PASSKEY_NAME,
    personal_token::{LIFETIMES, TokenScope},
    view::PersonalTokenView,
};
use leptos::{form::ActionForm, prelude::*};
use texts::Texts;

#[component]
pub fn PersonalTokensPage() -> impl IntoView {
    let texts = use_texts();
    view! {
        <ChangePage title=texts.token_title() text=texts.token_text()>
            {loaded(async move {
                match load_tokens().await {
                    Ok(page) => view! { <Tokens page=page /> }.into_any(),
                    Err(problem) => view! { <LoadError problem=problem /> }.into_any(),
                }
            })}
        </ChangePage>
    }
}

#[component]
fn Tokens(page: TokensPage) -> impl IntoView {
    let TokensPage { tokens, fresh } = page;
    view! {
        {match fresh {
            Some(token) => view! { <Fresh token=token /> }.into_any(),
            None => view! { <NewToken /> }.into_any(),
        }}
        {(!tokens.is_empty())
            .then(|| view! {
                <ul class="items" role="list">
                    {tokens.into_iter().map(|token| view! { <Token token=token /> }).collect_view()}
                </ul>
            })}
    }
}

/// The new token, which is shown only here.
#[component]
fn Fresh(token: String) -> impl IntoView {
    let texts = use_texts();
    view! {
        <div class="note good" role="status">
            <Picture icon=Icon::Key />
            <strong>{texts.token_fresh_title()}</strong>
            <p>{texts.token_fresh_text()}</p>
        </div>
        <p class="enrolment-code">
            <code id="personal-token">{token.clone()}</code>
        </p>
        <div class="row">
            <form method="post" action="/account/tokens/saved">
                <button class="button primary">{texts.token_fresh_saved()}</button>
            </form>
            <CopyButton text=token shown="personal-token".to_owned() label=texts.token_copy().to_owned() />
        </div>
    }
}

#[component]
fn NewToken() -> impl IntoView {
    let texts = use_texts();
    let action = ServerAction::<MakeToken>::new();
    let (trouble, _) = answers(action);
    view! {
        <ActionForm action=action attr:class="form" attr:novalidate=true>
            <Alert text=trouble />
            <div class="field">
                <label for="name">{texts.token_name()}</label>
                <input
                    class="input"
                    id="name"
                    name="name"
                    maxlength=MAX_PASSKEY_NAME.to_string()
                    value=flash::typed("name")
                    required
                />
            </div>
            <div class="field">
                <label for="scope">{texts.token_scope()}</label>
                <select class="input" id="scope" name="scope">
                    {TokenScope::ALL
                        .map(|scope| view! { <option value=scope.code()>{scope_name(texts, scope)}</option> })
                        .collect_view()}
                </select>
            </div>
            <div class="field">
                <label for="days">{texts.token_days()}</label>
                <select class="input" id="days" name="days">
                    {LIFETIMES
                        .map(|days| view! { <option value=days.to_string()>{texts.token_for_days(u64::from(days))}</option> })
                        .collect_view()}
                </select>
            </div>
            <Again />
            <Submit>{texts.token_make()}</Submit>
        </ActionForm>
    }
}

#[component]
fn Token(token: PersonalTokenView) -> impl IntoView {
    let texts = use_texts();
    view! {
        <li>
            <Picture icon=Icon::Key />
            <div>
                <b>{token.name}</b>
                <small>{scope_name(texts, token.scope)}</small>
                <small>
                    {texts.token_expires()} " " <On time=token.expires />
                    {match token.last_used {
                        Some(used) => view! { ", " {texts.passkey_last_used()} " " <On time=used /> }.into_any(),
                        None => view! { ", " {texts.passkey_never_used()} }.into_any(),
                    }}
                </small>
            </div>
            <form method="post" action="/account/tokens/revoke">
                <input type="hidden" name="id" value=token.id.to_string() />
                <button class="button small">{texts.token_revoke()}</button>
            </form>
        </li>
    }
}

const fn scope_name(texts: Texts, scope: TokenScope) -> &'static str {
    match scope {
        TokenScope::Read => texts.token_scope_read(),
        TokenScope::ManageClasses => texts.token_scope_manage(),
    }
}
