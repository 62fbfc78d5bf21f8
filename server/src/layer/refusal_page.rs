//! Refusals that never reach a page (foreign origin, too large, broken) still speak to people in their language.

use app::web::locale_of;
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::Response,
};
use domain::locale::Locale;
use std::sync::Arc;
use texts::Texts;

/// Where the style sheet lies: its name changes with its content.
#[derive(Clone)]
pub struct Stylesheet(pub Arc<str>);

pub async fn show(State(stylesheet): State<Stylesheet>, request: Request, next: Next) -> Response {
    let person = wants_page(request.headers()).then(|| locale_of(request.headers()));
    let response = next.run(request).await;
    match person {
        Some(locale) if is_bare(&response) => page(response, locale, &stylesheet.0),
        _ => response,
    }
}

fn wants_page(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
}

/// An error that came without a page of its own.
fn is_bare(response: &Response) -> bool {
    let html = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let status = response.status();
    (status.is_client_error() || status.is_server_error()) && !html
}

fn page(response: Response, locale: Locale, stylesheet: &str) -> Response {
    let texts = Texts::of(locale);
    let (title, text) = match response.status() {
        StatusCode::FORBIDDEN => (texts.message_foreign_title(), texts.message_foreign_text()),
        StatusCode::PAYLOAD_TOO_LARGE => (texts.message_too_large_title(), texts.message_too_large_text()),
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => {
            (texts.message_not_found_title(), texts.message_not_found_text())
        }
        _ => (texts.message_broken_title(), texts.message_broken_text()),
    };
    let (lang, site, back) = (locale.tag(), texts.site_name(), texts.site_first_page());
    let html = format!(
        "<!DOCTYPE html><html lang=\"{lang}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><title>{title} · {site}</title>\
         <link rel=\"icon\" href=\"/favicon.svg\"><link rel=\"stylesheet\" href=\"{stylesheet}\"></head>\
         <body><main class=\"page narrow\" id=\"main\"><section class=\"empty\"><h1>{title}</h1><p>{text}</p>\
         <div class=\"row\"><a class=\"button primary\" href=\"/\">{back}</a></div></section></main></body></html>"
    );
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    parts.headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'"),
    );
    Response::from_parts(parts, Body::from(html))
}
