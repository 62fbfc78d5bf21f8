//! Validation of form fields, shared by the browser and the server.

use crate::refusal::Refusal;

pub const MIN_SEATS: u16 = 1;
pub const MAX_SEATS: u16 = 500;
pub const DEFAULT_SEATS: u16 = 25;
/// The highest number of a seat. A new seat never gets the number of a removed seat, so a class can run out of numbers.
pub const MAX_SEAT_NUMBER: u16 = 9_999;
pub const MAX_TITLE: usize = 80;
pub const MAX_LABEL: usize = 60;
pub const MAX_NAME: usize = 254;
pub const MAX_PASSWORD: usize = 128;

/// Parses the number of students from a text field.
pub fn seats(typed: &str) -> Result<u16, Refusal> {
    typed
        .trim()
        .parse()
        .ok()
        .filter(|seats| (MIN_SEATS..=MAX_SEATS).contains(seats))
        .ok_or(Refusal::SeatsOutOfRange { most: MAX_SEATS })
}

/// Cleans the title of a class and puts it on one line. Returns `None` if no character is left.
pub fn title(typed: &str) -> Result<Option<String>, Refusal> {
    if typed.len() > 16 * MAX_TITLE {
        return Err(Refusal::TitleTooLong { most: MAX_TITLE });
    }
    let title = one_line(typed);
    match title.chars().count() {
        0 => Ok(None),
        1..=MAX_TITLE => Ok(Some(title)),
        _ => Err(Refusal::TitleTooLong { most: MAX_TITLE }),
    }
}

/// Cleans the label that a teacher writes beside a seat. Returns `None` if no character is left.
pub fn label(typed: &str) -> Result<Option<String>, Refusal> {
    if typed.len() > 16 * MAX_LABEL {
        return Err(Refusal::LabelTooLong { most: MAX_LABEL });
    }
    let label = one_line(typed);
    match label.chars().count() {
        0 => Ok(None),
        1..=MAX_LABEL => Ok(Some(label)),
        _ => Err(Refusal::LabelTooLong { most: MAX_LABEL }),
    }
}

/// One name of a list, without the number of its line, cleaned like a label. Returns `None` if no character is left.
pub fn name(line: &str) -> Result<Option<String>, Refusal> {
    if line.len() > 16 * MAX_LABEL {
        return Err(Refusal::LabelTooLong { most: MAX_LABEL });
    }
    let cleaned = one_line(line);
    let mut name = cleaned.as_str();
    loop {
        match without_number(name) {
            rest if rest == name => return label(name),
            rest => name = rest,
        }
    }
}

/// The line without a number at its begin, such as `1 Ivanov`, `2. Petrov`, `3) Anna` or `№ 4: Ben`. A line without any
/// letter stays as it is.
fn without_number(line: &str) -> &str {
    const MAX_DIGITS: usize = 3;
    let trimmed = line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '№' | '#'));
    let digits = trimmed.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &trimmed[digits..];
    let is_number = (1..=MAX_DIGITS).contains(&digits)
        && rest.starts_with(|c: char| c.is_whitespace() || matches!(c, '.' | ')' | ':' | ';' | ','));
    let name = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ')' | ':' | ';' | ','));
    if is_number && name.chars().any(char::is_alphabetic) {
        name
    } else {
        line
    }
}

/// Removes control characters and invisible direction marks, and replaces each run of spaces by one space.
pub(crate) fn one_line(typed: &str) -> String {
    let visible: String = typed
        .chars()
        .map(|c| if c.is_control() || c.is_whitespace() { ' ' } else { c })
        .filter(
            |c| !matches!(c, '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}'),
        )
        .collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_to_five_hundred_students() {
        assert_eq!(seats("1"), Ok(1));
        assert_eq!(seats(" 500 "), Ok(500));
        for typed in ["", "0", "501", "-1", "abc", "2.5", "1e2", "99999999999999999999", "٣"] {
            assert_eq!(seats(typed), Err(Refusal::SeatsOutOfRange { most: 500 }), "{typed}");
        }
    }

    #[test]
    fn a_title_is_one_readable_line() {
        assert_eq!(title("  Class\t7b \n monday "), Ok(Some("Class 7b monday".into())));
        assert_eq!(title(" \u{202E} "), Ok(None));
        assert_eq!(title(&"я".repeat(80)), Ok(Some("я".repeat(80))));
        assert!(title(&"я".repeat(81)).is_err());
        assert!(title(&"x".repeat(10_240)).is_err());
    }
}
