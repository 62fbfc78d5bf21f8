//! Properties of all variants, for any text in any language: each is damaged in exactly the way that it names.

use super::*;
use crate::exercises::draws::SEED_BYTES;
use proptest::{collection::vec, prelude::*, sample::select};
use unicode_segmentation::UnicodeSegmentation;

/// Pieces that rules know, and pieces that texts often break on.
const PIECES: &[&str] = &[
    "I",
    "am",
    "not",
    "can",
    "don't",
    "with",
    "Tom",
    "Emma",
    "at",
    "10",
    "2",
    "je",
    "suis",
    "n'ai",
    "pas",
    "c'est",
    "tu",
    "es",
    "Alice",
    "oui",
    "да",
    "нет",
    "не",
    "приду",
    "я",
    "он",
    "может",
    "часа",
    "Маша",
    "Ивана",
    "до",
    "нельзя",
    "a",
    "aa",
    "!",
    "?",
    "...",
    "\n",
    "\n\n",
    "  ",
    "1️⃣",
    "🇫🇷",
    "🇫🇷🇩🇪",
    "👨‍👩‍👧‍👦",
    "🐟",
    "🌵🌵",
    "e\u{301}",
    "é",
    "שלום",
    "مرحبا",
    "עולם ",
    "你好",
    "かな",
    "한글",
    "क्षि",
    "ไทย",
    "<b>",
    "&amp;",
    "'",
    "’",
    "\u{200D}",
    "\u{FE0F}",
    "\u{AD}",
    "\u{301}",
    "\u{600}?",
    "\u{D7B0}",
    "ß",
    "ǅ",
    "İ",
    "x2",
];

fn any_text() -> impl Strategy<Value = MessageText> {
    let typed = prop_oneof![
        any::<String>(),
        "\\PC{1,600}",
        "[a-zA-Z0-9 ,.!?]{1,80}",
        "[а-яА-ЯёЁ0-9 ,.!?]{1,80}",
        vec(select(PIECES), 1..40).prop_map(|pieces| pieces.concat()),
        vec(select(PIECES), 1..40).prop_map(|pieces| pieces.join(" ")),
        any::<char>().prop_map(String::from),
        (any::<char>(), 1..30_usize).prop_map(|(character, times)| character.to_string().repeat(times)),
    ];
    typed.prop_filter_map("nothing visible", |typed| MessageText::parse(&typed).ok())
}

fn any_case() -> impl Strategy<Value = (MessageText, Locale, Seed)> {
    (any_text(), select(&Locale::ALL[..]), any::<Seed>())
}

/// What a careful student answers who compares what was sent with what arrived.
fn seen(text: &MessageText, delivered: Option<&str>, stranger: &StrangersInbox) -> Vec<Harm> {
    let visible = text::visible(text.as_str());
    let arrived = delivered.map(text::visible).unwrap_or_default();
    let is_shorter = visible.starts_with(&arrived) && arrived.len() < visible.len();
    let mut seen = Vec::new();
    if *stranger == StrangersInbox::Copy {
        seen.push(Harm::Confidentiality);
    }
    if is_shorter {
        seen.push(Harm::Availability);
    }
    if arrived != visible && !is_shorter {
        seen.push(Harm::Integrity);
    }
    seen
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn every_variant_has_exactly_one_right_answer((text, locale, seed) in any_case()) {
        for harm in Harm::ALL {
            let variant = variant(&seed, harm, &text, locale);
            prop_assert_eq!(variant.harm, harm);
            prop_assert_eq!(seen(&text, variant.delivered.as_deref(), &variant.stranger), [harm], "{:?}", variant);
        }
    }

    #[test]
    fn an_altered_text_is_neither_empty_nor_a_part_of_the_original((text, locale, seed) in any_case()) {
        let altered = variant(&seed, Harm::Integrity, &text, locale).delivered.unwrap();
        prop_assert!(!altered.trim().is_empty());
        prop_assert!(!text.as_str().starts_with(&altered) && !text.as_str().ends_with(&altered));
        prop_assert!(altered.graphemes(true).any(text::is_visible));
    }

    #[test]
    fn a_cut_text_is_a_shorter_beginning_of_whole_characters((text, locale, seed) in any_case()) {
        let whole: Vec<&str> = text.as_str().graphemes(true).collect();
        if let Some(cut) = variant(&seed, Harm::Availability, &text, locale).delivered {
            let kept: Vec<&str> = cut.graphemes(true).collect();
            prop_assert_eq!(&whole[..kept.len()], &kept[..]);
            prop_assert!(kept.len() + 3 <= whole.len() && kept.iter().any(|grapheme| text::is_visible(grapheme)));
        }
    }

    #[test]
    fn a_text_that_was_read_arrives_unchanged((text, locale, seed) in any_case()) {
        let read = variant(&seed, Harm::Confidentiality, &text, locale);
        prop_assert_eq!(read.delivered.as_deref(), Some(text.as_str()));
        prop_assert_eq!(read.stranger, StrangersInbox::Copy);
    }

    #[test]
    fn a_page_that_is_loaded_again_shows_the_same((text, locale, seed) in any_case()) {
        for harm in Harm::ALL {
            prop_assert_eq!(variant(&seed, harm, &text, locale), variant(&seed, harm, &text, locale));
        }
    }

    #[test]
    fn a_text_stays_a_text_when_it_is_read_again((text, _, _) in any_case()) {
        prop_assert_eq!(MessageText::parse(text.as_str()).unwrap(), text);
    }
}

fn seed(n: u8) -> Seed {
    [n; SEED_BYTES]
}

#[test]
fn neighbours_with_the_same_text_see_different_things() {
    let text = MessageText::parse("I am at the bakery at 10, ask Tom for the key").unwrap();
    let altered: Vec<_> = (0..30)
        .map(|student| {
            variant(&seed(student), Harm::Integrity, &text, Locale::En)
                .delivered
                .unwrap()
        })
        .collect();
    let mut different = altered.clone();
    different.sort_unstable();
    different.dedup();
    assert!(different.len() >= 12, "{different:?}");
    let equal = altered.windows(2).filter(|pair| pair[0] == pair[1]).count();
    assert!(equal <= 6, "{altered:?}");
}

#[test]
fn the_three_languages_are_altered_in_their_meaning() {
    for (locale, text, meanings) in [
        (Locale::En, "I can come", "I cannot come"),
        (Locale::Ru, "Я приду", "Я не приду"),
        (Locale::Fr, "Je viens", "Je ne viens pas"),
        (Locale::Fr, "j'arrive demain", "je n'arrive pas demain"),
    ] {
        let text = MessageText::parse(text).unwrap();
        let altered = variant(&seed(1), Harm::Integrity, &text, locale).delivered;
        assert_eq!(altered.as_deref(), Some(meanings));
    }
}

#[test]
fn a_message_of_one_letter_has_all_variants() {
    let text = MessageText::parse("я").unwrap();
    let altered = variant(&seed(1), Harm::Integrity, &text, Locale::Ru).delivered.unwrap();
    assert!(altered != "я" && altered.chars().count() == 1);
    assert_eq!(variant(&seed(1), Harm::Availability, &text, Locale::Ru).delivered, None);
    assert_eq!(
        variant(&seed(1), Harm::Confidentiality, &text, Locale::Ru)
            .delivered
            .unwrap(),
        "я"
    );
}

#[test]
fn an_unrelated_mail_is_never_the_text_of_the_student() {
    let mails = [
        ("Ada", "See you at noon"),
        ("Ben", "The bus is late"),
        ("Кира", "До завтра"),
        ("Zoé", "À l'été prochain"),
    ];
    for (number, mail) in mails.into_iter().enumerate() {
        let (_, text) = mail;
        assert_eq!(unrelated_mail(mails, number, "a quite different text"), Some(mail));
        assert_eq!(
            unrelated_mail(mails, number, &format!(" {} ", text.to_uppercase())),
            None
        );
        assert_eq!(unrelated_mail(mails, number, &text.replace(' ', "\n ")), None);
        assert_eq!(unrelated_mail(mails, number, &format!("{text} And more.")), None);
    }
    assert_eq!(unrelated_mail(mails, UNRELATED_MAILS, "a text"), None);
}
