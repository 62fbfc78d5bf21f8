//! Refuses requests that load certain pages without showing them: prefetches of browsers, and HEAD. Opening the set-up is
//! stage 2 of the lesson, and a file that is refused to a student is a step of an exercise, so these pages must be loaded
//! only when the user opens them.

use axum::{
    extract::Request,
    http::{Method, StatusCode, header},
    response::{IntoResponse, Response},
};

pub async fn refuse<F: Future<Output = Response>>(request: Request, next: impl FnOnce(Request) -> F) -> Response {
    let ahead = ["sec-purpose", "purpose", "x-purpose", "x-moz"].iter().any(|name| {
        request
            .headers()
            .get(*name)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| {
                let value = value.to_ascii_lowercase();
                value.contains("prefetch") || value.contains("prerender") || value.contains("preview")
            })
    });
    // Prefetches of the file with the passwords are refused too, so that no browser caches the file before the teacher
    // opens it.
    if ahead && request.uri().path().ends_with("/handouts.csv") {
        return (StatusCode::SERVICE_UNAVAILABLE, [(header::CACHE_CONTROL, "no-store")]).into_response();
    }
    if is_step(request.uri().path()) {
        if request.method() == Method::HEAD {
            return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, POST")]).into_response();
        }
        if ahead && request.method() == Method::GET {
            return (StatusCode::SERVICE_UNAVAILABLE, [(header::CACHE_CONTROL, "no-store")]).into_response();
        }
    }
    next(request).await
}

/// Whether opening the page is a step of the lesson.
fn is_step(path: &str) -> bool {
    path == "/set-up" || path.starts_with("/lesson/files/")
}
