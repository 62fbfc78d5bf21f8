//! Inputs for the property tests: valid text with a few edits, and noise.

use proptest::{collection::vec, prelude::*, sample::select, string::string_regex};

/// Characters that parsers often handle wrongly: separators, look-alikes, direction marks, case pairs of different
/// lengths.
const NOISE: &[char] = &[
    ' ',
    '\t',
    '\r',
    '\n',
    '\0',
    '\u{a0}',
    '\u{2003}',
    '\u{2028}',
    '\u{200b}',
    '\u{200f}',
    '\u{202e}',
    '\u{61c}',
    '\u{feff}',
    '-',
    '–',
    '_',
    '.',
    ',',
    ';',
    ':',
    '=',
    '+',
    '@',
    '%',
    '&',
    '?',
    '/',
    '\'',
    '"',
    '＝',
    '0',
    '1',
    '9',
    '１',
    '٣',
    'a',
    'z',
    'A',
    'Z',
    'O',
    'I',
    'l',
    'u',
    'А',
    'о',
    'Ё',
    'ß',
    'İ',
    'ﬁ',
    'é',
    '\u{212a}',
    '\u{300}',
    '😀',
    '\u{10ffff}',
];

pub fn cases() -> ProptestConfig {
    ProptestConfig {
        cases: 100_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Random text that consists of the given characters.
pub fn text_of(
    characters: &'static [char],
    length: std::ops::RangeInclusive<usize>,
) -> impl Strategy<Value = String> + Clone {
    vec(select(characters), length).prop_map(|characters| characters.into_iter().collect())
}

/// Random text that matches the regular expression, which is compiled once and not for every input.
pub fn pattern(pattern: &str) -> BoxedStrategy<String> {
    string_regex(pattern).unwrap().boxed()
}

/// Random text of `NOISE` characters only, sometimes longer than any length limit of a parser.
pub fn noise() -> impl Strategy<Value = String> {
    let short = text_of(NOISE, 0..=12);
    let repeated = (text_of(NOISE, 1..=3), 1..150_usize).prop_map(|(text, times)| text.repeat(times));
    prop_oneof![3 => short, 1 => repeated]
}

/// Valid text, valid text with up to three edits, valid text followed by many other characters, and noise.
pub fn almost(valid: impl Strategy<Value = String> + Clone) -> impl Strategy<Value = String> {
    let edits = vec((any::<u8>(), any::<u16>(), select(NOISE)), 0..=3);
    let edited = (valid.clone(), edits).prop_map(|(text, edits)| edits.into_iter().fold(text, edit));
    let padded = (valid, 0..300_usize, select(NOISE), noise()).prop_map(|(mut text, times, character, rest)| {
        text.extend(std::iter::repeat_n(character, times));
        text + &rest
    });
    prop_oneof![6 => edited, 1 => padded, 1 => noise()]
}

fn edit(text: String, (kind, at, character): (u8, u16, char)) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    let at = usize::from(at) % (characters.len() + 1);
    match kind % 3 {
        0 => characters.insert(at, character),
        1 if at < characters.len() => characters[at] = character,
        2 if at < characters.len() => {
            characters.remove(at);
        }
        _ => {}
    }
    characters.into_iter().collect()
}
