//! The language, theme and time zone of the visitor, which a page needs before it loads any data. The server reads them
//! from the request and writes them into the document. The browser reads them from the document.

#[cfg(feature = "ssr")]
use axum::http::request::Parts;
use domain::time::Timestamp;
use leptos::prelude::*;
use texts::Texts;

#[derive(Clone, Copy, Debug)]
pub struct Preferences {
    pub texts: Texts,
    /// The theme that the visitor has chosen; `None` if the browser chooses the theme by the setting of the system.
    pub theme: Option<&'static str>,
    /// Time zone in minutes east of Greenwich.
    pub utc_offset: i32,
}

#[derive(Clone, Copy)]
struct UtcOffset(RwSignal<i32>);

#[cfg(feature = "ssr")]
pub const THEMES: [&str; 2] = ["light", "dark"];

#[cfg(feature = "ssr")]
pub fn of_request() -> Preferences {
    crate::request::preferences()
}

/// The path of the address that the browser has requested.
#[cfg(feature = "ssr")]
pub fn path_of_request() -> String {
    with_context(|parts: &Parts| parts.uri.path().to_owned()).unwrap_or_default()
}

#[cfg(not(feature = "ssr"))]
pub fn of_request() -> Preferences {
    use domain::locale::Locale;
    let html = document().document_element();
    let attribute = |name: &str| html.as_ref().and_then(|html| html.get_attribute(name));
    Preferences {
        texts: Texts::of(
            attribute("lang")
                .and_then(|tag| Locale::from_tag(&tag))
                .unwrap_or_default(),
        ),
        theme: None,
        utc_offset: attribute("data-utc-offset")
            .and_then(|minutes| minutes.parse().ok())
            .unwrap_or_default(),
    }
}

pub fn provide(preferences: Preferences) {
    provide_context(preferences.texts);
    let offset = RwSignal::new(preferences.utc_offset);
    provide_context(UtcOffset(offset));
    // At the first visit the server can only guess the time zone. The cookie tells the server the real time zone, so
    // that later pages show the right times without scripts too.
    Effect::new(move |_| {
        let real = crate::browser::utc_offset();
        if real != offset.get_untracked() {
            crate::browser::set_cookie("utc_offset", &real.to_string());
            offset.set(real);
        }
    });
}

/// The time of day in the visitor's time zone. The text changes if the browser's time zone differs from the server's
/// guess.
pub fn clock_time(time: Timestamp) -> Signal<String> {
    let offset = use_context::<UtcOffset>();
    Signal::derive(move || hours_and_minutes(time, offset.map_or(0, |offset| offset.0.get())))
}

/// Seconds since 1970 in the visitor's local time. The value changes if the browser's time zone differs from the
/// server's guess.
pub fn local_seconds(time: Timestamp) -> i64 {
    let offset = use_context::<UtcOffset>().map_or(0, |offset| offset.0.get());
    time.micros().div_euclid(1_000_000) + 60 * i64::from(offset)
}

fn hours_and_minutes(time: Timestamp, utc_offset: i32) -> String {
    let minutes = (time.micros().div_euclid(60_000_000) + i64::from(utc_offset)).rem_euclid(24 * 60);
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_of_day_is_where_the_visitor_is() {
        let time = Timestamp::from_seconds(23 * 3600 + 59 * 60);
        assert_eq!(hours_and_minutes(time, 0), "23:59");
        assert_eq!(hours_and_minutes(time, 180), "02:59");
        assert_eq!(hours_and_minutes(time, -24 * 60), "23:59");
    }
}
