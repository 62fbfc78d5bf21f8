//! All texts for users in three languages, as functions: `texts.home_title()`, `texts.board_seats(25)`.
//!
//! The functions are generated from the locale files by the build script (`build`). A text that does not exist is a
//! compile error.

#[cfg(feature = "guide")]
mod guide;

use core::fmt::Display;
use domain::locale::Locale;
#[cfg(feature = "guide")]
pub use guide::{Guide, GuideSection};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Texts(Locale);

impl Texts {
    pub const fn of(locale: Locale) -> Self {
        Self(locale)
    }

    pub const fn locale(self) -> Locale {
        self.0
    }

    const fn pick(self, texts: [&'static str; 3]) -> &'static str {
        texts[self.0 as usize]
    }

    /// Chooses the plural form for `count`: one, few, many or other, by the Unicode CLDR rules for whole numbers.
    const fn plural(self, count: u64, texts: [[&'static str; 4]; 3]) -> &'static str {
        let form = match self.0 {
            Locale::En => {
                if count == 1 {
                    0
                } else {
                    3
                }
            }
            Locale::Fr => {
                if count < 2 {
                    0
                } else {
                    3
                }
            }
            Locale::Ru => match (count % 10, count % 100) {
                (1, rest) if rest != 11 => 0,
                (2..=4, rest) if rest < 12 || rest > 14 => 1,
                _ => 2,
            },
        };
        texts[self.0 as usize][form]
    }
}

/// Replaces the placeholders `{name}` of a text by values.
fn fill(text: &str, values: &[(&str, &dyn Display)]) -> String {
    let mut filled = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
            filled.push_str(&value.to_string());
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_and_nothing_else() {
        assert_eq!(fill("{a} of {b}{a}", &[("a", &3), ("b", &"x")]), "3 of x3");
        assert_eq!(fill("no placeholders", &[]), "no placeholders");
    }

    #[test]
    fn a_line_of_french_text_does_not_begin_with_a_mark() {
        let texts = Texts::of(Locale::Fr);
        assert!(texts.sign_in_lead().contains("mot de passe\u{a0}: ils"));
        assert!(texts.facts_need_text().contains("élève\u{202f}; les"));
        assert!(texts.exercises_menu_text().contains("«\u{202f}Plus tard\u{202f}»"));
    }

    #[test]
    fn each_language_has_its_own_plural_forms() {
        const FORMS: [[&str; 4]; 3] = [["one", "few", "many", "other"]; 3];
        let ru: Vec<_> = [1, 2, 5, 11, 12, 21, 22, 25, 111]
            .map(|n| Texts::of(Locale::Ru).plural(n, FORMS))
            .into();
        assert_eq!(ru, ["one", "few", "many", "many", "many", "one", "few", "many", "many"]);
        assert_eq!(
            [0, 1, 2].map(|n| Texts::of(Locale::En).plural(n, FORMS)),
            ["other", "one", "other"]
        );
        assert_eq!(
            [0, 1, 2].map(|n| Texts::of(Locale::Fr).plural(n, FORMS)),
            ["one", "one", "other"]
        );
    }
}
