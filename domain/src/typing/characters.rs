//! Maps of single characters: which Latin letter is on the key of a typed letter, and which characters mean the same.

use std::borrow::Cow;

/// Whether the text contains letters of the Cyrillic script. No login, password or code contains any.
pub fn has_cyrillic(text: &str) -> bool {
    text.chars().any(is_cyrillic)
}

pub(crate) const fn is_cyrillic(character: char) -> bool {
    matches!(character, '\u{400}'..='\u{52F}')
}

/// Replaces characters that mean the same on every keyboard: capitals by small letters, full-width characters by ASCII
/// characters, each kind of dash by a hyphen, each kind of space by a space, and typographic quotation marks by
/// straight ones. Removes characters of no width.
pub(crate) fn plain(typed: &str) -> Cow<'_, str> {
    let is_plain = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase() && !byte.is_ascii_control();
    if typed.bytes().all(is_plain) {
        return Cow::Borrowed(typed);
    }
    let characters = typed.chars().map(plain_character).filter(|c| !has_no_width(*c));
    Cow::Owned(characters.flat_map(char::to_lowercase).map(plain_character).collect())
}

const fn has_no_width(character: char) -> bool {
    matches!(character, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

const fn plain_character(character: char) -> char {
    match character {
        '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{2212}' | '\u{30FC}' | '\u{FE58}' | '\u{FE63}' => '-',
        '‘' | '’' | 'ʼ' | '´' => '\'',
        '“' | '”' | '«' | '»' => '"',
        // The full-width forms are in the order of ASCII.
        '\u{FF01}'..='\u{FF5E}' => (character as u32 - 0xFEE0) as u8 as char,
        space if space.is_whitespace() => ' ',
        other => other,
    }
}

/// The Latin letter on the key of this small Cyrillic letter (layout ЙЦУКЕН, with the letters that Ukrainian and
/// Belarusian keyboards have there).
pub(crate) const fn on_same_key(cyrillic: char) -> Option<char> {
    Some(match cyrillic {
        'й' => 'q',
        'ц' => 'w',
        'у' => 'e',
        'к' => 'r',
        'е' => 't',
        'н' => 'y',
        'г' => 'u',
        'ш' => 'i',
        'щ' | 'ў' => 'o',
        'з' => 'p',
        'ф' => 'a',
        'ы' | 'і' => 's',
        'в' => 'd',
        'а' => 'f',
        'п' => 'g',
        'р' => 'h',
        'о' => 'j',
        'л' => 'k',
        'д' => 'l',
        'я' => 'z',
        'ч' => 'x',
        'с' => 'c',
        'м' => 'v',
        'и' => 'b',
        'т' => 'n',
        'ь' => 'm',
        _ => return None,
    })
}

/// The Latin letter that looks like this small Cyrillic letter.
pub(super) const fn looking_alike(cyrillic: char) -> Option<char> {
    Some(match cyrillic {
        'а' => 'a',
        'е' | 'ё' => 'e',
        'і' => 'i',
        'к' => 'k',
        'м' => 'm',
        'о' => 'o',
        'р' => 'p',
        'с' => 'c',
        'т' => 't',
        'у' => 'y',
        'х' => 'x',
        _ => return None,
    })
}

/// The small letter that an English keyboard types where a French keyboard types `character`, and the other way round.
/// The comma and the semicolon are on the key M of the other keyboard.
pub(crate) const fn of_other_latin_layout(character: char) -> char {
    match character {
        'a' => 'q',
        'q' => 'a',
        'w' => 'z',
        'z' => 'w',
        ',' | ';' => 'm',
        other => other,
    }
}
