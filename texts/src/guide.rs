//! The teacher's guide in three languages: sections of HTML, generated from `guide/*.md` by the build script.

use crate::Texts;

/// The guide in one language.
#[derive(Debug)]
pub struct Guide {
    pub title: &'static str,
    /// HTML.
    pub lead: &'static str,
    pub sections: &'static [GuideSection],
}

#[derive(Debug)]
pub struct GuideSection {
    /// The same in all languages, so that a link leads to the section in each of them.
    pub id: &'static str,
    pub title: &'static str,
    /// Students must not see this section by accident: the page shows its content only when the teacher opens it.
    pub closed: bool,
    pub html: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/guide.rs"));

impl Texts {
    pub const fn guide(self) -> &'static Guide {
        // A constant would be copied by each use.
        static ALL: [Guide; 3] = GUIDES;
        &ALL[self.0 as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::locale::Locale;
    use std::collections::BTreeSet;

    #[test]
    fn a_link_to_a_section_works_in_every_language() {
        let ids = |locale| {
            let sections = Texts::of(locale).guide().sections.iter();
            sections.map(|section| section.id).collect::<Vec<_>>()
        };
        let english = ids(Locale::En);
        assert_eq!(ids(Locale::Ru), english);
        assert_eq!(ids(Locale::Fr), english);
        assert_eq!(english.iter().collect::<BTreeSet<_>>().len(), english.len());
        for locale in Locale::ALL {
            for section in Texts::of(locale).guide().sections {
                for link in section.html.split("href=\"").skip(1) {
                    let (address, _) = link.split_once('"').unwrap();
                    let is_known = match address.strip_prefix('#') {
                        Some(id) => english.contains(&id),
                        None => address.starts_with("https://") || address == "/lesson/family-sheet",
                    };
                    assert!(is_known, "{locale:?}: {address}");
                }
            }
        }
    }

    #[test]
    fn the_answers_come_last_and_are_closed() {
        for locale in Locale::ALL {
            let sections = Texts::of(locale).guide().sections;
            let closed: Vec<_> = sections.iter().filter(|section| section.closed).collect();
            assert_eq!(closed.len(), 1, "{locale:?}");
            assert_eq!(sections.last().map(|section| section.id), Some("answers"));
            assert_eq!(closed[0].id, "answers");
        }
    }

    #[test]
    fn titles_are_translated_and_nothing_is_left_to_fill_in() {
        let english = Texts::of(Locale::En).guide();
        for locale in Locale::ALL {
            let guide = Texts::of(locale).guide();
            for (section, original) in guide.sections.iter().zip(english.sections) {
                assert!(
                    !section.html.contains("{{") && !section.html.contains("{#"),
                    "{}",
                    section.id
                );
                assert!(
                    locale == Locale::En || section.title != original.title,
                    "{locale:?}: {}",
                    section.title
                );
            }
        }
    }
}
