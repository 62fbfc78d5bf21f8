//! The JSON API for other systems, scripts and apps.
//!
//! Each handler reads the request, calls one service, and returns errors as problem details (RFC 9457). The description
//! at `/api/openapi.json` is generated from the handlers.

mod auth;
mod classes;
mod description;
mod docs;
mod extract;
pub mod problem;
mod responses;
mod seats;
mod users;

use app::request::Site;
use axum::{
    Json, Router,
    extract::{FromRef, State},
    http::header,
    middleware::from_fn_with_state,
    response::{IntoResponse, Response},
    routing::{any, get},
};
use backend::Stepwise;
use domain::refusal::Refusal;
use problem::ApiError;
use std::sync::Arc;
use tower_http::csrf::CsrfLayer;
use utoipa::openapi::OpenApi;
use utoipa_axum::{router::OpenApiRouter, routes};

pub const PREFIX: &str = "/api/v1";
/// Clients are allowed to cache the keys, because a client fetches the keys again when a token names a key that the
/// client does not know.
const JWKS_CACHE_CONTROL: &str = "public, max-age=300";

#[derive(Clone)]
pub struct Api {
    stepwise: Stepwise,
    site: Arc<Site>,
    stylesheet: Arc<str>,
}

impl FromRef<Api> for Stepwise {
    fn from_ref(api: &Api) -> Self {
        api.stepwise.clone()
    }
}

/// All operations with their OpenAPI descriptions.
fn operations() -> OpenApiRouter<Api> {
    let inner = OpenApiRouter::new()
        .routes(routes!(users::register))
        .routes(routes!(users::look_up))
        .routes(routes!(auth::qr_code::qr_code))
        .routes(routes!(auth::tokens::log_in))
        .routes(routes!(auth::send_code::send_code))
        .routes(routes!(auth::tokens::user_info))
        .routes(routes!(auth::tokens::refresh))
        .routes(routes!(auth::tokens::log_out))
        .routes(routes!(classes::list, classes::open))
        .routes(routes!(classes::show, classes::settings::change, classes::delete))
        .routes(routes!(classes::progress))
        .routes(routes!(classes::end))
        .routes(routes!(classes::exercises::change))
        .routes(routes!(classes::results))
        .routes(routes!(seats::add))
        .routes(routes!(seats::label, seats::remove))
        .routes(routes!(seats::reset))
        .routes(routes!(seats::unlock))
        .routes(routes!(seats::helped))
        .routes(routes!(seats::free))
        .routes(routes!(seats::take_back))
        .routes(routes!(seats::new_password));
    OpenApiRouter::with_openapi(description::head())
        .nest(PREFIX, inner)
        .routes(routes!(keys))
}

/// The complete OpenAPI description.
pub fn openapi() -> OpenApi {
    description::completed(operations().into_openapi())
}

pub fn routes(stepwise: Stepwise, site: Arc<Site>, stylesheet: Arc<str>, same_origin: CsrfLayer) -> Router {
    let api = Api {
        stepwise,
        site,
        stylesheet,
    };
    let (operations, _) = operations().split_for_parts();
    operations
        .route("/api/openapi.json", get(async || Json(openapi())))
        .route("/api/docs", get(docs::page))
        .route("/api", any(not_found))
        .route("/api/{*rest}", any(not_found))
        .layer(from_fn_with_state(same_origin, auth::same_origin::check))
        .with_state(api)
}

async fn not_found() -> ApiError {
    Refusal::NotFound.into()
}

/// Get the public keys
///
/// A JSON Web Key Set (RFC 7517). Other systems verify an access token with the key of its `kid` (RS256), and check `iss`,
/// `aud` and `exp` as usual. Only `user-info` knows whether a token was ended by a logout or a new password.
#[utoipa::path(
    get,
    path = "/.well-known/jwks.json",
    tag = "Tokens",
    operation_id = "keys",
    responses((status = 200, description = "All keys whose tokens are accepted", body = responses::Keys))
)]
async fn keys(State(stepwise): State<Stepwise>) -> Result<Response, ApiError> {
    let keys = stepwise.api.published_keys()?;
    Ok(([(header::CACHE_CONTROL, JWKS_CACHE_CONTROL)], Json(keys)).into_response())
}
