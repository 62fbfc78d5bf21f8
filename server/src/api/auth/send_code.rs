//! The operation that sends a code by mail or SMS to a member whose second factor is not an authenticator app.

use crate::api::{
    description::{Conflict, InvalidBody, TooManyRequests, Unauthorized, Unavailable},
    extract::{ClientIp, ValidJson},
    problem::ApiError,
    responses::Sent,
};
use axum::{Json, extract::State, http::StatusCode};
use backend::{Stepwise, api::SendApiCode};
use domain::factor::FactorKind;
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SendCodeRequest {
    /// User name or confirmed e-mail address
    #[schema(example = "ada")]
    username: String,
    #[schema(example = "correct horse battery")]
    password: String,
    /// Kind of message; without it, the first kind of the account
    #[serde(default)]
    by: Option<SentBy>,
    /// The `attempt` of the previous call, whose code becomes invalid
    #[serde(default)]
    attempt: Option<String>,
}

#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum SentBy {
    Email,
    Sms,
}

/// Send a code
///
/// For members with a factor of kind e-mail or SMS. After a right password, a code is sent to the connected address or
/// number. It is valid once, for ten minutes, and only together with the `attempt` of this response. Send both to
/// `POST /auth-jwt/login` or `POST /auth-totp/qrcode`. One code of a kind is sent in half a minute, and ten in an hour;
/// more are refused with 429. An account without such a factor is refused with 409 and its `ways`.
#[utoipa::path(
    post,
    path = "/auth-jwt/send-code",
    tag = "Sign in",
    operation_id = "send_code",
    request_body = SendCodeRequest,
    responses(
        (status = 201, description = "The code is being sent", body = Sent),
        InvalidBody, Conflict, Unauthorized, TooManyRequests, Unavailable,
    )
)]
pub async fn send_code(
    State(stepwise): State<Stepwise>,
    ClientIp(from): ClientIp,
    ValidJson(who): ValidJson<SendCodeRequest>,
) -> Result<(StatusCode, Json<Sent>), ApiError> {
    let request = SendApiCode {
        name: who.username,
        password: who.password.into(),
        by: who.by.map(|by| match by {
            SentBy::Email => FactorKind::Email,
            SentBy::Sms => FactorKind::Sms,
        }),
        instead_of: who.attempt,
        from,
    };
    let sent = stepwise.api.send_api_code(request).await?;
    Ok((StatusCode::CREATED, Json(sent.into())))
}
