//! Server functions of personal access tokens.

use crate::problem::Problem;
use domain::{personal_token::TokenScope, view::PersonalTokenView};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use serde::{Deserialize, Serialize};

/// The page with the tokens of a member.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokensPage {
    pub tokens: Vec<PersonalTokenView>,
    /// A new token, until the member confirms that it is saved.
    pub fresh: Option<String>,
}

impl core::fmt::Debug for TokensPage {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("TokensPage")
            .field("tokens", &self.tokens)
            .finish_non_exhaustive()
    }
}

#[server(prefix = "/sfn", endpoint = "tokens", input = GetUrl)]
pub async fn load_tokens() -> Result<TokensPage, Problem> {
    let context = crate::request::RequestContext::current()?;
    let who = context.require_member().await?;
    Ok(TokensPage {
        tokens: context.stepwise.api.personal_tokens(&who).await?,
        fresh: context.sealed(&shown_cookie(&who)),
    })
}

/// Makes a token, which the next page shows until the member confirms that it is saved.
#[server(prefix = "", endpoint = "account/tokens")]
pub async fn make_token(
    name: String,
    scope: TokenScope,
    days: u16,
    password: String,
    code: String,
    #[server(default)] passkey: String,
) -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    let (who, again) = super::account::reauthentication(&context, password, code, &passkey).await?;
    let shown = shown_cookie(&who);
    let new = backend::api::NewPersonalToken { name, scope, days };
    let token = context.stepwise.api.make_personal_token(who, &again, &new).await?;
    context.set_sealed(&shown, &token)?;
    crate::request::redirect("/account/tokens");
    Ok(())
}

/// The member has saved the new token, so it is not shown again.
#[server(prefix = "", endpoint = "account/tokens/saved")]
pub async fn token_saved() -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    let who = context.require_member().await?;
    context.remove_sealed(&shown_cookie(&who));
    crate::request::redirect("/account/tokens");
    Ok(())
}

#[server(prefix = "", endpoint = "account/tokens/revoke")]
pub async fn revoke_token(id: String) -> Result<(), Problem> {
    use domain::refusal::Refusal;
    let context = crate::request::RequestContext::current()?;
    let who = context.require_member().await?;
    let id = id.parse().map_err(|_| Refusal::NotFound)?;
    context.stepwise.api.revoke_personal_token(&who, id).await?;
    crate::request::redirect("/account/tokens");
    Ok(())
}

/// The purpose of the cookie contains account and epoch: after a sign-out only the same account can read it.
fn shown_cookie(who: &backend::access::Member) -> crate::request::SealedCookie {
    let purpose = format!("personal-token:{}:{}", who.account(), who.epoch());
    crate::request::SealedCookie::shown_once("personal_token", purpose)
}
