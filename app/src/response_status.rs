//! Sets the HTTP status of a page.

use axum::http::{Method, StatusCode, header, request::Parts};
use leptos::prelude::{use_context, with_context};
use leptos_axum::ResponseOptions;

/// Sets the status of a page that is rendered although its data is missing.
pub fn set_status(status: u16) {
    if let (Some(response), Ok(status)) = (use_context::<ResponseOptions>(), StatusCode::from_u16(status)) {
        response.set_status(status);
    }
}

/// Answers 503 for a page whose data could not be loaded. With this status clients see the failure, and the middleware
/// can replace the page with a page that reloads itself while the database is not reachable. Server functions and forms
/// set their status elsewhere.
pub fn set_unavailable_status() {
    let is_page = with_context(|parts: &Parts| {
        let accept = parts
            .headers
            .get(header::ACCEPT)
            .and_then(|accept| accept.to_str().ok());
        parts.method == Method::GET && accept.is_some_and(|accept| accept.contains("text/html"))
    });
    if is_page == Some(true) {
        set_status(StatusCode::SERVICE_UNAVAILABLE.as_u16());
    }
}
