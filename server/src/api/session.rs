//! Signing in by a program, and what its tokens open.

use super::{
    Api,
    answer::{AccessToken, BothTokens, UserInfo},
    body::Body,
    caller::{ACCESS, From, REFRESH, set_cookie, token, tokens},
    description::{BadBody, Conflict, ForeignOrigin, NotSignedIn, TooMany, Unwell},
    problem::ApiError,
};
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{AppendHeaders, IntoResponse, Response},
};
use backend::{Stepwise, service::LogIn};
use domain::refusal::Refusal;
use serde::Deserialize;
use std::time::Duration;
use utoipa::ToSchema;

const TYPE: &str = "Bearer";

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WhoLogsIn {
    /// Or her confirmed e-mail address
    #[schema(example = "ada")]
    username: String,
    #[schema(example = "correct horse battery")]
    password: String,
    /// Six digits, from the authenticator app, or sent
    #[schema(example = "123456")]
    security_code: String,
    /// With a code that was sent: the one of `POST /auth-jwt/send-code`
    #[serde(default)]
    attempt: Option<String>,
}

/// Log in
///
/// Password and code at once. The first right code of a QR code connects the authenticator. A code is accepted once. An
/// unknown name and a wrong password look the same. After five wrong answers the next ones have to wait: 429. A member who has
/// no app is told her `ways` (409 `other_way`): she has a code sent first, and gives it with its `attempt`. Whose factors an
/// administrator has taken off is told so (409 `enrol_first`): she connects a new one on the website.
#[utoipa::path(
    post,
    path = "/auth-jwt/login",
    tag = "Sign in",
    operation_id = "log_in",
    request_body = WhoLogsIn,
    responses(
        (status = 200, description = "Both tokens, also as the cookies `access_token` and `refresh_token` (under https with the prefix `__Host-`)", body = BothTokens),
        BadBody, Conflict, NotSignedIn, TooMany, Unwell,
    )
)]
pub async fn log_in(
    State(api): State<Api>,
    From(from): From,
    Body(who): Body<WhoLogsIn>,
) -> Result<Response, ApiError> {
    let request = LogIn {
        name: who.username,
        password: who.password.into(),
        code: who.security_code,
        attempt: who.attempt,
        from,
    };
    let tokens = api.stepwise.log_in(request).await?;
    let (https, settings) = (api.site.is_https(), &api.stepwise.settings().tokens);
    let cookies = AppendHeaders([
        set_cookie(ACCESS, &tokens.access, settings.access_life, https),
        set_cookie(REFRESH, &tokens.refresh, settings.refresh_life, https),
    ]);
    let both = BothTokens {
        access_token: tokens.access,
        refresh_token: tokens.refresh,
        token_type: TYPE,
    };
    Ok((cookies, Json(both)).into_response())
}

/// Who is it
///
/// Whose access token this is. The one call that also knows whether a token was ended.
#[utoipa::path(
    get,
    path = "/auth-jwt/user-info",
    tag = "Sign in",
    operation_id = "user_info",
    security(("access_token" = []), ("access_cookie" = [])),
    responses((status = 200, description = "The account", body = UserInfo), NotSignedIn, Unwell)
)]
pub async fn user_info(State(stepwise): State<Stepwise>, headers: HeaderMap) -> Result<Json<UserInfo>, ApiError> {
    let token = token(&headers, ACCESS)?;
    Ok(Json(stepwise.user_of_token(&token).await?.into()))
}

/// Get another access token
///
/// For a refresh token, which stays the same.
#[utoipa::path(
    post,
    path = "/auth-jwt/refresh",
    tag = "Sign in",
    operation_id = "refresh",
    security(("refresh_token" = []), ("refresh_cookie" = [])),
    responses(
        (status = 200, description = "A new access token, also as a cookie", body = AccessToken),
        NotSignedIn, ForeignOrigin, Unwell,
    )
)]
pub async fn refresh(State(api): State<Api>, headers: HeaderMap) -> Result<Response, ApiError> {
    let access = api.stepwise.refresh(&token(&headers, REFRESH)?).await?;
    let life = api.stepwise.settings().tokens.access_life;
    let cookie = AppendHeaders([set_cookie(ACCESS, &access, life, api.site.is_https())]);
    let answer = AccessToken {
        access_token: access,
        token_type: TYPE,
    };
    Ok((cookie, Json(answer)).into_response())
}

/// Log out
///
/// Every token of the account is dead, of whichever program. Browsers stay signed in.
#[utoipa::path(
    post,
    path = "/auth-jwt/logout",
    tag = "Sign in",
    operation_id = "log_out",
    security(("access_token" = []), ("refresh_token" = []), ("access_cookie" = []), ("refresh_cookie" = [])),
    responses((status = 204, description = "Done; the cookies go"), NotSignedIn, ForeignOrigin, Unwell)
)]
pub async fn log_out(State(api): State<Api>, headers: HeaderMap) -> Result<Response, ApiError> {
    let mut why = ApiError::from(Refusal::SignInFirst);
    for token in tokens(&headers, &[ACCESS, REFRESH]) {
        match api.stepwise.log_out(&token).await {
            Ok(()) => {
                let https = api.site.is_https();
                let gone = [ACCESS, REFRESH].map(|name| set_cookie(name, "", Duration::ZERO, https));
                return Ok((StatusCode::NO_CONTENT, AppendHeaders(gone)).into_response());
            }
            // An access token ends before its refresh token does.
            Err(error) => why = error.into(),
        }
    }
    Err(why)
}
