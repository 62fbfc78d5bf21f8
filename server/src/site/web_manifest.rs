//! The web app manifest, and the names of the icons and other files that home screens, messengers and crawlers fetch.

use app::{PAGE_COLOR, request::locale_of};
use axum::{
    Router,
    extract::Query,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
    routing::get,
};
use domain::locale::Locale;
use serde::Deserialize;
use serde_json::json;
use texts::Texts;

/// Files at the root of the site, under names that do not change.
pub const ROOT_FILES: [&str; 8] = [
    "favicon.svg",
    "apple-touch-icon.png",
    "icon-192.png",
    "icon-512.png",
    "card-en.png",
    "card-ru.png",
    "card-fr.png",
    "robots.txt",
];

#[derive(Deserialize)]
struct ManifestQuery {
    lang: Option<String>,
}

pub fn routes(cache_control: &'static str) -> Router {
    let manifest = move |asked, headers| async move { manifest(&asked, &headers, cache_control) };
    Router::new().route("/site.webmanifest", get(manifest))
}

/// Renders the manifest in the language of the page that links to it.
fn manifest(Query(asked): &Query<ManifestQuery>, headers: &HeaderMap, cache_control: &'static str) -> Response {
    let asked = asked.lang.as_deref().and_then(Locale::from_tag);
    let locale = asked.unwrap_or_else(|| locale_of(headers));
    let texts = Texts::of(locale);
    let icon = |source: &str, sizes: &str, kind: &str, purpose: &str| json!({ "src": source, "sizes": sizes, "type": kind, "purpose": purpose });
    let manifest = json!({
        "id": "/",
        "name": texts.site_name(),
        "short_name": texts.site_name(),
        "description": texts.site_description(),
        "lang": locale.tag(),
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": PAGE_COLOR,
        "theme_color": PAGE_COLOR,
        "icons": [
            icon("/favicon.svg", "any", "image/svg+xml", "any"),
            icon("/icon-192.png", "192x192", "image/png", "any"),
            icon("/icon-512.png", "512x512", "image/png", "any"),
            icon("/icon-512.png", "512x512", "image/png", "maskable"),
        ],
    });
    let head = [
        (header::CONTENT_TYPE, "application/manifest+json"),
        (header::CACHE_CONTROL, cache_control),
        (header::VARY, "accept-language"),
    ];
    (head, manifest.to_string()).into_response()
}
