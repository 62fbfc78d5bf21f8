//! Renders a page in the user's language for errors that no page has answered: foreign origin, too large, broken.

use crate::{
    api::problem,
    bare_page::{AGAIN_AFTER, BarePage, HEAD, Stylesheet, wants_page},
};
use app::{
    Scene,
    request::{locale_of, theme_of},
};
use axum::{
    body::Body,
    extract::Request,
    http::{Method, StatusCode, header},
    response::Response,
};
use domain::locale::Locale;
use texts::Texts;

pub async fn show<F: Future<Output = Response>>(
    stylesheet: &Stylesheet,
    request: Request,
    next: impl FnOnce(Request) -> F,
) -> Response {
    let person = wants_page(request.headers()).then(|| (locale_of(request.headers()), theme_of(request.headers())));
    let looks_only = request.method() == Method::GET;
    let response = next(request).await;
    match person {
        Some((locale, theme)) if is_bare(&response) => page(response, locale, theme, &stylesheet.0, looks_only),
        _ => response,
    }
}

/// An error response without a page.
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
    // The page reloads itself only after GET. A form must be sent again by the user.
    let may_come_again = response.status() == StatusCode::SERVICE_UNAVAILABLE && looks_only;
    let page = BarePage {
        locale,
        theme,
        stylesheet,
        scene,
        title,
        text,
        way_on: ("/", texts.site_first_page()),
        again_after: may_come_again.then_some(AGAIN_AFTER),
    };
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.extend(HEAD);
    Response::from_parts(parts, Body::from(page.html()))
}
