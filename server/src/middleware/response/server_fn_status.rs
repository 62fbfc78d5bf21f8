//! Sets the HTTP status of a refused server function to the status of the refusal. Leptos answers 500 to all refusals.

use app::problem::Problem;
use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::StatusCode,
    middleware::Next,
    response::Response,
};

/// The header that Leptos sets on errors of server functions.
const SERVER_FN_ERROR_HEADER: &str = "serverfnerror";
/// The maximum size of a response body that this middleware parses. Refusals are small.
const MAX_BODY_BYTES: usize = 16 * 1024;

pub async fn map(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    if response.status() != StatusCode::INTERNAL_SERVER_ERROR
        || !response.headers().contains_key(SERVER_FN_ERROR_HEADER)
    {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, MAX_BODY_BYTES).await else {
        return Response::from_parts(parts, Body::empty());
    };
    if let Ok(problem) = serde_json::from_slice::<Problem>(&bytes) {
        parts.status = StatusCode::from_u16(problem.refusal.status()).unwrap_or(parts.status);
    }
    Response::from_parts(parts, Body::from(bytes))
}
