//! Makes the answer of a page independent of the `Accept` header. If a page redirects, Leptos sends the redirect only
//! to clients that accept `text/html`; all other clients get status 200 and an empty page.

use axum::{
    extract::{MatchedPath, Request},
    http::{HeaderValue, Method, header},
};
use std::collections::HashSet;

/// Patterns of the routes that are pages.
pub type PageRoutes = HashSet<String>;

/// Sets `Accept: text/html` on a request for a page. Requests for server functions and downloads keep the header of the
/// client.
pub fn normalize(pages: &PageRoutes, request: &mut Request) {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let route = request.extensions().get::<MatchedPath>();
    if is_read && route.is_some_and(|route| pages.contains(route.as_str())) {
        let html = HeaderValue::from_static("text/html");
        request.headers_mut().insert(header::ACCEPT, html);
    }
}
