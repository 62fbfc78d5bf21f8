//! The operation that returns the QR code for an authenticator app.

use super::qr_image::{self, QrFormat};
use crate::api::{
    description::{Conflict, InvalidBody, NotAcceptable, TooManyRequests, Unauthorized, Unavailable},
    extract::{ClientIp, ValidJson},
    problem::ApiError,
    responses::Secret,
};
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use backend::{Stepwise, service::OpenByProgram};
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QrCodeRequest {
    /// User name or confirmed e-mail address
    #[schema(example = "ada")]
    username: String,
    #[schema(example = "correct horse battery")]
    password: String,
    /// A code of the connected factor, if a new factor shall replace it
    #[schema(example = "123456")]
    #[serde(default)]
    security_code: Option<String>,
    /// Only for a sent code: the `attempt` from `POST /auth-jwt/send-code`
    #[serde(default)]
    attempt: Option<String>,
}

/// Get a QR code
///
/// Every call creates a new secret, which waits 15 minutes for its first code (`POST /auth-jwt/login`). If a factor is
/// connected, the password alone is refused with 409. With a `security_code` of that factor, a new one can be connected;
/// the old one works until then. `Accept` chooses between a picture and JSON.
#[utoipa::path(
    post,
    path = "/auth-totp/qrcode",
    tag = "Sign in",
    operation_id = "qr_code",
    request_body = QrCodeRequest,
    responses(
        (status = 201, description = "The QR code as a picture, or its content", content(
            (Vec<u8> = "image/png"),
            (String = "image/svg+xml"),
            (Secret = "application/json"),
        )),
        InvalidBody, Conflict, Unauthorized, NotAcceptable, TooManyRequests, Unavailable,
    )
)]
pub async fn qr_code(
    State(stepwise): State<Stepwise>,
    ClientIp(from): ClientIp,
    headers: HeaderMap,
    ValidJson(who): ValidJson<QrCodeRequest>,
) -> Result<Response, ApiError> {
    let form = qr_image::preferred_format(&headers).ok_or(ApiError::Bare(StatusCode::NOT_ACCEPTABLE))?;
    let request = OpenByProgram {
        name: who.username,
        password: who.password.into(),
        code: who.security_code,
        attempt: who.attempt,
        from,
    };
    let pending = stepwise.open_set_up_by_program(request).await?;
    let uri = pending.otpauth_uri;
    Ok(match form {
        QrFormat::Json => {
            let secret = pending.secret.to_base32();
            let said = Secret {
                otpauth_uri: uri,
                secret,
            };
            (StatusCode::CREATED, Json(said)).into_response()
        }
        QrFormat::Svg => picture(form, qr_image::svg(&uri)?.into_bytes()),
        QrFormat::Png => picture(form, qr_image::png(&uri)?),
    })
}

fn picture(form: QrFormat, bytes: Vec<u8>) -> Response {
    (StatusCode::CREATED, [(header::CONTENT_TYPE, form.media_type())], bytes).into_response()
}
