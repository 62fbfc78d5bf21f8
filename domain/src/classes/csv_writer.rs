//! Writes CSV tables (RFC 4180). Spreadsheet programs never treat a cell of such a table as a formula.

use crate::locale::Locale;

/// The text of a CSV file. It begins with a byte order mark, by which Excel recognises UTF-8.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CsvWriter {
    text: String,
    separator: char,
}

impl Default for CsvWriter {
    fn default() -> Self {
        Self {
            text: "\u{FEFF}".to_owned(),
            separator: ',',
        }
    }
}

impl CsvWriter {
    /// A table that Excel in this language opens in columns: where the decimal separator is a comma, it expects
    /// semicolons.
    pub fn for_excel_in(locale: Locale) -> Self {
        Self {
            separator: match locale {
                Locale::En => ',',
                Locale::Ru | Locale::Fr => ';',
            },
            ..Self::default()
        }
    }

    pub fn row<T: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = T>) {
        for (n, cell) in cells.into_iter().enumerate() {
            if n > 0 {
                self.text.push(self.separator);
            }
            self.cell(cell.as_ref());
        }
        self.text.push_str("\r\n");
    }

    fn cell(&mut self, cell: &str) {
        let guard = if cell.starts_with(begins_a_formula) { "'" } else { "" };
        let bare = !cell.contains([',', ';', '"', '\r', '\n', '\t']) && cell.trim() == cell;
        if bare {
            self.text.push_str(guard);
            self.text.push_str(cell);
        } else {
            self.text.push('"');
            self.text.push_str(guard);
            self.text.push_str(&cell.replace('"', "\"\""));
            self.text.push('"');
        }
    }

    pub fn into_text(self) -> String {
        self.text
    }
}

/// The name of the file with a table of a class, for example `7b - Results.csv`. Characters that a file system forbids
/// are left out of the title of the class.
pub fn file_name(class: &str, kind: &str) -> String {
    let is_allowed = |c: &char| !c.is_control() && !r#"/\:*?"<>|"#.contains(*c);
    let class: String = class.chars().filter(is_allowed).collect();
    match class.trim_matches(|c: char| c.is_whitespace() || c == '.') {
        "" => format!("{kind}.csv"),
        class => format!("{class} - {kind}.csv"),
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
    fn excel_opens_the_table_in_columns_in_each_language() {
        for (locale, row) in [
            (Locale::En, "a,\"b;c\""),
            (Locale::Ru, "a;\"b;c\""),
            (Locale::Fr, "a;\"b;c\""),
        ] {
            let mut csv = CsvWriter::for_excel_in(locale);
            csv.row(["a", "b;c"]);
            assert_eq!(csv.into_text(), format!("\u{FEFF}{row}\r\n"));
        }
    }

    #[test]
    fn every_class_has_a_valid_file_name() {
        for (class, name) in [
            ("7Б", "7Б - Results.csv"),
            ("../7/b: \"A|B\"\n", "7b AB - Results.csv"),
            (" ...", "Results.csv"),
        ] {
            assert_eq!(file_name(class, "Results"), name, "{class}");
        }
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
