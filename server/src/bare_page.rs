//! A page that stands alone: a picture, two sentences and one way on. No script, nobody's name.

use app::Scene;
use axum::{
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
};
use domain::locale::Locale;
use std::sync::Arc;
use texts::Texts;

/// In seconds. Networks and databases come back by themselves, and so does a page that waits for them.
pub const AGAIN_AFTER: u32 = 5;

/// Whether a person will look at the answer.
pub fn wants_page(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}

/// Where the style sheet lies: its name changes with its content.
#[derive(Clone)]
pub struct Stylesheet(pub Arc<str>);

pub struct BarePage<'a> {
    pub locale: Locale,
    /// Colours chosen by hand.
    pub theme: Option<&'static str>,
    pub stylesheet: &'a str,
    pub scene: Scene,
    pub title: &'static str,
    pub text: &'static str,
    /// An address, and what it is called.
    pub way_on: (&'a str, &'static str),
    /// Asks for itself again after so many seconds.
    pub again_after: Option<u32>,
}

pub const HEAD: [(HeaderName, HeaderValue); 2] = [
    (
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    ),
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'"),
    ),
];

impl BarePage<'_> {
    pub fn html(&self) -> String {
        let again = self
            .again_after
            .map(|seconds| format!("<meta http-equiv=\"refresh\" content=\"{seconds}\">"))
            .unwrap_or_default();
        let theme = self
            .theme
            .map(|theme| format!(" data-theme=\"{theme}\""))
            .unwrap_or_default();
        let (lang, site, art) = (self.locale.tag(), Texts::of(self.locale).site_name(), self.scene.svg());
        let Self {
            stylesheet,
            title,
            text,
            way_on: (href, label),
            ..
        } = self;
        format!(
            "<!DOCTYPE html><html lang=\"{lang}\"{theme}><head><meta charset=\"utf-8\">{again}\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
             <meta name=\"color-scheme\" content=\"light dark\"><title>{title} · {site}</title>\
             <link rel=\"icon\" href=\"/favicon.svg\"><link rel=\"stylesheet\" href=\"{stylesheet}\"></head>\
             <body><main class=\"page narrow\" id=\"main\"><section class=\"empty\">{art}<h1>{title}</h1><p>{text}</p>\
             <div class=\"row\"><a class=\"button primary\" href=\"{href}\">{label}</a></div></section></main></body></html>"
        )
    }
}

impl IntoResponse for BarePage<'_> {
    fn into_response(self) -> Response {
        (HEAD, self.html()).into_response()
    }
}
