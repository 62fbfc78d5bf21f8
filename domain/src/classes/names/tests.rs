//! Lists in the formats and encodings in which teachers have them. The files in `testdata` are golden files.

use super::*;

fn file(bytes: &[u8]) -> NameList {
    parse(&decode(bytes).unwrap()).unwrap()
}

fn students(list: &NameList) -> Vec<(&str, &str)> {
    list.students
        .iter()
        .map(|student| (student.name.as_str(), student.identifier.as_deref().unwrap_or_default()))
        .collect()
}

fn names(text: &str) -> Vec<String> {
    parse(text)
        .unwrap()
        .students
        .into_iter()
        .map(|student| student.name)
        .collect()
}

const ANNA: (&str, &str) = ("Anna Smith", "anna.smith@school.example");
const BEN: (&str, &str) = ("Ben O'Neill", "ben@school.example");

#[test]
fn participants_of_a_moodle_course_are_its_students() {
    let list = file(include_bytes!("testdata/moodle_participants.csv"));
    let zoe = ("Zoë \"Zo\" van Dijk", "zoe@school.example");
    assert_eq!(students(&list), [ANNA, BEN, zoe]);
    assert_eq!(
        (list.skipped, list.repeated),
        (1, 0),
        "the teacher of the course is no student"
    );
}

#[test]
fn grades_of_a_moodle_course_name_each_student_once() {
    let list = file(include_bytes!("testdata/moodle_grades.csv"));
    assert_eq!(students(&list), [ANNA, BEN]);
    assert_eq!((list.skipped, list.repeated), (0, 1));
}

#[test]
fn a_russian_moodle_course_in_windows_1251() {
    let list = file(include_bytes!("testdata/moodle_participants_ru_1251.csv"));
    let expected = [
        ("Анна Иванова", "anna@school.example"),
        ("Пётр Щукин", "petr@school.example"),
    ];
    assert_eq!(students(&list), expected);
}

#[test]
fn the_dates_and_points_of_google_classroom_are_no_students() {
    let list = file(include_bytes!("testdata/google_classroom.csv"));
    assert_eq!(students(&list), [("Smith Anna", ANNA.1), ("O'Neill Ben", BEN.1)]);
    assert_eq!(list.skipped, 3);
}

#[test]
fn tables_and_lists_in_every_encoding() {
    let russian = [("Иванова Анна", ""), ("Щукин Пётр", "")];
    assert_eq!(students(&file(include_bytes!("testdata/excel_utf16le.txt"))), russian);
    assert_eq!(students(&file(include_bytes!("testdata/excel_utf16be.txt"))), russian);
    let list = file(include_bytes!("testdata/plain_1251.txt"));
    assert_eq!(students(&list), [russian[0], russian[1], ("Ёлкина Яна", "")]);
    let list = file(include_bytes!("testdata/plain_1252.csv"));
    assert_eq!(students(&list), [("Lefèvre Chloé", ""), ("Noël Zoë", "")]);
    let list = file(include_bytes!("testdata/excel_semicolons.csv"));
    assert_eq!(students(&list), [ANNA, ("Ben", "")]);
    let text = "Иванова Анна\r\nZoë\r\n";
    let utf16: Vec<u16> = text.encode_utf16().collect();
    let little: Vec<u8> = utf16.iter().flat_map(|unit| unit.to_le_bytes()).collect();
    let big: Vec<u8> = utf16.iter().flat_map(|unit| unit.to_be_bytes()).collect();
    for bytes in [text.as_bytes(), &little, &big] {
        assert_eq!(decode(bytes).as_deref(), Ok(text), "without a byte order mark");
    }
}

#[test]
fn a_file_that_is_no_text_is_refused() {
    for bytes in [
        b"PK\x03\x04\x14\0\x06\0" as &[u8],
        b"\xD0\xCF\x11\xE0\xA1\xB1",
        b"%PDF-1.7",
        b"\x89PNG\r\n\x1a\n",
        b"Anna\x07",
        b"\xFF\xFEa",
        b"\xFF\xFE\x00\xD8",
    ] {
        assert_eq!(decode(bytes), Err(Refusal::FileUnreadable), "{bytes:?}");
    }
    for empty in ["", "\n \n", "\u{FEFF}", "\u{202E}\n", "First name,Last name\n", ";;\n"] {
        assert_eq!(parse(empty), Err(Refusal::NoNames), "{empty:?}");
    }
}

#[test]
fn a_pasted_list_has_one_name_a_line() {
    let typed = " Anna K.\r\n\n=cmd()\n🦊\u{202E}שלום\t\n \n";
    assert_eq!(names(typed), ["Anna K.", "=cmd()", "🦊שלום"]);
    assert_eq!(
        parse(&format!("Anna\n\n{}\nBen", "я".repeat(300))),
        Err(Refusal::NameTooLong { line: 3, most: 60 })
    );
}

#[test]
fn the_numbers_of_a_pasted_list_are_no_part_of_the_names() {
    let typed = "1 Иванов\n2. Петров\n3) Anna K.\n04.\tBen\n№ 5: Chloé\n 12  Zoë 2\n6.O'Neill\n7;Ada";
    let expected = ["Иванов", "Петров", "Anna K.", "Ben", "Chloé", "Zoë 2", "O'Neill", "Ada"];
    assert_eq!(names(typed), expected);
    // Names that only begin with digits, and seats that are named by numbers.
    let kept = ["7b Anna", "17", "4.5", "2024 Anna", "1-Anna", "# Anna"];
    assert_eq!(names(&kept.join("\n")), kept);
}

#[test]
fn a_comma_is_part_of_a_name_unless_an_address_follows() {
    let list = parse("Smith, Anna\n\"O'Neill, Ben\"\nZoë,zoe@school.example\nada@school.example").unwrap();
    let expected = [
        ("Smith, Anna", ""),
        ("O'Neill, Ben", ""),
        ("Zoë", "zoe@school.example"),
        ("ada@school.example", "ada@school.example"),
    ];
    assert_eq!(students(&list), expected);
}

#[test]
fn two_students_may_share_a_name_and_no_student_is_listed_twice() {
    let list = parse("Ivan Petrov\nAnna\nivan petrov\nIVAN PETROV").unwrap();
    assert_eq!((list.students.len(), list.repeated), (4, 0));
    assert_eq!(list.shared_names, ["ivan petrov"]);
    let list = parse("Name,Email\nIvan,a@x.org\nIvan,b@x.org\nIvan P.,A@X.org").unwrap();
    assert_eq!((list.students.len(), list.repeated), (2, 1));
    assert_eq!(list.shared_names, ["Ivan"]);
}

#[test]
fn an_identifier_is_one_word_and_no_formula() {
    assert_eq!(clean_identifier(" a+b@x.org ").as_deref(), Some("a+b@x.org"));
    let long = "x".repeat(MAX_IDENTIFIER + 1);
    for typed in ["", "=1+1", "-5", "@x", "a b", "a\"b", "a;b", long.as_str()] {
        assert_eq!(clean_identifier(typed), None, "{typed}");
    }
}

#[test]
fn a_list_with_thousands_of_names_is_not_read_to_its_end() {
    let too_many = Refusal::MoreNamesThanSeats {
        names: 2_001,
        seats: 500,
    };
    for line in ["a\n", "a;b@school.example\n"] {
        assert_eq!(parse(&line.repeat(2_000)).map(|list| list.skipped), Ok(0));
        assert_eq!(parse(&line.repeat(2_001)), Err(too_many.clone()));
    }
    let table = format!("Name,Email\n{}", "Anna,anna@school.example\n".repeat(2_001));
    assert_eq!(parse(&table), Err(too_many));
}

#[test]
fn the_head_of_a_table_is_its_first_row_that_is_not_empty() {
    for text in [
        "sep=;\r\nName\r\nAnna\r\nBen\r\n",
        "\n\nФИО\nAnna\nBen",
        ";\nNom;Prénom\n;Anna\n;Ben\n",
    ] {
        let list = parse(text).unwrap();
        assert_eq!(students(&list), [("Anna", ""), ("Ben", "")], "{text:?}");
        assert_eq!(list.skipped, 0, "{text:?}");
    }
    assert_eq!(file(include_bytes!("testdata/excel_semicolons.csv")).skipped, 0);
    assert_eq!(parse("\nFirst name,Last name\n").unwrap_err(), Refusal::NoNames);
}
