//! The operation that sends a code by mail or SMS, for a member whose second factor is not an authenticator app.

use crate::api::{
    description::{Conflict, InvalidBody, TooManyRequests, Unauthorized, Unavailable},
    extract::{ClientIp, ValidJson},
    problem::ApiError,
    responses::Sent,
};
use axum::{Json, extract::State, http::StatusCode};
use backend::{Stepwise, service::SendToProgram};
use domain::factor::FactorKind;
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SendCodeRequest {
    /// Or her confirmed e-mail address
    #[schema(example = "ada")]
    username: String,
    #[schema(example = "correct horse battery")]
    password: String,
    /// How; without it the first of her ways
    #[serde(default)]
    by: Option<SentBy>,
    /// Of the call before, whose code is worth nothing from now on
    #[serde(default)]
    attempt: Option<String>,
}

#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum SentBy {
    Email,
    Sms,
}

/// Have a code sent
///
/// For a member whose second factor is not an app only. Password first, then a code goes to the address or the number that
/// she has connected. It is good for ten minutes, once, and together with the `attempt` of this answer: give both to
/// `POST /auth-jwt/login`, or to `POST /auth-totp/qrcode`. Half a minute lies between two codes of a kind, and there are ten in
/// an hour: 429. An account that has no such way is told its `ways`: 409.
#[utoipa::path(
    post,
    path = "/auth-jwt/send-code",
    tag = "Sign in",
    operation_id = "send_code",
    request_body = SendCodeRequest,
    responses(
        (status = 201, description = "On its way", body = Sent),
        InvalidBody, Conflict, Unauthorized, TooManyRequests, Unavailable,
    )
)]
pub async fn send_code(
    State(stepwise): State<Stepwise>,
    ClientIp(from): ClientIp,
    ValidJson(who): ValidJson<SendCodeRequest>,
) -> Result<(StatusCode, Json<Sent>), ApiError> {
    let request = SendToProgram {
        name: who.username,
        password: who.password.into(),
        by: who.by.map(|by| match by {
            SentBy::Email => FactorKind::Email,
            SentBy::Sms => FactorKind::Sms,
        }),
        instead_of: who.attempt,
        from,
    };
    let sent = stepwise.send_code_to_program(request).await?;
    Ok((StatusCode::CREATED, Json(sent.into())))
}
