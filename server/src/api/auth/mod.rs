//! Authenticates API calls by an access token. The token is in the `Authorization` header, or in the cookie that the
//! login has set.

pub mod qr_code;
mod qr_image;
pub mod same_origin;
pub mod send_code;
pub mod tokens;

use crate::api::{Api, PREFIX, problem::ApiError};
use app::request::{cookie, server_cookie};
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderName, HeaderValue, header, request::Parts},
};
use backend::access::{ManagesClass, Member};
use domain::{personal_token::TokenScope, refusal::Refusal, session::SessionState};
use std::time::Duration;
use tower_sessions::cookie::SameSite;

pub const ACCESS: &str = "access_token";
pub const REFRESH: &str = "refresh_token";

/// The token in the `Authorization` header. If a request has no such header, the tokens in the cookies with these
/// names.
pub fn tokens(headers: &HeaderMap, cookies: &[&str]) -> Vec<String> {
    match headers.get(header::AUTHORIZATION) {
        Some(value) => bearer(value).into_iter().collect(),
        None => cookies.iter().filter_map(|name| cookie(headers, name)).collect(),
    }
}

/// The token in the header, or else in this cookie.
pub fn token(headers: &HeaderMap, cookie: &str) -> Result<String, ApiError> {
    let token = tokens(headers, &[cookie]).into_iter().next();
    Ok(token.ok_or(Refusal::SignInFirst)?)
}

fn bearer(value: &HeaderValue) -> Option<String> {
    let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
}

/// Makes a cookie for a token. Under https the name of the cookie has the `__Host-` prefix, which requires the path
/// `/`. Browsers therefore send the cookie to pages too, but only the API reads it. With a `life` of zero the browser
/// removes the cookie.
pub fn set_cookie(name: &str, token: &str, life: Duration, https: bool) -> (HeaderName, String) {
    let mut cookie = server_cookie(https, name, token, life);
    cookie.set_same_site(SameSite::Strict);
    if !https {
        cookie.set_path(PREFIX);
    }
    (header::SET_COOKIE, cookie.to_string())
}

/// The member to whom the access token belongs.
pub struct Caller(pub Member);

impl FromRequestParts<Api> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, ApiError> {
        let token = token(&parts.headers, ACCESS)?;
        // Calls that change nothing need the scope to read, all others the scope to manage classes.
        let needed = match parts.method.is_safe() {
            true => TokenScope::Read,
            false => TokenScope::ManageClasses,
        };
        let who = api.stepwise.api.signed_in_for(&token, needed).await?;
        Ok(Self(who.member()?))
    }
}

impl Caller {
    /// Access to a class that this member owns. For a class of another member the answer is the same as for an unknown
    /// class.
    pub async fn manages(&self, api: &Api, class: &str) -> Result<ManagesClass, ApiError> {
        let class = class.parse().map_err(|_| Refusal::NotFound)?;
        let no_session = SessionState::default();
        Ok(api.stepwise.access.manages(&no_session, Some(&self.0), class).await?)
    }
}

#[cfg(test)]
mod property_tests;
