//! Forms are read to their end before anybody looks at them: one that is too long is told so, whether or not it says
//! beforehand how long it is.

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use std::time::Duration;
use tokio::time::timeout;

/// How long a form may be on its way.
const MOST_PATIENCE: Duration = Duration::from_secs(15);
/// No form of ours is longer: five hundred names of the longest kind, each letter six to twelve characters on its way.
pub const MOST_BYTES: usize = 384 * 1024;

pub async fn read<F: Future<Output = Response>>(request: Request, next: impl FnOnce(Request) -> F) -> Response {
    let (parts, body) = request.into_parts();
    match timeout(MOST_PATIENCE, to_bytes(body, MOST_BYTES)).await {
        Ok(Ok(body)) => next(Request::from_parts(parts, Body::from(body))).await,
        Ok(Err(_)) => StatusCode::PAYLOAD_TOO_LARGE.into_response(),
        // The rest of it is not waited for: the connection ends with the answer.
        Err(_) => (StatusCode::REQUEST_TIMEOUT, [(header::CONNECTION, "close")]).into_response(),
    }
}
