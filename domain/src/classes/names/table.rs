//! Reads rows of cells, as RFC 4180 describes them, with any separator.

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The number of its first line, from 1.
    pub line: usize,
    pub cells: Vec<String>,
}

impl Row {
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }

    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| cell.trim())
    }
}

/// The rows of the text. A cell in quotes may contain separators, lines and doubled quotes. A quote inside of a cell is
/// only a quote. Without a separator, each row has one cell.
pub fn rows(text: &str, separator: Option<char>) -> impl Iterator<Item = Row> + '_ {
    let mut rest = text.chars().peekable();
    let mut line = 1;
    core::iter::from_fn(move || {
        rest.peek()?;
        let mut row = Row {
            line,
            cells: Vec::new(),
        };
        loop {
            let mut cell = String::new();
            if rest.next_if_eq(&'"').is_some() {
                while let Some(c) = rest.next() {
                    if c == '"' && rest.next_if_eq(&'"').is_none() {
                        break;
                    }
                    line += usize::from(c == '\n');
                    cell.push(c);
                }
            }
            while let Some(c) = rest.next_if(|c| *c != '\n' && Some(*c) != separator) {
                cell.push(c);
            }
            row.cells.push(cell.trim_end_matches('\r').to_owned());
            match rest.next() {
                Some('\n') => {
                    line += 1;
                    return Some(row);
                }
                Some(_) => {}
                None => return Some(row),
            }
        }
    })
}
