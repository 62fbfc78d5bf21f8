//! Serves the offline page, and the service worker `offline.js`, which stores the offline page and shows it when the
//! browser cannot reach the server.

use super::error_page::{ErrorPage, RELOAD_AFTER_SECONDS, StylesheetUrl};
use app::{
    Scene,
    request::{locale_of, theme_named},
};
use axum::{
    Router,
    extract::{Query, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
    routing::get,
};
use domain::locale::Locale;
use serde::Deserialize;
use texts::Texts;

/// The policy allows the service worker to fetch from this server, but not to load scripts.
const WORKER_POLICY: &str = "default-src 'none'; connect-src 'self'";

/// Language and theme of the page that registered the service worker. The offline page has the same language and theme.
#[derive(Deserialize)]
struct OfflineQuery {
    lang: Option<String>,
    theme: Option<String>,
}

pub fn routes(stylesheet: StylesheetUrl) -> Router {
    Router::new()
        .route("/offline", get(page))
        .route("/offline.js", get(worker))
        .with_state(stylesheet)
}

async fn page(
    State(stylesheet): State<StylesheetUrl>,
    Query(query): Query<OfflineQuery>,
    headers: HeaderMap,
) -> Response {
    let asked_locale = query.lang.as_deref().and_then(Locale::from_tag);
    let locale = asked_locale.unwrap_or_else(|| locale_of(&headers));
    let texts = Texts::of(locale);
    ErrorPage {
        locale,
        theme: query.theme.as_deref().and_then(theme_named),
        stylesheet: &stylesheet.0,
        scene: Scene::Away,
        title: texts.offline_page_title(),
        text: texts.offline_page_text(),
        // An empty link address means the page that the browser could not load, so the link tries that page again.
        link: ("", texts.offline_page_again()),
        reload_after: Some(RELOAD_AFTER_SECONDS),
    }
    .into_response()
}

async fn worker(State(stylesheet): State<StylesheetUrl>) -> Response {
    let script = format!("{}({:?});\n", include_str!("offline.js").trim_end(), stylesheet.0);
    let head = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, WORKER_POLICY),
    ];
    (head, script).into_response()
}
