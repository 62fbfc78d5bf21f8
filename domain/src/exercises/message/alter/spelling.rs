//! Another spelling: letters are replaced by other letters of the same alphabet, or one letter is missing. It works for
//! every text with a visible character.

use super::{
    super::text::is_visible,
    alphabets::{NEW_PICTURES, alphabet_of, is_picture, replacement},
    is_altered,
};
use crate::exercises::draws::Draws;
use unicode_segmentation::UnicodeSegmentation;

/// One letter is replaced, and another one for each of this many characters, so that a reader of a long text finds one.
const CHARACTERS_PER_DAMAGE: usize = 100;
/// A letter is removed only from words of at least this length.
const LEAST_WORD: usize = 4;

pub(super) fn altered(text: &str, draws: &mut Draws) -> String {
    let graphemes: Vec<&str> = text.graphemes(true).collect();
    let removes = draws.below(3) == 0;
    let damages = 1 + graphemes.len() / CHARACTERS_PER_DAMAGE;
    let removed = removes.then(|| removed(text, draws)).flatten();
    removed
        .or_else(|| replaced(text, &graphemes, damages, draws))
        .unwrap_or_else(|| by_pictures(text))
}

/// One letter from within a word is missing.
fn removed(text: &str, draws: &mut Draws) -> Option<String> {
    let words = text
        .unicode_word_indices()
        .filter(|(_, word)| word.graphemes(true).count() >= LEAST_WORD);
    let within = words.flat_map(|(start, word)| {
        let letters: Vec<_> = word.grapheme_indices(true).collect();
        let last = letters.len() - 1;
        letters
            .into_iter()
            .take(last)
            .skip(1)
            .map(move |(at, letter)| start + at..start + at + letter.len())
    });
    let shorter = within
        .filter(|range| text[range.clone()].chars().all(|c| alphabet_of(c).is_some()))
        .map(|range| {
            let mut shorter = text.to_owned();
            shorter.replace_range(range, "");
            shorter
        });
    let candidates: Vec<String> = shorter.filter(|candidate| is_altered(text, candidate)).collect();
    draws.pick(&candidates).cloned()
}

/// Letters are replaced; in a text without letters, pictures or marks.
fn replaced(text: &str, graphemes: &[&str], damages: usize, draws: &mut Draws) -> Option<String> {
    let rank = |grapheme: &str| match grapheme.chars().next() {
        Some(c) if alphabet_of(c).is_some() => 0,
        Some(c) if is_picture(c) => 1,
        _ => 2,
    };
    let visible = || {
        graphemes
            .iter()
            .enumerate()
            .filter(|(_, grapheme)| is_visible(grapheme))
    };
    let best = visible().map(|(_, grapheme)| rank(grapheme)).min()?;
    let mut places: Vec<usize> = visible()
        .filter(|(_, grapheme)| rank(grapheme) == best)
        .map(|(at, _)| at)
        .collect();
    draws.shuffle(&mut places);
    let mut damaged: Vec<&str> = graphemes.to_vec();
    let mut altered = None;
    for at in places {
        let Some(new) = replacement(graphemes[at], draws) else {
            continue;
        };
        damaged[at] = new;
        let candidate = damaged.concat();
        if is_altered(text, &candidate) {
            altered = Some(candidate);
        }
        if altered.is_some() && damaged.iter().zip(graphemes).filter(|(new, old)| new != old).count() >= damages {
            break;
        }
    }
    altered
}

/// Pictures instead of the whole text.
fn by_pictures(text: &str) -> String {
    let pictures = NEW_PICTURES.into_iter().find(|picture| is_altered(text, picture));
    pictures.unwrap_or(NEW_PICTURES[0]).to_owned()
}

#[cfg(test)]
mod tests {
    use super::{super::alphabets::NEW_MARKS, *};

    fn variants(text: &str) -> Vec<String> {
        (0..=255)
            .map(|seed| altered(text, &mut Draws::new(&[seed; 16], "spelling")))
            .collect()
    }

    #[test]
    fn a_letter_is_removed_within_a_word_only() {
        let shorter: Vec<_> = variants("hello")
            .into_iter()
            .filter(|altered| altered.len() < 5)
            .collect();
        assert!(!shorter.is_empty());
        assert!(
            shorter.iter().all(|altered| ["hllo", "helo"].contains(&&**altered)),
            "{shorter:?}"
        );
        assert!(
            variants("aaaa").iter().all(|altered| altered.len() == 4),
            "a shorter text would be cut off"
        );
    }

    #[test]
    fn an_emoji_becomes_another_one_and_a_mark_another_mark() {
        for altered in variants("👨‍👩‍👧‍👦") {
            assert!(NEW_PICTURES.contains(&&*altered), "{altered}");
        }
        assert!(variants("🐟").iter().all(|altered| altered != "🐟"));
        assert!(
            variants("?")
                .iter()
                .all(|altered| altered != "?" && NEW_MARKS.contains(&**altered))
        );
    }

    #[test]
    fn a_long_text_is_damaged_in_more_places() {
        let text = "lorem ipsum ".repeat(40);
        let text = text.trim();
        let most = variants(text).into_iter().map(|altered| {
            text.chars()
                .zip(altered.chars())
                .filter(|(old, new)| old != new)
                .count()
        });
        assert!(most.filter(|count| *count == 5).count() > 100);
    }
}
