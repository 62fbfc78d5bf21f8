//! The language, theme and time zone of the visitor. The server reads them from the request and writes them into the
//! document, from which islands read them.

#[cfg(feature = "ssr")]
use axum::http::request::Parts;
#[cfg(feature = "ssr")]
use leptos::prelude::*;
use texts::Texts;

#[derive(Clone, Copy, Debug)]
pub struct Preferences {
    pub texts: Texts,
    /// False for a student whose class uses the practice phone only.
    #[cfg(feature = "ssr")]
    pub phones: bool,
    /// The theme that the visitor has chosen; `None` if the browser chooses the theme by the setting of the system.
    #[cfg(feature = "ssr")]
    pub theme: Option<&'static str>,
    /// Time zone in minutes east of Greenwich.
    pub utc_offset: i32,
}

#[cfg(feature = "ssr")]
pub const THEMES: [&str; 2] = ["light", "dark"];

#[cfg(feature = "ssr")]
pub fn of_visitor() -> Preferences {
    use_context().unwrap_or_else(crate::request::preferences)
}

/// False for a student whose class uses the practice phone only.
#[cfg(feature = "ssr")]
pub fn may_use_phone() -> bool {
    of_visitor().phones
}

/// Chooses between two texts for a student: `phone` speaks of an authenticator app, `practice` of the practice phone in a
/// class without phones.
#[cfg(feature = "ssr")]
pub fn by_phone<T>(phone: T, practice: T) -> T {
    if may_use_phone() { phone } else { practice }
}

/// The path of the address that the browser has requested.
#[cfg(feature = "ssr")]
pub fn path_of_request() -> String {
    with_context(|parts: &Parts| parts.uri.path().to_owned()).unwrap_or_default()
}

#[cfg(not(feature = "ssr"))]
pub fn of_visitor() -> Preferences {
    thread_local! {
        static OF_DOCUMENT: Preferences = of_document();
    }
    OF_DOCUMENT.with(|preferences| *preferences)
}

#[cfg(not(feature = "ssr"))]
fn of_document() -> Preferences {
    use domain::locale::Locale;
    let html = leptos::prelude::document().document_element();
    let attribute = |name: &str| html.as_ref().and_then(|html| html.get_attribute(name));
    Preferences {
        texts: Texts::of(
            attribute("lang")
                .and_then(|tag| Locale::from_tag(&tag))
                .unwrap_or_default(),
        ),
        utc_offset: attribute("data-utc-offset")
            .and_then(|minutes| minutes.parse().ok())
            .unwrap_or_default(),
    }
}

/// The visitor's time zone in minutes east of Greenwich.
pub fn utc_offset() -> i32 {
    of_visitor().utc_offset
}
