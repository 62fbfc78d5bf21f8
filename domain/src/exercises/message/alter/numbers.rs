//! Another number: one digit becomes another one.

use super::Edit;
use crate::locale::Locale;
use core::ops::Range;

/// The digit zero of writing systems with digits of their own: European, Arabic, Persian, Devanagari, Bengali.
const ZEROS: [char; 5] = ['0', '\u{660}', '\u{6F0}', '\u{966}', '\u{9E6}'];

/// Every change of one digit after which the number still fits the noun that follows it (*2 часа*, *5 часов*).
pub(super) fn changes(text: &str, locale: Locale) -> Vec<Edit> {
    runs(text)
        .into_iter()
        .flat_map(|run| changes_of(text, run, locale))
        .collect()
}

fn zero_of(character: char) -> Option<char> {
    ZEROS
        .into_iter()
        .find(|zero| (*zero as u32..*zero as u32 + 10).contains(&(character as u32)))
}

/// Runs of digits that are a number: no letter touches them (*mp3*, *1st*), and no mark makes an emoji of them.
fn runs(text: &str) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (start, digit) in text
        .char_indices()
        .filter(|(_, character)| zero_of(*character).is_some())
    {
        let end = start + digit.len_utf8();
        match runs.last_mut() {
            Some(run) if run.end == start => run.end = end,
            _ => runs.push(start..end),
        }
    }
    let touches = |character: Option<char>| {
        character.is_some_and(|c| {
            c.is_alphanumeric()
                || matches!(c, '\u{300}'..='\u{36F}' | '\u{20D0}'..='\u{20FF}' | '\u{FE00}'..='\u{FE0F}' | '\u{200D}')
        })
    };
    runs.retain(|run| !touches(text[..run.start].chars().next_back()) && !touches(text[run.end..].chars().next()));
    runs
}

fn changes_of(text: &str, run: Range<usize>, locale: Locale) -> Vec<Edit> {
    let number = &text[run.clone()];
    let after = &text[run.end..];
    let before_noun = after
        .trim_start_matches([' ', '\u{a0}'])
        .starts_with(char::is_alphabetic)
        && !after.starts_with(char::is_alphabetic);
    let form = plural_form(number, locale);
    let mut edits = Vec::new();
    for (at, digit) in number.char_indices() {
        let Some(zero) = zero_of(digit) else { continue };
        // A number of several digits keeps a first digit above zero.
        let lowest = u32::from(at == 0 && number.len() > digit.len_utf8() && digit != zero);
        for value in lowest..10 {
            let Some(new) = char::from_u32(zero as u32 + value).filter(|new| *new != digit) else {
                continue;
            };
            let mut changed = number.to_owned();
            changed.replace_range(at..at + digit.len_utf8(), new.encode_utf8(&mut [0; 4]));
            if !before_noun || plural_form(&changed, locale) == form {
                edits.push(Edit::new(run.clone(), changed));
            }
        }
    }
    edits
}

/// Numbers with the same value need the same form of the noun (Unicode CLDR, whole numbers).
fn plural_form(number: &str, locale: Locale) -> u8 {
    let digits: Vec<u32> = number
        .chars()
        .filter_map(|digit| Some(digit as u32 - zero_of(digit)? as u32))
        .collect();
    let last = |n: usize| digits.len().checked_sub(n).map_or(0, |at| digits[at]);
    let (ones, tens) = (last(1), last(2));
    let small = digits.iter().rev().skip(1).all(|digit| *digit == 0);
    match (locale, ones) {
        (Locale::En, 1) if small => 0,
        (Locale::Fr, 0 | 1) if small => 0,
        (Locale::Ru, 1) if tens != 1 => 0,
        (Locale::Ru, 2..=4) if tens != 1 => 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(text: &str, locale: Locale) -> Vec<String> {
        super::super::all(changes(text, locale), text)
    }

    #[test]
    fn one_digit_becomes_another_one() {
        let times = changed("at 10:45", Locale::En);
        assert_eq!(times.len(), 8 + 9 + 8 + 9);
        assert!(times.contains(&"at 16:45".into()) && times.contains(&"at 10:95".into()));
        assert!(!times.contains(&"at 00:45".into()), "{times:?}");
        assert_eq!(changed("٧", Locale::En).len(), 9);
        assert!(changed("٧", Locale::En).contains(&"٢".into()));
    }

    #[test]
    fn the_noun_still_fits() {
        assert_eq!(changed("2 часа", Locale::Ru), ["3 часа", "4 часа"]);
        assert_eq!(changed("1 час", Locale::Ru), Vec::<String>::new());
        assert!(!changed("21 час", Locale::Ru).contains(&"11 час".into()));
        assert!(changed("5 часов", Locale::Ru).contains(&"8 часов".into()));
        assert_eq!(changed("1 apple", Locale::En), Vec::<String>::new());
        assert_eq!(changed("1 pomme", Locale::Fr), ["0 pomme"]);
        assert!(!changed("3 apples", Locale::En).contains(&"1 apples".into()));
    }

    #[test]
    fn digits_that_are_no_number_stay() {
        for text in ["mp3", "1st", "1️⃣", "x2y", "½", ""] {
            assert_eq!(changed(text, Locale::En), Vec::<String>::new(), "{text}");
        }
    }
}
