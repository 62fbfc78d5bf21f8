//! Answers 404 for addresses with the segments `.` and `..`. Browsers resolve them before they send a request. Leptos
//! would resolve them after the route was chosen, and show another page than that of the route.

use axum::{
    extract::Request,
    http::StatusCode,
    response::{IntoResponse, Response},
};

pub async fn refuse<F: Future<Output = Response>>(request: Request, next: impl FnOnce(Request) -> F) -> Response {
    if has_dot_segment(request.uri().path()) {
        return StatusCode::NOT_FOUND.into_response();
    }
    next(request).await
}

fn has_dot_segment(path: &str) -> bool {
    let is_dots = |segment: &str| {
        // Longer segments are no dot segments, even if they are encoded.
        let short = segment.len() <= "%2e%2e".len();
        short && matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..")
    };
    path.split('/').any(is_dots)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_and_encoded_dot_segments_are_found() {
        for path in ["/lesson/..", "/lesson/../x", "/./x", "/x/%2e%2E", "/x/.%2e/y", "/x/%2E"] {
            assert!(has_dot_segment(path), "{path}");
        }
        for path in [
            "/",
            "/lesson/files/salaries",
            "/.well-known/security.txt",
            "/x/...",
            "/x/a..b",
            "/x/%2e%2e%2e",
        ] {
            assert!(!has_dot_segment(path), "{path}");
        }
    }
}
