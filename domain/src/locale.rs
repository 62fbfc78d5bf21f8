//! The supported languages, and how the language of a request is chosen.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    #[default]
    En,
    Ru,
    Fr,
}

impl Locale {
    pub const ALL: [Self; 3] = [Self::En, Self::Ru, Self::Fr];

    /// The language tag that `<html lang>`, the cookie and the database use.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ru => "ru",
            Self::Fr => "fr",
        }
    }

    /// The name of the language, in the language itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Ru => "Русский",
            Self::Fr => "Français",
        }
    }

    /// Reads a tag such as `fr`, `fr-CA` or `RU_ru`.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next()?;
        Self::ALL
            .into_iter()
            .find(|locale| primary.eq_ignore_ascii_case(locale.tag()))
    }

    /// The language in the cookie, which the user has chosen on this site. Without a valid cookie, the language of the
    /// student's class. For everybody else, the best supported language of the browser's `Accept-Language` header, or
    /// else English.
    pub fn choose(cookie: Option<&str>, of_class: Option<Self>, accept_language: Option<&str>) -> Self {
        cookie
            .and_then(Self::from_tag)
            .or(of_class)
            .or_else(|| accept_language.and_then(best_of))
            .unwrap_or_default()
    }
}

/// The supported language with the highest weight in an `Accept-Language` header. If several languages have the same
/// weight, the first one is chosen.
fn best_of(header: &str) -> Option<Locale> {
    let mut best: Option<(Locale, f32)> = None;
    for item in header.split(',') {
        let mut parts = item.split(';');
        let locale = parts.next().and_then(Locale::from_tag);
        let weight = parts
            .find_map(|part| part.trim().strip_prefix("q="))
            .map_or(Some(1.0), |q| q.trim().parse::<f32>().ok());
        if let (Some(locale), Some(weight)) = (locale, weight)
            && weight > 0.0
            && best.is_none_or(|(_, other)| weight > other)
        {
            best = Some((locale, weight));
        }
    }
    best.map(|(locale, _)| locale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_wins_then_the_browser_then_english() {
        assert_eq!(Locale::choose(Some("ru"), None, Some("fr")), Locale::Ru);
        assert_eq!(
            Locale::choose(Some("xx"), None, Some("de, fr-CH;q=0.8, en;q=0.9")),
            Locale::En
        );
        assert_eq!(Locale::choose(None, None, Some("de, fr-CH;q=0.8, ru;q=0")), Locale::Fr);
        assert_eq!(Locale::choose(None, None, Some("de")), Locale::En);
        assert_eq!(Locale::choose(None, None, None), Locale::En);
    }

    #[test]
    fn the_language_of_the_class_wins_over_the_browser_and_not_over_a_choice() {
        let class = Some(Locale::Ru);
        assert_eq!(Locale::choose(None, class, Some("fr")), Locale::Ru);
        assert_eq!(Locale::choose(Some("xx"), class, Some("fr")), Locale::Ru);
        assert_eq!(Locale::choose(Some("fr"), class, Some("en")), Locale::Fr);
    }
}
