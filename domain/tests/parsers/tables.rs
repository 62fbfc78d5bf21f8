//! Property tests of tables for spreadsheets, and of titles of classes.

use crate::input::{almost, cases, noise, pattern};
use domain::{
    csv_writer::CsvWriter,
    validate::{MAX_SEATS, MAX_TITLE, seats, title},
};
use proptest::{collection::vec, prelude::*};

/// Splits a row that `CsvWriter` has written into cells by the rules of RFC 4180, without the code of `CsvWriter`.
fn cells_of(row: &str) -> Option<Vec<String>> {
    let mut cells = vec![String::new()];
    let mut rest = row.chars().peekable();
    let mut quoted = false;
    while let Some(character) = rest.next() {
        match character {
            '"' if quoted && rest.peek() == Some(&'"') => {
                cells.last_mut()?.push('"');
                rest.next();
            }
            '"' if quoted => {
                quoted = false;
                if !matches!(rest.peek(), None | Some(',')) {
                    return None;
                }
            }
            '"' if cells.last()?.is_empty() => quoted = true,
            ',' if !quoted => cells.push(String::new()),
            '"' | '\r' | '\n' if !quoted => return None,
            other => cells.last_mut()?.push(other),
        }
    }
    (!quoted).then_some(cells)
}

fn is_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn every_cell_is_read_back_and_none_is_a_formula(cells in vec(almost(pattern("[=+@,;\" -]{0,2}[a-z]{0,6}")), 1..4)) {
        let mut csv = CsvWriter::default();
        csv.row(&cells);
        let text = csv.into_text();
        let length: usize = cells.iter().map(String::len).sum();
        prop_assert!(text.len() <= 5 + 2 * length + 4 * cells.len(), "the table is bounded");
        let row = text.strip_prefix('\u{FEFF}').and_then(|text| text.strip_suffix("\r\n")).unwrap();
        let read = cells_of(row);
        prop_assert_eq!(read.as_ref().map(Vec::len), Some(cells.len()), "{:?}", row);
        for (read, cell) in read.unwrap().iter().zip(&cells) {
            prop_assert!(!is_formula(read), "{:?}", read);
            let guarded = format!("'{cell}");
            prop_assert_eq!(read, if is_formula(cell) { &guarded } else { cell });
        }
    }

    #[test]
    fn a_title_is_cleaned_once(typed in noise()) {
        if let Ok(Some(title_of_class)) = title(&typed) {
            prop_assert!((1..=MAX_TITLE).contains(&title_of_class.chars().count()));
            prop_assert_eq!(title(&title_of_class), Ok(Some(title_of_class)));
        }
    }

    #[test]
    fn a_number_of_seats_is_in_its_range(typed in almost(pattern("[0-9]{1,5}"))) {
        if let Ok(number) = seats(&typed) {
            prop_assert!((1..=MAX_SEATS).contains(&number));
            prop_assert_eq!(typed.trim().trim_start_matches('+').trim_start_matches('0'), number.to_string());
        }
    }
}
