//! Stand-alone pages for errors and for the offline page: a picture, a title, a text and a link. The pages need no
//! script and show no personal data, so a browser is allowed to store them.

use super::document::Document;
use app::Scene;
use axum::{
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
};
use domain::locale::Locale;
use maud::{Markup, PreEscaped, html};
use std::sync::Arc;

/// Seconds after which a page about an unreachable network or database reloads itself.
pub const RELOAD_AFTER_SECONDS: u32 = 5;

/// Whether the client accepts HTML, as a browser does when it loads a page.
pub fn accepts_html(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}

/// Address of the style sheet, which contains a hash of its content.
#[derive(Clone)]
pub struct StylesheetUrl(pub Arc<str>);

pub struct ErrorPage<'a> {
    pub locale: Locale,
    /// The theme that the user has chosen; `None` for the theme that the browser prefers.
    pub theme: Option<&'static str>,
    pub stylesheet: &'a str,
    pub scene: Scene,
    pub title: &'static str,
    pub text: &'static str,
    /// Address and label of the link.
    pub link: (&'a str, &'static str),
    /// Seconds after which the page reloads itself.
    pub reload_after: Option<u32>,
}

pub const HEADERS: [(HeaderName, HeaderValue); 2] = [
    (
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    ),
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'"),
    ),
];

impl ErrorPage<'_> {
    pub fn html(&self) -> Markup {
        let document = Document {
            locale: self.locale,
            theme: self.theme,
            stylesheet: self.stylesheet,
            title: self.title,
            reload_after: self.reload_after,
        };
        let (href, label) = self.link;
        document.html(&html! {
            main class="page narrow" id="main" {
                section class="empty" {
                    (PreEscaped(self.scene.svg()))
                    h1 { (self.title) }
                    p { (self.text) }
                    div class="row" { a class="button primary" href=(href) { (label) } }
                }
            }
        })
    }
}

impl IntoResponse for ErrorPage<'_> {
    fn into_response(self) -> Response {
        (HEADERS, self.html().into_string()).into_response()
    }
}
