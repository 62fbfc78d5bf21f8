//! Answers 503 with `Retry-After` at once while the database is not reachable, instead of waiting for a connection.

use crate::{bare_page::wants_page, database::Reach};
use app::problem::Problem;
use axum::{
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::refusal::Refusal;

/// The minimum time that a restart of the database takes.
const COME_BACK_AFTER: HeaderValue = HeaderValue::from_static("3");

pub async fn ask_to_come_back<F: Future<Output = Response>>(
    reach: &Reach,
    request: Request,
    next: impl FnOnce(Request) -> F,
) -> Response {
    let person = wants_page(request.headers());
    if reach.is_away() {
        return away(person);
    }
    let response = next(request).await;
    // While the database is not reachable, any other error is a consequence of that.
    if response.status().is_server_error() && reach.look().await {
        return away(person);
    }
    response
}

/// Maps the empty 500 of the session layer to 503. The session layer answers so when it cannot store a session, for
/// example on a full disk. The user may send the form again.
pub async fn speak_for_sessions<F: Future<Output = Response>>(
    request: Request,
    next: impl FnOnce(Request) -> F,
) -> Response {
    let person = wants_page(request.headers());
    let response = next(request).await;
    let is_wordless = !response.headers().contains_key(header::CONTENT_TYPE);
    if response.status() == StatusCode::INTERNAL_SERVER_ERROR && is_wordless {
        return away(person);
    }
    response
}

/// Clients that want no HTML get the error of a server function. For people, the layer around this one renders a page.
fn away(person: bool) -> Response {
    match serde_json::to_string(&Problem::without_time(Refusal::Unavailable)) {
        Ok(problem) if !person => {
            let kind = [(header::CONTENT_TYPE, "application/json")];
            (StatusCode::SERVICE_UNAVAILABLE, kind, problem).into_response()
        }
        _ => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// Adds `Retry-After` to every 503.
pub fn say_when(mut response: Response) -> Response {
    if response.status() == StatusCode::SERVICE_UNAVAILABLE {
        response
            .headers_mut()
            .entry(header::RETRY_AFTER)
            .or_insert(COME_BACK_AFTER);
    }
    response
}
