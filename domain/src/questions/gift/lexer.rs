//! Splits a GIFT file into questions, and finds marks that are not escaped with a backslash.

use std::iter::Peekable;

/// The lines of one question, without comments and categories.
pub struct Block {
    /// The number of its first line, from 1.
    pub line: usize,
    pub text: String,
}

/// The questions of a file: an empty line ends a question.
pub fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (at, line) in text.trim_start_matches('\u{FEFF}').lines().enumerate() {
        let content = line.trim();
        if content.starts_with("//") || content.starts_with("$CATEGORY:") {
            continue;
        }
        if content.is_empty() {
            blocks.extend(open.take());
            continue;
        }
        let block = open.get_or_insert_with(|| Block {
            line: at + 1,
            text: String::new(),
        });
        block.text.push_str(content);
        block.text.push('\n');
    }
    blocks.extend(open);
    blocks
}

/// The characters with their places, and whether a backslash stands before each.
fn escapes(text: &str) -> impl Iterator<Item = (usize, char, bool)> + '_ {
    let mut is_escaped = false;
    text.char_indices().map(move |(at, c)| {
        let escaped = is_escaped;
        is_escaped = c == '\\' && !escaped;
        (at, c, escaped)
    })
}

/// Where the mark first stands without a backslash before it.
pub fn find(text: &str, mark: &str) -> Option<usize> {
    let mut places = escapes(text).filter(|(at, _, escaped)| !escaped && text[*at..].starts_with(mark));
    places.next().map(|(at, ..)| at)
}

/// The answers of a question, each with its mark `=` or `~`. `None` if there is other text before the first.
pub fn split_at_mark(text: &str) -> Option<Vec<(char, &str)>> {
    let marks = escapes(text).filter(|(_, c, escaped)| !escaped && matches!(c, '=' | '~'));
    let mut marks: Peekable<_> = marks.peekable();
    let (first, ..) = marks.peek()?;
    if !text[..*first].trim().is_empty() {
        return None;
    }
    let mut answers = Vec::new();
    while let Some((at, mark, _)) = marks.next() {
        let end = marks.peek().map_or(text.len(), |(next, ..)| *next);
        answers.push((mark, &text[at + 1..end]));
    }
    Some(answers)
}

/// The text without the backslashes of escaped characters; `\n` is a space.
pub fn unescaped(text: &str) -> String {
    let kept = escapes(text).filter_map(|(at, c, escaped)| match (c, escaped) {
        ('n', true) => Some(' '),
        ('\\', false) if text[at + 1..].starts_with(is_escapable) => None,
        _ => Some(c),
    });
    kept.collect()
}

fn is_escapable(c: char) -> bool {
    matches!(c, '~' | '=' | '#' | '{' | '}' | ':' | '\\' | 'n')
}
