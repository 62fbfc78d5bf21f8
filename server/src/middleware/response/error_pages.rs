//! Renders a page in the user's language for error responses without a page, for example if a request comes from
//! another origin, if its body is too large, or after a server error.

use crate::{
    api::problem,
    site::error_page::{ErrorPage, HEADERS, RELOAD_AFTER_SECONDS, StylesheetUrl, accepts_html},
};
use app::{
    Scene,
    request::{locale_without_session, theme_of},
};
use axum::{
    body::Body,
    extract::Request,
    http::{Method, StatusCode, header},
    response::Response,
};
use domain::locale::Locale;
use texts::Texts;

pub async fn render<F: Future<Output = Response>>(
    stylesheet: &StylesheetUrl,
    request: Request,
    next: impl FnOnce(Request) -> F,
) -> Response {
    let reader = accepts_html(request.headers())
        .then(|| (locale_without_session(request.headers()), theme_of(request.headers())));
    let is_get = request.method() == Method::GET;
    let response = next(request).await;
    match reader {
        Some((locale, theme)) if has_no_page(&response) => page(response, locale, theme, &stylesheet.0, is_get),
        _ => response,
    }
}

/// Whether this is an error response that contains neither a page nor the problem details of the API.
fn has_no_page(response: &Response) -> bool {
    let html = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html") || kind == problem::MEDIA_TYPE);
    let status = response.status();
    (status.is_client_error() || status.is_server_error()) && !html
}

fn page(response: Response, locale: Locale, theme: Option<&'static str>, stylesheet: &str, is_get: bool) -> Response {
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
    // The page reloads itself only after GET. After a form, the user must send the form again.
    let reloads = response.status() == StatusCode::SERVICE_UNAVAILABLE && is_get;
    let page = ErrorPage {
        locale,
        theme,
        stylesheet,
        scene,
        title,
        text,
        link: ("/", texts.site_first_page()),
        reload_after: reloads.then_some(RELOAD_AFTER_SECONDS),
    };
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    // `extend` would add a second value to a header that the response already has.
    for (name, value) in HEADERS {
        parts.headers.insert(name, value);
    }
    Response::from_parts(parts, Body::from(page.html().into_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::response::IntoResponse;

    #[test]
    fn a_page_replaces_the_headers_of_the_response() {
        let policy = (header::CONTENT_SECURITY_POLICY, "default-src 'none'");
        let response = (StatusCode::NOT_FOUND, [policy], "no such class").into_response();
        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/plain; charset=utf-8");
        let rendered = page(response, Locale::En, None, "/style.css", true);
        assert_eq!(rendered.status(), StatusCode::NOT_FOUND);
        for (name, value) in HEADERS {
            let values: Vec<_> = rendered.headers().get_all(&name).iter().cloned().collect();
            assert_eq!(values, [value], "{name}");
        }
    }
}
