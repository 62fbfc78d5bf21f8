//! A list of names that a teacher pastes or uploads: plain names, or a table that Moodle, Google Classroom or a
//! spreadsheet has exported.

mod columns;
mod encoding;
mod table;
#[cfg(test)]
mod tests;

pub use columns::clean_identifier;
pub use encoding::decode;

use crate::{
    refusal::Refusal,
    validate::{self, MAX_LABEL, MAX_SEATS},
};
use columns::Columns;
use std::collections::HashSet;
use table::{Row, rows};

/// Longer identifiers are not kept. Moodle allows e-mail addresses of 100 characters.
pub const MAX_IDENTIFIER: usize = 100;

/// A list with more names is not read to its end. It may contain students several times, so this is more than the number
/// of seats.
const MAX_LISTED: usize = 2_000;

/// One student of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedStudent {
    pub name: String,
    /// The e-mail address or the number by which a learning platform knows the student.
    pub identifier: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameList {
    pub students: Vec<ListedStudent>,
    /// Rows of a table that are no students: without a name, with another role, or with points instead of an address.
    pub skipped: usize,
    /// Rows that name a student again.
    pub repeated: usize,
    /// Names that several students have, each once.
    pub shared_names: Vec<String>,
}

/// Reads a list. Empty lines are skipped, and the numbers of a numbered list are cut off.
pub fn parse(text: &str) -> Result<NameList, Refusal> {
    let text = without_separator_line(text.trim_start_matches('\u{FEFF}'));
    let mut list = NameList::default();
    match Columns::find(text) {
        Some(columns) => read_table(text, &columns, &mut list)?,
        None => read_lines(text, &mut list)?,
    }
    list.drop_repeated();
    match list.students.is_empty() {
        true => Err(Refusal::NoNames),
        false => Ok(list),
    }
}

/// Excel writes the separator into the first line, such as `sep=;`. The line stays as an empty line, so that the
/// numbers of the other lines do not change.
fn without_separator_line(text: &str) -> &str {
    let first = text.lines().next().unwrap_or_default();
    match first.get(..4).is_some_and(|begin| begin.eq_ignore_ascii_case("sep=")) && first.chars().count() == 5 {
        true => &text[first.len()..],
        false => text,
    }
}

fn read_table(text: &str, columns: &Columns, list: &mut NameList) -> Result<(), Refusal> {
    // The head is the first row that is not empty.
    let rows = rows(text, Some(columns.separator)).skip_while(Row::is_empty);
    let rows: Vec<Row> = rows.skip(1).collect();
    let has_roles = rows.iter().any(|row| columns.is_student(row));
    for row in &rows {
        if row.is_empty() {
            continue;
        }
        let is_other_role = has_roles && !columns.is_student(row);
        match (is_other_role, columns.student(row)) {
            (false, Some((name, identifier))) => list.add(&name, identifier, row.line)?,
            _ => list.skipped += 1,
        }
    }
    Ok(())
}

/// A list without a head: one student a line. Numbers and e-mail addresses beside the name are no part of it.
fn read_lines(text: &str, list: &mut NameList) -> Result<(), Refusal> {
    // A spreadsheet writes an empty row as separators.
    let is_empty = |line: &str| line.chars().all(|c| c.is_whitespace() || matches!(c, ',' | ';'));
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !is_empty(line)) {
        let (name, identifier) = columns::name_in_line(line);
        list.add(&name, identifier, at + 1)?;
    }
    Ok(())
}

impl NameList {
    fn add(&mut self, typed: &str, identifier: Option<String>, line: usize) -> Result<(), Refusal> {
        let name = validate::name(typed).map_err(|_| Refusal::NameTooLong { line, most: MAX_LABEL })?;
        if let Some(name) = name {
            if self.students.len() == MAX_LISTED {
                let (names, seats) = (MAX_LISTED + 1, usize::from(MAX_SEATS));
                return Err(Refusal::MoreNamesThanSeats { names, seats });
            }
            self.students.push(ListedStudent { name, identifier });
        }
        Ok(())
    }

    /// A student is the same only if the identifier is the same. Two students without one may share a name.
    fn drop_repeated(&mut self) {
        let mut known = HashSet::new();
        let before = self.students.len();
        self.students.retain(|student| match &student.identifier {
            Some(identifier) => known.insert(identifier.to_lowercase()),
            None => true,
        });
        self.repeated = before - self.students.len();
        let (mut names, mut shared) = (HashSet::new(), HashSet::new());
        for student in &self.students {
            let name = student.name.to_lowercase();
            if !names.insert(name.clone()) && shared.insert(name) {
                self.shared_names.push(student.name.clone());
            }
        }
    }
}
