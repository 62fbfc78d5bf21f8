//! Property tests of lists of names that teachers paste or upload.

use crate::input::{almost, cases, pattern};
use domain::{
    csv_writer::CsvWriter,
    locale::Locale,
    names::{MAX_IDENTIFIER, clean_identifier, decode, parse},
    validate::MAX_LABEL,
};
use proptest::{collection::vec, prelude::*, sample::select};

fn is_clean(name: &str) -> bool {
    let direction =
        |c: char| matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    (1..=MAX_LABEL).contains(&name.chars().count())
        && name.trim() == name
        && !name.contains(char::is_control)
        && !name.contains(direction)
}

const CELL: &str = "(First name|Last name|Email address|Roles|Name|[A-Za-zé]{0,8} ?[A-Z]?|[a-z]{1,4}@x\\.org|[0-9]{0,3}|\"[a-z,;]{0,4}\")";

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn every_name_of_a_list_fits_a_seat(
        rows in vec(vec(almost(pattern(CELL)), 1..5), 0..5),
        separator in select(vec![",", ";", "\t"]),
        end in select(vec!["\n", "\r\n"]),
    ) {
        let typed = rows.iter().map(|row| row.join(separator)).collect::<Vec<_>>().join(end);
        if let Ok(list) = parse(&typed) {
            let lines = typed.lines().count();
            prop_assert!((1..=lines).contains(&(list.students.len() + list.skipped + list.repeated)), "{:?}", list);
            for student in &list.students {
                prop_assert!(is_clean(&student.name), "{:?}", student.name);
                if let Some(identifier) = &student.identifier {
                    prop_assert!(identifier.chars().count() <= MAX_IDENTIFIER);
                    prop_assert_eq!(clean_identifier(identifier), Some(identifier.clone()));
                }
            }
        }
    }

    #[test]
    fn a_table_that_a_spreadsheet_has_written_is_read_back(
        names in vec(pattern("[A-Za-zé][A-Za-z,;\"' ]{0,20}[a-z]"), 1..6),
        locale in select(vec![Locale::En, Locale::Ru, Locale::Fr]),
    ) {
        let mut csv = CsvWriter::for_excel_in(locale);
        csv.row(["Name", "Email"]);
        for (n, name) in names.iter().enumerate() {
            csv.row([name.clone(), format!("s{n}@x.org")]);
        }
        let list = parse(&csv.into_text()).unwrap();
        let read: Vec<_> = list.students.into_iter().map(|student| student.name).collect();
        let one_line = |name: &String| name.split_whitespace().collect::<Vec<_>>().join(" ");
        prop_assert_eq!(read, names.iter().map(one_line).collect::<Vec<_>>());
    }

    #[test]
    fn any_file_is_text_or_refused(bytes in vec(any::<u8>(), 0..40)) {
        if let Ok(text) = decode(&bytes) {
            let is_binary = |c: char| c.is_control() && !"\t\r\n\u{85}".contains(c);
            let has_binary = text.contains(is_binary);
            prop_assert!(!has_binary);
            let _ = parse(&text);
        }
    }

    #[test]
    fn text_survives_its_encoding(text in "[a-zA-Zéё ,;\n]{1,30}") {
        let utf16: Vec<u16> = core::iter::once(0xFEFF).chain(text.encode_utf16()).collect();
        let little: Vec<u8> = utf16.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = utf16.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        let marked = format!("\u{FEFF}{text}");
        for bytes in [text.as_bytes(), marked.as_bytes(), &little, &big] {
            prop_assert_eq!(decode(bytes), Ok(text.clone()));
        }
    }
}
