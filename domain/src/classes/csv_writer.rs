//! Writes CSV tables (RFC 4180). Spreadsheet programs never treat a cell of such a table as a formula.

/// The text of a CSV file. It begins with a byte order mark, by which Excel recognises UTF-8.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CsvWriter(String);

impl Default for CsvWriter {
    fn default() -> Self {
        Self("\u{FEFF}".to_owned())
    }
}

impl CsvWriter {
    pub fn row<T: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = T>) {
        for (n, cell) in cells.into_iter().enumerate() {
            if n > 0 {
                self.0.push(',');
            }
            self.cell(cell.as_ref());
        }
        self.0.push_str("\r\n");
    }

    fn cell(&mut self, cell: &str) {
        let guard = if cell.starts_with(begins_a_formula) { "'" } else { "" };
        let bare = !cell.contains([',', ';', '"', '\r', '\n', '\t']) && cell.trim() == cell;
        if bare {
            self.0.push_str(guard);
            self.0.push_str(cell);
        } else {
            self.0.push('"');
            self.0.push_str(guard);
            self.0.push_str(&cell.replace('"', "\"\""));
            self.0.push('"');
        }
    }

    pub fn into_text(self) -> String {
        self.0
    }
}

/// Spreadsheet programs treat a cell that begins with one of these characters as a formula. Some programs also accept
/// the full-width forms that Asian keyboards produce.
fn begins_a_formula(first: char) -> bool {
    matches!(
        first,
        '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(cells: &[&str]) -> String {
        let mut csv = CsvWriter::default();
        csv.row(cells);
        csv.into_text()
    }

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        assert_eq!(
            table(&["1", "kestrel-4821", "say \"hi\", you", "two\nlines", ""]),
            "\u{FEFF}1,kestrel-4821,\"say \"\"hi\"\", you\",\"two\nlines\",\r\n"
        );
        assert_eq!(
            table(&["Мария 😀", "\u{5E9}\u{5DC}\u{5D5}\u{5DD}"]),
            "\u{FEFF}Мария 😀,\u{5E9}\u{5DC}\u{5D5}\u{5DD}\r\n"
        );
    }

    #[test]
    fn no_cell_is_a_formula() {
        for (cell, kept) in [
            ("=cmd()", "'=cmd()"),
            ("+1", "'+1"),
            ("-2", "'-2"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "\"'\t=1\""),
            ("\r=1", "\"'\r=1\""),
            ("＝1", "'＝1"),
            ("=\"a\",1", "\"'=\"\"a\"\",1\""),
            ("1=1", "1=1"),
        ] {
            assert_eq!(table(&[cell]), format!("\u{FEFF}{kept}\r\n"), "{cell:?}");
        }
    }
}
