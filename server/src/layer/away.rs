//! While the database is away everybody is asked to come back in a moment, at once and with the truth, instead of
//! waiting for a connection that does not come.

use crate::{bare_page::wants_page, database::Reach};
use app::problem::Problem;
use axum::{
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::refusal::Refusal;

/// As long as a restart takes at least.
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
    // Whatever failed just now, the database being away is the better reason.
    if response.status().is_server_error() && reach.look().await {
        return away(person);
    }
    response
}

/// The session layer says without a word that it could not store a session, which a full disk does; whoever sent the form
/// may send it again.
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

/// Programs get what server functions say; people get a page, by the layer around this one.
fn away(person: bool) -> Response {
    match serde_json::to_string(&Problem::from(Refusal::Unavailable)) {
        Ok(problem) if !person => {
            let kind = [(header::CONTENT_TYPE, "application/json")];
            (StatusCode::SERVICE_UNAVAILABLE, kind, problem).into_response()
        }
        _ => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// Whoever is told "not now" is told when.
pub fn say_when(mut response: Response) -> Response {
    if response.status() == StatusCode::SERVICE_UNAVAILABLE {
        response
            .headers_mut()
            .entry(header::RETRY_AFTER)
            .or_insert(COME_BACK_AFTER);
    }
    response
}
