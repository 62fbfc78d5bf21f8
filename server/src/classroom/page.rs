//! The frame of the pages of the classroom mode, and parts that several of them share.

use crate::{site::document::Document, startup::error::StartError};
use app::{
    Qr,
    request::{locale_without_session, theme_of},
};
use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{locale::Locale, time::Timestamp};
use maud::{DOCTYPE, Markup, html};
use std::sync::Arc;
use texts::Texts;

/// Language, theme and style sheet of a page.
pub struct PageStyle {
    pub texts: Texts,
    theme: Option<&'static str>,
    stylesheet: Arc<str>,
}

impl PageStyle {
    pub fn of(headers: &HeaderMap, stylesheet: Arc<str>) -> Self {
        Self {
            texts: Texts::of(locale_without_session(headers)),
            theme: theme_of(headers),
            stylesheet,
        }
    }

    /// A whole page. `with_script` adds `page.js`, which the policy of the page allows by a nonce.
    pub fn page(&self, title: &str, with_script: bool, main: &Markup) -> Response {
        let Ok(nonce) = backend::random::token() else {
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        };
        let document = Document {
            locale: self.texts.locale(),
            theme: self.theme,
            stylesheet: &self.stylesheet,
            title,
            reload_after: None,
        };
        let body = html! {
            (self.header())
            (main)
            @if with_script { script nonce=(nonce) { (maud::PreEscaped(include_str!("page.js"))) } }
        };
        let policy = format!(
            "default-src 'none'; script-src 'nonce-{nonce}'; connect-src 'self'; style-src 'self'; img-src 'self'; \
             form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        );
        let mut response = (
            [(header::CONTENT_TYPE, "text/html; charset=utf-8")],
            document.html(&body).into_string(),
        )
            .into_response();
        if let Ok(policy) = HeaderValue::from_str(&policy) {
            response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        response
    }

    /// A page that consists of a title and a text.
    pub fn message(&self, title: &str, text: &str, more: &Markup) -> Response {
        let main = html! {
            main class="page narrow" id="main" {
                section class="card alone" {
                    header { h1 { (title) } p class="soft" { (text) } }
                    (more)
                }
            }
        };
        self.page(title, false, &main)
    }

    fn header(&self) -> Markup {
        let texts = self.texts;
        html! {
            a class="skip" href="#main" { (texts.site_skip()) }
            header class="site-header" {
                a class="brand" href="/" { span { (texts.site_name()) } }
                div class="end" {
                    form class="lang" method="post" action="/language" {
                        div class="segmented" role="group" aria-label=(texts.site_language()) {
                            @for locale in Locale::ALL {
                                button name="lang" value=(locale.tag()) lang=(locale.tag())
                                    aria-pressed=((locale == texts.locale()).to_string()) { (locale.own_name()) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// An address without its scheme, as users type it.
pub fn typed(address: &str) -> &str {
    address.trim_start_matches("http://")
}

/// A QR code, dark on white in both themes. Nothing if the content is too long for one.
pub fn qr_code(content: &str, label: &str) -> Markup {
    let Ok(Qr { path, side }) = Qr::of(content) else {
        return html! {};
    };
    html! {
        div class="qr small" {
            svg viewBox=(format!("0 0 {side} {side}")) role="img" aria-label=(label) shape-rendering="crispEdges" {
                path fill="#fff" d=(format!("M0 0h{side}v{side}H0z")) {}
                path fill="#10121a" d=(path) {}
            }
        }
    }
}

/// The time of day in the time zone of this computer.
pub fn time_of_day(at: Timestamp, utc_offset: i32) -> String {
    let minutes = i64::try_from(at.seconds() / 60).unwrap_or_default() + i64::from(utc_offset);
    format!(
        "{:02}:{:02}",
        minutes.div_euclid(60).rem_euclid(24),
        minutes.rem_euclid(60)
    )
}

/// The page about a start that failed, or about data that could not be deleted. It is opened as a file, so it has no
/// style sheet. It is in all languages, because the language of the user is not known without a request.
pub fn start_error(error: &StartError) -> Markup {
    html! {
        (DOCTYPE)
        html {
            head { meta charset="utf-8"; title { (Texts::of(Locale::En).site_name()) } }
            body {
                @for locale in Locale::ALL {
                    @let (title, text) = title_and_text(error, Texts::of(locale));
                    section lang=(locale.tag()) {
                        h1 { (title) }
                        p {
                            (text)
                            @if let StartError::NotDeleted { path, .. } = error { " " code { (path.display()) } }
                        }
                    }
                }
                hr;
                p { code { (error) } }
            }
        }
    }
}

fn title_and_text(error: &StartError, texts: Texts) -> (&'static str, &'static str) {
    let text = match error {
        StartError::NotDeleted { .. } => return (texts.start_not_deleted_title(), texts.start_not_deleted_text()),
        StartError::NewerSchema(_) => texts.start_failed_newer(),
        StartError::InUse(_) => texts.start_failed_in_use(),
        StartError::NetworkDrive { .. } => texts.start_failed_network_drive(),
        _ => texts.start_failed_text(),
    };
    (texts.start_failed_title(), text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io;

    #[test]
    fn the_time_of_day_is_that_of_this_computer() {
        let at = Timestamp::from_seconds(1_795_165_210);
        assert_eq!(time_of_day(at, 0), "09:00");
        assert_eq!(time_of_day(at, 345), "14:45");
        assert_eq!(time_of_day(at, -600), "23:00");
    }

    #[test]
    fn a_failed_start_is_explained_in_every_language() {
        let page = start_error(&StartError::NewerSchema("m2999".to_owned())).into_string();
        for locale in Locale::ALL {
            assert!(
                page.contains(&Texts::of(locale).start_failed_newer().replace('"', "&quot;")),
                "{locale:?}"
            );
        }
        assert!(page.contains("m2999"));
    }

    #[test]
    fn data_that_was_not_deleted_is_no_failed_start() {
        let page = start_error(&StartError::NotDeleted {
            path: "/media/stick/stepwise-data".into(),
            error: io::Error::from(io::ErrorKind::PermissionDenied),
        })
        .into_string();
        for locale in Locale::ALL {
            let texts = Texts::of(locale);
            assert!(page.contains(texts.start_not_deleted_title()), "{locale:?}");
            let text_and_folder = format!(
                "{} <code>/media/stick/stepwise-data</code>",
                texts.start_not_deleted_text()
            );
            assert!(page.contains(&text_and_folder), "{locale:?}");
            assert!(!page.contains(texts.start_failed_title()), "{locale:?}");
        }
    }
}
