//! Counts requests and measures their times, by the pattern of their route. The path is not used, because it can
//! contain a secret, and because clients can invent any number of paths.

use axum::{
    extract::{MatchedPath, Request},
    http::Method,
    response::Response,
};
use metrics::{SharedString, counter, histogram};
use std::time::Instant;

pub async fn record<F: Future<Output = Response>>(request: Request, next: impl FnOnce(Request) -> F) -> Response {
    let began = Instant::now();
    let route = route_of(request.extensions().get::<MatchedPath>());
    let method = method_of(request.method());
    let response = next(request).await;
    let status = SharedString::from(response.status().as_u16().to_string());
    counter!("stepwise_http_requests_total", "method" => method, "route" => route.clone(), "status" => status)
        .increment(1);
    histogram!("stepwise_http_request_duration_seconds", "method" => method, "route" => route)
        .record(began.elapsed().as_secs_f64());
    response
}

fn route_of(matched: Option<&MatchedPath>) -> SharedString {
    match matched.map(MatchedPath::as_str) {
        None => SharedString::const_str("-"),
        // All files of a folder are counted under one label. The label omits the name of the wildcard parameter.
        Some(pattern) => match pattern.split_once("{*") {
            Some((folder, _)) => SharedString::from(format!("{folder}*")),
            None => SharedString::from(pattern.to_owned()),
        },
    }
}

fn method_of(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::HEAD => "HEAD",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}
