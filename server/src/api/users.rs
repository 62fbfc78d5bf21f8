//! Operations that register members and look up user names.

use super::{
    description::{Conflict, Forbidden, ForeignOrigin, InvalidBody, NotFound, TooManyRequests, Unavailable},
    extract::{ClientIp, ValidJson, ValidPath},
    problem::ApiError,
    responses::{KnownUser, Registered},
};
use app::request::locale_of;
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode},
};
use backend::{Stepwise, api::RegisterApiUser};
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewUser {
    /// 3 to 40 characters of `a-z 0-9 . _ -`; upper case is converted to lower case
    #[schema(example = "ada")]
    username: String,
    #[schema(example = "ada@school.example")]
    email: String,
    /// 8 to 128 characters; very common passwords are refused
    #[schema(example = "correct horse battery")]
    password1: String,
    /// The same password again
    #[schema(example = "correct horse battery")]
    password2: String,
}

/// Register
///
/// Creates a member, who gets a mail to confirm the address. The response does not reveal whether the address was already
/// registered; only its owner is told. The next step is a second factor: `POST /auth-totp/qrcode`.
#[utoipa::path(
    post,
    path = "/user",
    tag = "Users",
    operation_id = "register",
    request_body = NewUser,
    responses(
        (status = 201, description = "Registered", body = Registered),
        InvalidBody, Conflict, Forbidden, TooManyRequests, Unavailable,
    )
)]
pub async fn register(
    State(stepwise): State<Stepwise>,
    ClientIp(from): ClientIp,
    headers: HeaderMap,
    ValidJson(new): ValidJson<NewUser>,
) -> Result<(StatusCode, Json<Registered>), ApiError> {
    let request = RegisterApiUser {
        username: new.username,
        email: new.email,
        password: new.password1.into(),
        again: new.password2.into(),
        locale: locale_of(&headers),
        from,
    };
    let user = stepwise.api.register_api_user(request).await?;
    Ok((StatusCode::CREATED, Json(user.into())))
}

/// Look up a member by name
///
/// Needs no token. Students are not found. Counted for each network, together with registrations. An operator can switch it off.
#[utoipa::path(
    get,
    path = "/user/{username}",
    tag = "Users",
    operation_id = "look_up",
    params(("username" = String, Path, description = "User name", example = "ada")),
    responses(
        (status = 200, description = "The member exists", body = KnownUser),
        ForeignOrigin, NotFound, TooManyRequests, Unavailable,
    )
)]
pub async fn look_up(
    State(stepwise): State<Stepwise>,
    ClientIp(from): ClientIp,
    headers: HeaderMap,
    ValidPath(username): ValidPath<String>,
) -> Result<Json<KnownUser>, ApiError> {
    if is_from_another_site(&headers) {
        return Err(ApiError::Bare(StatusCode::FORBIDDEN));
    }
    Ok(Json(stepwise.api.look_up(&username, from).await?.into()))
}

/// Whether a page of another site makes the browser send this GET, for example as the address of an image. Without this
/// check, such a page could use up all look-ups that the network of a school has in an hour. API clients do not send
/// the header `Sec-Fetch-Site`.
fn is_from_another_site(headers: &HeaderMap) -> bool {
    let site = headers.get("sec-fetch-site").map(HeaderValue::as_bytes);
    !matches!(site, None | Some(b"none" | b"same-origin"))
}
