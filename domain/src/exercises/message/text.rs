//! The text of a message, and what of it a reader can see.

use crate::refusal::Refusal;
use core::fmt;
use unicode_segmentation::UnicodeSegmentation;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// Maximum number of characters, as people count them: an emoji of several code points is one character.
pub const MAX_CHARACTERS: usize = 500;
/// Enough for the maximum number of family emoji (25 bytes each). It refuses texts that pile hundreds of accents on one
/// letter.
const MAX_BYTES: usize = 16 * 1024;

/// A text with 1 to `MAX_CHARACTERS` characters, at least one of them visible. It belongs to one student, so debug output
/// does not contain it.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct MessageText(String);

impl MessageText {
    /// Removes control characters except line breaks, and invisible direction marks, which could show a text that is
    /// different from the stored one.
    pub fn parse(typed: &str) -> Result<Self, Refusal> {
        let unfit = Refusal::MessageLength { most: MAX_CHARACTERS };
        if typed.len() > MAX_BYTES {
            return Err(unfit);
        }
        let one_break = typed.replace("\r\n", "\n");
        let clean: String = one_break.chars().filter_map(clean).collect();
        let text = clean.trim();
        let fits = text.graphemes(true).take(MAX_CHARACTERS + 1).count() <= MAX_CHARACTERS;
        if fits && text.graphemes(true).any(is_visible) {
            Ok(Self(text.to_owned()))
        } else {
            Err(unfit)
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for MessageText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MessageText(·)")
    }
}

fn clean(character: char) -> Option<char> {
    match character {
        '\n' => Some('\n'),
        '\t' => Some(' '),
        '\r' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => None,
        other if other.is_control() => None,
        other => Some(other),
    }
}

/// Whether a reader sees something of this grapheme.
pub(super) fn is_visible(grapheme: &str) -> bool {
    grapheme.chars().next().is_some_and(is_visible_character)
}

const fn is_visible_character(character: char) -> bool {
    !character.is_whitespace()
        && !matches!(
            character,
            '\u{AD}'
                | '\u{34F}'
                | '\u{115F}'..='\u{1160}'
                | '\u{17B4}'..='\u{17B5}'
                | '\u{180B}'..='\u{180F}'
                | '\u{200B}'..='\u{200D}'
                | '\u{2060}'..='\u{206F}'
                | '\u{2800}'
                | '\u{3164}'
                | '\u{FE00}'..='\u{FE0F}'
                | '\u{FEFF}'
                | '\u{FFA0}'
                | '\u{FFF0}'..='\u{FFFB}'
                | '\u{1BCA0}'..='\u{1BCA3}'
                | '\u{1D173}'..='\u{1D17A}'
                | '\u{E0000}'..='\u{E0FFF}'
        )
}

/// The characters of a text that a reader can see, without spaces and line breaks.
pub(super) fn visible(text: &str) -> String {
    text.chars()
        .filter(|character| is_visible_character(*character))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(typed: &str) -> Option<String> {
        MessageText::parse(typed).ok().map(|text| text.as_str().to_owned())
    }

    #[test]
    fn one_to_five_hundred_characters_as_people_count_them() {
        for one in ["a", "я", "👨‍👩‍👧‍👦", "🇫🇷", "e\u{301}", "م", "क्ष"] {
            assert_eq!(parsed(one).as_deref(), Some(one));
            let most = one.repeat(MAX_CHARACTERS);
            assert_eq!(parsed(&most).as_deref(), Some(&*most), "{one}");
            let refused = MessageText::parse(&format!("{most}{one}"));
            assert_eq!(refused, Err(Refusal::MessageLength { most: 500 }), "{one}");
        }
    }

    #[test]
    fn a_text_without_anything_visible_is_refused() {
        for typed in [
            "",
            " \n\t ",
            "\u{200B}",
            "\u{202E}\u{200F}",
            "\0\u{7}",
            "\u{AD} \u{2800}",
            "\u{FE0F}",
        ] {
            assert_eq!(parsed(typed), None, "{typed:?}");
        }
    }

    #[test]
    fn control_characters_and_direction_marks_are_removed_and_lines_stay() {
        assert_eq!(
            parsed(" a\0b\u{1B}[1m\tc\r\nd\re \u{202E}f ").as_deref(),
            Some("ab[1m c\nd\ne f")
        );
        assert_eq!(parsed("שלום\u{200F}, עולם").as_deref(), Some("שלום, עולם"));
        assert_eq!(
            parsed("<b>&amp;</b>").as_deref(),
            Some("<b>&amp;</b>"),
            "markup is text"
        );
    }

    #[test]
    fn a_pile_of_accents_is_no_message() {
        assert_eq!(parsed(&format!("a{}", "\u{301}".repeat(10_000))), None);
    }

    #[test]
    fn debug_output_has_no_text() {
        assert!(!format!("{:?}", MessageText::parse("secret")).contains("secret"));
    }
}
