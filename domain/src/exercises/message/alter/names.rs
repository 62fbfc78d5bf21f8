//! Another name: of the same gender and with the same endings, so that the rest of the sentence still fits.

use super::{Edit, words::Word};
use crate::locale::Locale;

/// First names that are no other word at the beginning of a sentence. Within a group, names replace one another.
const ENGLISH: &[&[&str]] = &[
    &[
        "Emma",
        "Olivia",
        "Anna",
        "Alice",
        "Amelia",
        "Isabella",
        "Elizabeth",
        "Emily",
    ],
    &[
        "Sarah", "Lucy", "Sophie", "Laura", "Julia", "Hannah", "Chloe", "Kate", "Maria", "Jane",
    ],
    &[
        "Tom", "Ben", "Harry", "Noah", "Leo", "Daniel", "Peter", "Paul", "John", "James", "David", "Michael",
    ],
    &["Adam", "Oliver", "Alex", "Andrew", "Ethan", "Oscar", "Arthur"],
];
/// *De* and *que* lose a vowel before another one (*d'Emma*), so names with a vowel are groups of their own.
const FRENCH: &[&[&str]] = &[
    &["Emma", "Alice", "Anna", "Inès", "Agathe", "Élise", "Océane", "Éva"],
    &[
        "Léa", "Manon", "Chloé", "Lucie", "Sarah", "Zoé", "Julie", "Nina", "Marie", "Sophie", "Louise",
    ],
    &[
        "Arthur", "Adam", "Antoine", "Émile", "Étienne", "Oscar", "Alexis", "Axel",
    ],
    &[
        "Lucas", "Hugo", "Nathan", "Paul", "Théo", "Thomas", "Maxime", "Louis", "Mathis", "Pierre",
    ],
];

/// Stems of Russian names, and the endings that all names of the group have in the six cases.
struct Declension {
    stems: &'static [&'static str],
    endings: &'static [&'static str],
}

const RUSSIAN: &[Declension] = &[
    Declension {
        stems: &[
            "Анн",
            "Ирин",
            "Марин",
            "Полин",
            "Алин",
            "Елен",
            "Светлан",
            "Екатерин",
            "Кристин",
            "Нин",
        ],
        endings: &["а", "ы", "е", "у", "ой"],
    },
    Declension {
        stems: &["Маш", "Даш", "Наташ", "Глаш"],
        endings: &["а", "и", "е", "у", "ей"],
    },
    Declension {
        stems: &["Паш", "Миш", "Гриш", "Лёш"],
        endings: &["а", "и", "е", "у", "ей"],
    },
    Declension {
        stems: &["Ол", "Кат", "Тан", "Ан", "Сон"],
        endings: &["я", "и", "е", "ю", "ей"],
    },
    Declension {
        stems: &[
            "Антон",
            "Иван",
            "Максим",
            "Степан",
            "Руслан",
            "Артём",
            "Тимур",
            "Егор",
            "Денис",
            "Борис",
        ],
        endings: &["", "а", "у", "ом", "е"],
    },
];

pub(super) fn changes(text: &str, words: &[Word], locale: Locale) -> Vec<Edit> {
    let others = |name: &str| match locale {
        Locale::En => others_in(ENGLISH, name),
        Locale::Fr => others_in(FRENCH, name),
        Locale::Ru => other_stems(name),
    };
    words
        .iter()
        .flat_map(|word| {
            let names = others(&text[word.range.clone()]);
            names.into_iter().map(|name| Edit::new(word.range.clone(), name))
        })
        .collect()
}

fn others_in(groups: &[&[&str]], name: &str) -> Vec<String> {
    let group = groups.iter().find(|group| group.contains(&name));
    let others = group.into_iter().copied().flatten().filter(|other| **other != name);
    others.map(|other| (*other).to_owned()).collect()
}

fn other_stems(name: &str) -> Vec<String> {
    RUSSIAN
        .iter()
        .flat_map(|declension| {
            let known = declension.stems.iter().find_map(|stem| {
                let ending = name.strip_prefix(stem)?;
                declension.endings.contains(&ending).then_some((*stem, ending))
            });
            known.into_iter().flat_map(|(stem, ending)| {
                let others = declension.stems.iter().filter(move |other| **other != stem);
                others.map(move |other| format!("{other}{ending}"))
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::{all, words::words};
    use super::*;

    fn changed(text: &str, locale: Locale) -> Vec<String> {
        all(changes(text, &words(text), locale), text)
    }

    #[test]
    fn a_name_becomes_another_one_that_fits() {
        assert!(changed("Give it to Tom.", Locale::En).contains(&"Give it to Ben.".into()));
        assert!(changed("Anna's key", Locale::En).contains(&"Emma's key".into()));
        assert!(changed("le sac d'Alice", Locale::Fr).contains(&"le sac d'Emma".into()));
        assert!(!changed("le sac d'Alice", Locale::Fr).contains(&"le sac d'Léa".into()));
        assert!(changed("Скажи Маше", Locale::Ru).contains(&"Скажи Даше".into()));
        assert!(changed("Встреча с Антоном", Locale::Ru).contains(&"Встреча с Иваном".into()));
        assert!(changed("Позвони Ирине", Locale::Ru).contains(&"Позвони Анне".into()));
    }

    #[test]
    fn a_word_that_only_looks_like_a_name_stays() {
        for (text, locale) in [
            ("will tom- come", Locale::En),
            ("Annabel", Locale::En),
            ("Иванович", Locale::Ru),
            ("каша", Locale::Ru),
            ("", Locale::Fr),
        ] {
            assert_eq!(changed(text, locale), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn no_name_is_in_two_groups() {
        for groups in [ENGLISH, FRENCH] {
            let mut names: Vec<_> = groups.iter().copied().flatten().collect();
            let count = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), count);
        }
    }
}
