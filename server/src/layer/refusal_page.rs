//! Refusals that never reach a page (foreign origin, too large, broken) still speak to people in their language.

use crate::api::problem;
use app::{
    Scene,
    web::{locale_of, theme_of},
};
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
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
    let person = wants_page(request.headers()).then(|| (locale_of(request.headers()), theme_of(request.headers())));
    let looks_only = request.method() == Method::GET;
    let response = next.run(request).await;
    match person {
        Some((locale, theme)) if is_bare(&response) => page(response, locale, theme, &stylesheet.0, looks_only),
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
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html") || kind == problem::MEDIA_TYPE);
    let status = response.status();
    (status.is_client_error() || status.is_server_error()) && !html
}

fn page(
    response: Response,
    locale: Locale,
    theme: Option<&'static str>,
    stylesheet: &str,
    looks_only: bool,
) -> Response {
    let texts = Texts::of(locale);
    let (scene, title, text) = match response.status() {
        StatusCode::SERVICE_UNAVAILABLE => (Scene::Away, texts.away_title(), texts.away_text()),
        StatusCode::FORBIDDEN => (
            Scene::Nowhere,
            texts.message_foreign_title(),
            texts.message_foreign_text(),
        ),
        StatusCode::PAYLOAD_TOO_LARGE => (
            Scene::Broken,
            texts.message_too_large_title(),
            texts.message_too_large_text(),
        ),
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => {
            let (title, text) = (texts.message_not_found_title(), texts.message_not_found_text());
            (Scene::Nowhere, title, text)
        }
        _ => (Scene::Broken, texts.message_broken_title(), texts.message_broken_text()),
    };
    // A page that was only asked for tries again by itself; a form is for its sender to send again.
    let again = match response.status() == StatusCode::SERVICE_UNAVAILABLE && looks_only {
        true => "<meta http-equiv=\"refresh\" content=\"5\">",
        false => "",
    };
    let theme = theme
        .map(|theme| format!(" data-theme=\"{theme}\""))
        .unwrap_or_default();
    let art = scene.svg();
    let (lang, site, back) = (locale.tag(), texts.site_name(), texts.site_first_page());
    let html = format!(
        "<!DOCTYPE html><html lang=\"{lang}\"{theme}><head><meta charset=\"utf-8\">{again}\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><title>{title} · {site}</title>\
         <link rel=\"icon\" href=\"/favicon.svg\"><link rel=\"stylesheet\" href=\"{stylesheet}\"></head>\
         <body><main class=\"page narrow\" id=\"main\"><section class=\"empty\">{art}<h1>{title}</h1><p>{text}</p>\
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
