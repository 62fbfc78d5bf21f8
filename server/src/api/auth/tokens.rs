//! Operations that sign an API client in and out, renew its tokens, and return the user of a token.

use super::{ACCESS, REFRESH, set_cookie, token, tokens};
use crate::api::{
    Api,
    description::{Conflict, ForeignOrigin, InvalidBody, InvalidQuery, TooManyRequests, Unauthorized, Unavailable},
    extract::{ClientIp, ValidJson, ValidQuery},
    problem::ApiError,
    responses::{TokenPair, UserInfo},
};
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{AppendHeaders, IntoResponse, Response},
};
use backend::{
    Stepwise,
    api::{LogIn, Tokens},
};
use domain::refusal::Refusal;
use serde::Deserialize;
use std::time::Duration;
use utoipa::ToSchema;

const TOKEN_TYPE: &str = "Bearer";

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LoginRequest {
    /// User name or confirmed e-mail address
    #[schema(example = "ada")]
    username: String,
    #[schema(example = "correct horse battery")]
    password: String,
    /// Six digits from the authenticator app or from a message
    #[schema(example = "123456")]
    security_code: String,
    /// Only for a sent code: the `attempt` from `POST /auth-jwt/send-code`
    #[serde(default)]
    attempt: Option<String>,
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LogoutQuery {
    /// End all tokens of the account, of all API clients
    pub everywhere: Option<bool>,
}

/// Log in
///
/// Takes password and code together. The first right code after a QR code connects the authenticator. A code is accepted
/// once. An unknown name and a wrong password get the same response. After five wrong attempts, the next ones are refused
/// with 429 for a time. 409 `other_way`: the account has no authenticator app. Its `ways` name the kinds for
/// `POST /auth-jwt/send-code`. 409 `enrol_first`: an administrator has removed the factors, and the member must connect a
/// new one on the website. 409 `app_needed`: administrators log in with a code of the app only. 409 `passkey_needed`: the
/// operator requires a passkey from administrators, so no code logs in.
#[utoipa::path(
    post,
    path = "/auth-jwt/login",
    tag = "Sign in",
    operation_id = "log_in",
    request_body = LoginRequest,
    responses(
        (status = 200, description = "Both tokens, also as the cookies `access_token` and `refresh_token` (under https with the prefix `__Host-`)", body = TokenPair),
        InvalidBody, Conflict, Unauthorized, TooManyRequests, Unavailable,
    )
)]
pub async fn log_in(
    State(api): State<Api>,
    ClientIp(from): ClientIp,
    ValidJson(who): ValidJson<LoginRequest>,
) -> Result<Response, ApiError> {
    let request = LogIn {
        name: who.username,
        password: who.password.into(),
        code: who.security_code,
        attempt: who.attempt,
        from,
    };
    let tokens = api.stepwise.api.log_in(request).await?;
    Ok(token_response(tokens, api.site.is_https()))
}

fn token_response(tokens: Tokens, https: bool) -> Response {
    let cookies = AppendHeaders([
        set_cookie(ACCESS, &tokens.access, tokens.access_life, https),
        set_cookie(REFRESH, &tokens.refresh, tokens.refresh_life, https),
    ]);
    let both = TokenPair {
        access_token: tokens.access,
        refresh_token: tokens.refresh,
        token_type: TOKEN_TYPE,
    };
    (cookies, Json(both)).into_response()
}

/// Get the user of a token
///
/// Returns the account of the access token. Only this call also detects tokens that were ended.
#[utoipa::path(
    get,
    path = "/auth-jwt/user-info",
    tag = "Sign in",
    operation_id = "user_info",
    security(("access_token" = []), ("access_cookie" = [])),
    responses((status = 200, description = "The account", body = UserInfo), Unauthorized, Unavailable)
)]
pub async fn user_info(State(stepwise): State<Stepwise>, headers: HeaderMap) -> Result<Json<UserInfo>, ApiError> {
    let token = token(&headers, ACCESS)?;
    Ok(Json(stepwise.api.user_of_token(&token).await?.into()))
}

/// Refresh the tokens
///
/// A refresh token can be used once; the response contains the next one. If it is used again, all tokens of the same login
/// end, because another client may have a copy. The response is 401, even if the first response was lost, and the client
/// must log in again. All tokens of a login end 60 days after it at the latest.
#[utoipa::path(
    post,
    path = "/auth-jwt/refresh",
    tag = "Sign in",
    operation_id = "refresh",
    security(("refresh_token" = []), ("refresh_cookie" = [])),
    responses(
        (status = 200, description = "Both tokens, also as the cookies `access_token` and `refresh_token`", body = TokenPair),
        Unauthorized, ForeignOrigin, Unavailable,
    )
)]
pub async fn refresh(State(api): State<Api>, headers: HeaderMap) -> Result<Response, ApiError> {
    let tokens = api.stepwise.api.refresh(&token(&headers, REFRESH)?).await?;
    Ok(token_response(tokens, api.site.is_https()))
}

/// Log out
///
/// Ends all tokens of the same login, including access tokens. With `everywhere=true`, all tokens of the account end.
/// Browsers stay signed in.
#[utoipa::path(
    post,
    path = "/auth-jwt/logout",
    tag = "Sign in",
    operation_id = "log_out",
    params(LogoutQuery),
    security(("access_token" = []), ("refresh_token" = []), ("access_cookie" = []), ("refresh_cookie" = [])),
    responses((status = 204, description = "Logged out; the cookies are removed"), Unauthorized, ForeignOrigin, InvalidQuery, Unavailable)
)]
pub async fn log_out(
    State(api): State<Api>,
    headers: HeaderMap,
    ValidQuery(LogoutQuery { everywhere }): ValidQuery<LogoutQuery>,
) -> Result<Response, ApiError> {
    let mut why = ApiError::from(Refusal::SignInFirst);
    for token in tokens(&headers, &[ACCESS, REFRESH]) {
        match api.stepwise.api.log_out(&token, everywhere == Some(true)).await {
            Ok(()) => {
                let https = api.site.is_https();
                let gone = [ACCESS, REFRESH].map(|name| set_cookie(name, "", Duration::ZERO, https));
                return Ok((StatusCode::NO_CONTENT, AppendHeaders(gone)).into_response());
            }
            // It is possible that the access token has expired while the refresh token is still valid, so the loop
            // tries the next token.
            Err(error) => why = error.into(),
        }
    }
    Err(why)
}
