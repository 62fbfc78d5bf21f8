//! Makes the answer of a page independent of the `Accept` header. Leptos redirects only clients that accept
//! `text/html`, and answers all others 200 with an empty page.

use axum::{
    extract::{MatchedPath, Request},
    http::{HeaderValue, Method, header},
};
use std::collections::HashSet;

/// Patterns of the routes that are pages.
pub type PageRoutes = HashSet<String>;

/// Turns a request for a page into one that accepts HTML. Server functions and downloads keep the header of the client.
pub fn normalize(pages: &PageRoutes, request: &mut Request) {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let route = request.extensions().get::<MatchedPath>();
    if is_read && route.is_some_and(|route| pages.contains(route.as_str())) {
        let html = HeaderValue::from_static("text/html");
        request.headers_mut().insert(header::ACCEPT, html);
    }
}
