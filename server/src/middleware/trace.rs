//! Logs one line per request with its id, method, route pattern, status and time. The path is not logged, because it
//! can contain a secret. The causes of errors are logged where they occur.

use axum::{
    extract::{MatchedPath, Request},
    response::Response,
};
use std::time::Instant;
use tower_http::request_id::RequestId;
use tracing::{Instrument, Span};

pub async fn log_request<F: Future<Output = Response>>(request: Request, next: impl FnOnce(Request) -> F) -> Response {
    let span = span_of(&request);
    let answer = async {
        let began = Instant::now();
        let response = next(request).await;
        tracing::debug!(
            status = response.status().as_u16(),
            micros = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX),
            "answered"
        );
        response
    };
    answer.instrument(span).await
}

fn span_of(request: &Request) -> Span {
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("-", MatchedPath::as_str);
    let id = request.extensions().get::<RequestId>();
    let id = id.and_then(|id| id.header_value().to_str().ok()).unwrap_or("-");
    tracing::info_span!("request", id, method = %request.method(), route)
}
