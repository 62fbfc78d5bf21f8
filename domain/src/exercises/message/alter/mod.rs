//! Integrity: a message that arrives with another meaning or another spelling.
//!
//! Meaning comes first: a negated word, another number, another name. The rules for it know only cases in which the
//! language allows no doubt. A text without such a case gets another spelling, which works for every text.

mod alphabets;
mod english;
mod french;
mod names;
mod numbers;
mod russian;
mod spelling;
mod words;

use super::text::visible;
use crate::{exercises::draws::Draws, locale::Locale};
use core::ops::Range;

/// A piece of the text and what replaces it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Edit {
    range: Range<usize>,
    new: String,
}

impl Edit {
    fn new(range: Range<usize>, new: impl Into<String>) -> Self {
        Self { range, new: new.into() }
    }

    fn apply(&self, text: &str) -> String {
        let mut altered = text.to_owned();
        altered.replace_range(self.range.clone(), &self.new);
        altered
    }
}

/// A text that differs visibly, and that cannot be taken for a text that was cut off.
pub(super) fn altered(text: &str, locale: Locale, draws: &mut Draws) -> String {
    let words = words::words(text);
    let negations = match locale {
        Locale::En => english::negations(text, &words),
        Locale::Ru => russian::negations(text, &words),
        Locale::Fr => french::negations(text, &words),
    };
    let mut kinds: Vec<Vec<Edit>> = [
        negations,
        numbers::changes(text, locale),
        names::changes(text, &words, locale),
    ]
    .into_iter()
    .map(|edits| {
        edits
            .into_iter()
            .filter(|edit| is_altered(text, &edit.apply(text)))
            .collect()
    })
    .filter(|edits: &Vec<Edit>| !edits.is_empty())
    .collect();
    draws.shuffle(&mut kinds);
    let edit = kinds.first().and_then(|edits| draws.pick(edits));
    edit.map_or_else(|| spelling::altered(text, draws), |edit| edit.apply(text))
}

/// The altered text is visibly different from the original, and is neither a beginning of it, which would be cut off, nor
/// an end of it.
fn is_altered(original: &str, altered: &str) -> bool {
    let (original, altered) = (visible(original), visible(altered));
    !altered.is_empty() && !original.starts_with(&altered) && !original.ends_with(&altered)
}

/// Every text that the rules can make of a text, for tests.
#[cfg(test)]
fn all(edits: Vec<Edit>, text: &str) -> Vec<String> {
    edits.into_iter().map(|edit| edit.apply(text)).collect()
}
