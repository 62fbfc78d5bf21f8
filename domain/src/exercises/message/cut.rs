//! Availability: a message that arrives only in part, or not at all.

use super::text::is_visible;
use crate::exercises::draws::Draws;
use unicode_segmentation::UnicodeSegmentation;

/// At least this many characters are missing. A text without its last letter could also count as altered.
const LEAST_MISSING: usize = 3;

/// A clearly shorter beginning of the text, or `None` if nothing arrives. Of texts that are too short for a visible cut,
/// nothing arrives.
pub(super) fn shortened<'a>(text: &'a str, draws: &mut Draws) -> Option<&'a str> {
    let kept_back = draws.below(4) == 0;
    let cuts: Vec<&str> = positions(text).map(|end| text[..end].trim_end()).collect();
    let cut = draws.pick(&cuts)?;
    (!kept_back).then_some(cut)
}

/// The positions where the text can be cut: after a fifth and before two thirds of it.
fn positions(text: &str) -> impl Iterator<Item = usize> {
    let graphemes: Vec<(usize, &str)> = text.grapheme_indices(true).collect();
    let count = graphemes.len();
    let earliest = (count / 5).max(1);
    let latest = (count * 2 / 3).min(count.saturating_sub(LEAST_MISSING));
    (earliest..=latest).filter_map(move |kept| {
        let (before, after) = graphemes.split_at_checked(kept)?;
        let missing = after.iter().filter(|(_, grapheme)| is_visible(grapheme)).count();
        let arrives = before.iter().any(|(_, grapheme)| is_visible(grapheme));
        let (end, next) = *after.first()?;
        let previous = before.last()?.1;
        (missing >= LEAST_MISSING && arrives && !inside_number(previous, next)).then_some(end)
    })
}

/// A number without its last digits is another number, so that the message would be altered.
fn inside_number(previous: &str, next: &str) -> bool {
    let in_number = |grapheme: &str| {
        grapheme
            .chars()
            .any(|c| c.is_numeric() || matches!(c, '.' | ',' | ':' | '-' | '/'))
    };
    in_number(previous) && in_number(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cuts(text: &str) -> Vec<Option<&str>> {
        (0..=255)
            .map(|seed| shortened(text, &mut Draws::new(&[seed; 16], "cut")))
            .collect()
    }

    #[test]
    fn a_long_message_is_cut_off_or_kept_back() {
        let text = "Meet me at the bakery at noon";
        let cuts = cuts(text);
        assert!(cuts.contains(&None));
        assert!(cuts.contains(&Some("Meet me")) && cuts.contains(&Some("Meet me at the bak")));
        for cut in cuts.into_iter().flatten() {
            assert!(
                text.starts_with(cut) && cut.len() + LEAST_MISSING <= text.len(),
                "{cut}"
            );
        }
    }

    #[test]
    fn a_short_message_does_not_arrive() {
        for text in ["a", "No", "yes", "👨‍👩‍👧‍👦", "no  \n o"] {
            assert!(cuts(text).into_iter().all(|cut| cut.is_none()), "{text}");
        }
    }

    #[test]
    fn an_emoji_and_a_number_arrive_whole_or_not_at_all() {
        for cut in cuts("👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦").into_iter().flatten()
        {
            assert_eq!(cut.trim_start_matches("👨‍👩‍👧‍👦"), "");
        }
        for cut in cuts("at 12:30:45 we meet at the bakery").into_iter().flatten() {
            assert!(cut == "at" || cut.starts_with("at 12:30:45"), "{cut}");
        }
    }
}
