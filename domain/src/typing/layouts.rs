//! Keyboards in tests: what they type if a student presses the keys of a text as if the layout were English.

/// What the Russian layout types for an English key.
const RUSSIAN: [(char, char); 26] = [
    ('q', 'й'),
    ('w', 'ц'),
    ('e', 'у'),
    ('r', 'к'),
    ('t', 'е'),
    ('y', 'н'),
    ('u', 'г'),
    ('i', 'ш'),
    ('o', 'щ'),
    ('p', 'з'),
    ('a', 'ф'),
    ('s', 'ы'),
    ('d', 'в'),
    ('f', 'а'),
    ('g', 'п'),
    ('h', 'р'),
    ('j', 'о'),
    ('k', 'л'),
    ('l', 'д'),
    ('z', 'я'),
    ('x', 'ч'),
    ('c', 'с'),
    ('v', 'м'),
    ('b', 'и'),
    ('n', 'т'),
    ('m', 'ь'),
];

/// What a French keyboard types without the shift key on the keys 1 to 9 and 0.
const FRENCH_DIGITS: [char; 10] = ['à', '&', 'é', '"', '\'', '(', '-', 'è', '_', 'ç'];

pub fn russian(text: &str) -> String {
    text.chars()
        .map(|c| RUSSIAN.iter().find(|(key, _)| *key == c).map_or(c, |(_, typed)| *typed))
        .collect()
}

/// A French keyboard whose shift key was forgotten: the letters are right, the digits are not.
pub fn french_without_shift(text: &str) -> String {
    text.chars()
        .map(|c| c.to_digit(10).map_or(c, |digit| FRENCH_DIGITS[digit as usize]))
        .collect()
}

/// The French layout on an English keyboard.
pub fn french_layout(text: &str) -> String {
    let typed = text.chars().map(|c| match c {
        'a' => 'q',
        'q' => 'a',
        'w' => 'z',
        'z' => 'w',
        'm' => ',',
        '-' => ')',
        other => other,
    });
    french_without_shift(&typed.collect::<String>())
}

/// The English layout on a French keyboard, with digits from the numeric keys.
pub fn english_layout_on_french_keys(text: &str) -> String {
    let typed = text.chars().map(|c| match c {
        'a' => 'q',
        'q' => 'a',
        'w' => 'z',
        'z' => 'w',
        'm' => ';',
        other => other,
    });
    typed.collect()
}

pub fn full_width(text: &str) -> String {
    text.chars()
        .map(|c| {
            char::from_u32(c as u32 + 0xFEE0)
                .filter(|_| c.is_ascii_graphic())
                .unwrap_or(c)
        })
        .collect()
}

pub const ALL: [fn(&str) -> String; 5] = [
    russian,
    french_without_shift,
    french_layout,
    english_layout_on_french_keys,
    full_width,
];

/// Other separators than the hyphen of the card.
pub const SEPARATORS: [&str; 9] = ["", " ", "–", "—", "‑", "−", " - ", "_", "\u{a0}"];
