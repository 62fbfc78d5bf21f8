//! While the database is not reachable, this middleware answers 503 with `Retry-After` at once. Otherwise each request
//! would wait for a connection.

use crate::{operations::database_health::DatabaseHealth, site::error_page::accepts_html};
use app::problem::Problem;
use axum::{
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::refusal::Refusal;

/// Seconds after which a client should try again: a restart of the database takes at least that long.
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("3");

pub async fn refuse_while_unreachable<F: Future<Output = Response>>(
    database: &DatabaseHealth,
    request: Request,
    next: impl FnOnce(Request) -> F,
) -> Response {
    let is_page = accepts_html(request.headers());
    if database.is_unreachable() {
        return unavailable(is_page);
    }
    let response = next(request).await;
    // If the database is not reachable now, it is the cause of this server error, so the answer becomes 503.
    if response.status().is_server_error() && database.check().await {
        return unavailable(is_page);
    }
    response
}

/// Changes the empty 500 of the session layer to 503. The session layer answers 500 when it cannot store a session, for
/// example on a full disk. The page for 503 tells the user to try again later.
pub async fn map_session_error<F: Future<Output = Response>>(
    request: Request,
    next: impl FnOnce(Request) -> F,
) -> Response {
    let is_page = accepts_html(request.headers());
    let response = next(request).await;
    let has_no_body = !response.headers().contains_key(header::CONTENT_TYPE);
    if response.status() == StatusCode::INTERNAL_SERVER_ERROR && has_no_body {
        return unavailable(is_page);
    }
    response
}

/// Clients that do not accept HTML get the error of a server function. For browsers, the middleware `error_pages`
/// renders a page later.
fn unavailable(is_page: bool) -> Response {
    match serde_json::to_string(&Problem::without_time(Refusal::Unavailable)) {
        Ok(problem) if !is_page => {
            let kind = [(header::CONTENT_TYPE, "application/json")];
            (StatusCode::SERVICE_UNAVAILABLE, kind, problem).into_response()
        }
        _ => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// Adds `Retry-After` to every 503.
pub fn add_retry_after(mut response: Response) -> Response {
    if response.status() == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().entry(header::RETRY_AFTER).or_insert(RETRY_AFTER);
    }
    response
}
