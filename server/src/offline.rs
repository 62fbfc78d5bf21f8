//! Serves the offline page and the service worker `offline.js`, which stores that page and shows it when the server
//! cannot be reached.

use crate::bare_page::{AGAIN_AFTER, BarePage, Stylesheet};
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

/// The service worker may fetch from this server, but load no scripts.
const WORKER_POLICY: &str = "default-src 'none'; connect-src 'self'";

/// Language and theme of the page that registered the service worker. The offline page uses the same ones.
#[derive(Deserialize)]
struct Asked {
    lang: Option<String>,
    theme: Option<String>,
}

pub fn routes(stylesheet: Stylesheet) -> Router {
    Router::new()
        .route("/offline", get(page))
        .route("/offline.js", get(worker))
        .with_state(stylesheet)
}

async fn page(State(stylesheet): State<Stylesheet>, Query(asked): Query<Asked>, headers: HeaderMap) -> Response {
    let asked_locale = asked.lang.as_deref().and_then(Locale::from_tag);
    let locale = asked_locale.unwrap_or_else(|| locale_of(&headers));
    let texts = Texts::of(locale);
    BarePage {
        locale,
        theme: asked.theme.as_deref().and_then(theme_named),
        stylesheet: &stylesheet.0,
        scene: Scene::Away,
        title: texts.offline_page_title(),
        text: texts.offline_page_text(),
        // An empty link leads to the address that the browser could not load.
        way_on: ("", texts.offline_page_again()),
        again_after: Some(AGAIN_AFTER),
    }
    .into_response()
}

async fn worker(State(stylesheet): State<Stylesheet>) -> Response {
    let script = format!("{}({:?});\n", include_str!("offline.js").trim_end(), stylesheet.0);
    let head = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, WORKER_POLICY),
    ];
    (head, script).into_response()
}
