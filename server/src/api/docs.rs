//! The API documentation page `/api/docs`. It is rendered from the OpenAPI description, and its content security policy
//! allows no script.

mod html;
mod page;
mod schema;

use super::{Api, openapi, problem};
use app::request::{locale_of, theme_of};
use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::{Html, IntoResponse, Response},
};
use serde_json::Value;
use texts::Texts;

const POLICY: &str =
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

pub async fn page(State(api): State<Api>, headers: HeaderMap) -> Response {
    let locale = locale_of(&headers);
    let made = openapi();
    // As JSON, so that the page can read all parts of the description in the same way.
    let description = serde_json::to_value(&made).unwrap_or(Value::Null);
    let paths: Vec<&str> = made.paths.paths.keys().map(String::as_str).collect();
    let codes = problem::codes(locale, api.stepwise.now());
    let html = page::html(&page::Frame {
        texts: Texts::of(locale),
        lang: locale.tag(),
        theme: theme_of(&headers),
        stylesheet: &api.stylesheet,
        description: &description,
        paths: &paths,
        codes: &codes,
    });
    ([(header::CONTENT_SECURITY_POLICY, POLICY)], Html(html)).into_response()
}
