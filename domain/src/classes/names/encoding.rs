//! Finds the encoding of an uploaded file: UTF-8, UTF-16, or the code page of a Russian or Western Windows.

use crate::refusal::Refusal;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1251, WINDOWS_1252};

/// What Excel, LibreOffice and PDF files begin with.
const OTHER_FILES: [&[u8]; 3] = [b"PK\x03\x04", b"\xD0\xCF\x11\xE0", b"%PDF"];

/// The text of a file. A file that is no text is refused.
pub fn decode(bytes: &[u8]) -> Result<String, Refusal> {
    if OTHER_FILES.iter().any(|begin| bytes.starts_with(begin)) {
        return Err(Refusal::FileUnreadable);
    }
    let (encoding, begin) = Encoding::for_bom(bytes).unwrap_or_else(|| (encoding_without_mark(bytes), 0));
    let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes[begin..]);
    let text = text.filter(|text| !text.contains(is_binary));
    text.map(String::from).ok_or(Refusal::FileUnreadable)
}

/// A control character that no list contains.
fn is_binary(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\r' | '\n' | '\u{85}')
}

fn encoding_without_mark(bytes: &[u8]) -> &'static Encoding {
    match half_with_high_bytes(bytes) {
        Some(0) => UTF_16BE,
        Some(_) => UTF_16LE,
        None if core::str::from_utf8(bytes).is_ok() => UTF_8,
        None if is_cyrillic(bytes) => WINDOWS_1251,
        None => WINDOWS_1252,
    }
}

/// In UTF-16, the high byte of a Latin letter is 0, and of a Cyrillic one 4. Other encodings of text have no such
/// bytes. `Some(0)` if they come first in each pair, as in UTF-16 BE.
fn half_with_high_bytes(bytes: &[u8]) -> Option<usize> {
    let mut halves = [0_usize; 2];
    for (at, byte) in bytes.iter().enumerate() {
        if matches!(byte, 0 | 4) {
            halves[at % 2] += 1;
        }
    }
    match halves {
        [0, 0] => None,
        [first, second] => Some(usize::from(second > first)),
    }
}

/// Whether most letters beyond ASCII stand beside another one. In Russian they do, in French and German they are alone.
fn is_cyrillic(bytes: &[u8]) -> bool {
    let is_letter = |byte: &u8| *byte >= 0xC0 || matches!(byte, 0xA8 | 0xB8);
    let letters = bytes.iter().filter(|byte| is_letter(byte)).count();
    let beside = bytes.windows(2).filter(|pair| pair.iter().all(is_letter)).count();
    2 * beside >= letters
}
