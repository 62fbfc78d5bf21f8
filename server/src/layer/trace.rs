//! One line a request: its name, method, the route's pattern (never the path: it may carry a secret), status, time.

use super::request_id::RequestId;
use axum::extract::MatchedPath;
use std::time::Duration;
use tower_http::{
    classify::{ServerErrorsAsFailures, SharedClassifier},
    trace::{MakeSpan, OnFailure, OnResponse, TraceLayer},
};
use tracing::Span;

pub type Layer = TraceLayer<SharedClassifier<ServerErrorsAsFailures>, Named, (), Line, (), (), Quiet>;

pub fn layer() -> Layer {
    TraceLayer::new_for_http()
        .make_span_with(Named)
        .on_request(())
        .on_response(Line)
        .on_body_chunk(())
        .on_eos(())
        .on_failure(Quiet)
}

#[derive(Clone, Copy)]
pub struct Named;

impl<B> MakeSpan<B> for Named {
    fn make_span(&mut self, request: &axum::http::Request<B>) -> Span {
        let route = request
            .extensions()
            .get::<MatchedPath>()
            .map_or("-", MatchedPath::as_str);
        let id = request.extensions().get::<RequestId>().map_or("-", |id| id.0.as_str());
        tracing::info_span!("request", id, method = %request.method(), route)
    }
}

#[derive(Clone, Copy)]
pub struct Line;

impl<B> OnResponse<B> for Line {
    fn on_response(self, response: &axum::http::Response<B>, latency: Duration, _span: &Span) {
        tracing::debug!(
            status = response.status().as_u16(),
            micros = latency.as_micros() as u64,
            "answered"
        );
    }
}

/// Whatever failed has said so where it did.
#[derive(Clone, Copy)]
pub struct Quiet;

impl<F> OnFailure<F> for Quiet {
    fn on_failure(&mut self, _class: F, _latency: Duration, _span: &Span) {}
}
