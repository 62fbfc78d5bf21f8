//! Digits that were typed without the shift key on a French keyboard, where the keys of the digits type other
//! characters: `& é " ' ( - è _ ç à`.

/// The digit on the key of the French (or Belgian) keyboard that types this character. The hyphen is on the key 6, the
/// underscore on the key 8.
pub(crate) const fn french_digit(character: char) -> Option<char> {
    Some(match character {
        '&' => '1',
        'é' => '2',
        '"' => '3',
        '\'' => '4',
        '(' => '5',
        '-' | '§' => '6',
        'è' => '7',
        '_' | '!' => '8',
        'ç' => '9',
        'à' => '0',
        _ => return None,
    })
}

/// Like `french_digit`, but without the hyphen and the underscore, which separate groups as well.
pub(crate) const fn clear_french_digit(character: char) -> Option<char> {
    match character {
        '-' | '_' => None,
        other => french_digit(other),
    }
}

/// Whether this character only separates groups of letters and digits.
pub(super) const fn is_separator(character: char) -> bool {
    matches!(character, ' ' | '-' | '_' | '.' | ',' | ';' | ':' | ')' | '/')
}

/// Reads a group of digits that follows a word, as in `-4821`. Returns `None` if the group has another number of
/// digits, or contains characters that no keyboard types for digits and separators.
///
/// Text without any ASCII digit was typed without the shift key. A hyphen is then the digit 6, except at the beginning,
/// where it separates the group from the word, unless a digit would be missing.
pub(super) fn read_group(plain: &str, is_right_length: impl Fn(usize) -> bool) -> Option<String> {
    let has_digits = plain.bytes().any(|byte| byte.is_ascii_digit());
    let mut digits = String::new();
    let (mut has_separator, mut begins_with_hyphen) = (false, false);
    for character in plain.chars() {
        let digit = match character {
            '0'..='9' => Some(character),
            _ if has_digits => clear_french_digit(character),
            _ => french_digit(character),
        };
        match digit {
            Some(digit) => {
                begins_with_hyphen |= digits.is_empty() && !has_separator && matches!(character, '-' | '_');
                digits.push(digit);
            }
            // On the keys of an English keyboard, the French layout types `)` for a hyphen.
            None if is_separator(character) => has_separator |= character == ')',
            None => return None,
        }
    }
    if begins_with_hyphen && is_right_length(digits.len() - 1) {
        digits.remove(0);
    }
    is_right_length(digits.len()).then_some(digits)
}
