//! Every login, password and code that Stepwise makes is understood with every keyboard layout.

use super::{layouts, *};
use crate::{
    credentials::{LOGIN_BYTES, PASSWORD_BYTES, is_student_login, student_login, student_password},
    join_code::{self, JOIN_CODE_BYTES, JoinCode},
    recovery_code::{RECOVERY_CODE_BYTES, RecoveryCode},
};
use proptest::prelude::*;

const PASSWORD: &str = "amber-otter-4821";
const LOGIN: &str = "kestrel-4821";

fn cases() -> ProptestConfig {
    ProptestConfig {
        cases: 100_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn bytes<const N: usize>() -> impl Strategy<Value = [u8; N]> {
    prop::collection::vec(any::<u8>(), N).prop_map(|bytes| bytes.try_into().unwrap_or([0; N]))
}

fn logins() -> impl Strategy<Value = String> {
    (bytes::<LOGIN_BYTES>(), 4..=6_u32).prop_map(|(random, digits)| student_login(random, digits))
}

fn passwords() -> impl Strategy<Value = String> {
    bytes::<PASSWORD_BYTES>().prop_map(student_password)
}

fn read(name: &str, password: &str) -> (String, String) {
    let read = read_credentials(name, password);
    (read.name, read.password.into_owned())
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn a_login_and_a_password_are_understood_with_every_keyboard_layout(login in logins(), password in passwords()) {
        let right = (login.clone(), same_password_form(&password));
        prop_assert_eq!(&read(&login, &password), &right, "what is right stays");
        for layout in layouts::ALL {
            let (name, typed) = (layout(&login), layout(&password));
            prop_assert_eq!(&read(&name, &typed), &right, "{} {}", name, typed);
            prop_assert_eq!(&read(&name.to_uppercase(), &typed.to_uppercase()), &right, "{} {}", name, typed);
        }
    }

    #[test]
    fn a_login_and_a_password_are_understood_with_other_separators(login in logins(), password in passwords()) {
        let right = (login.clone(), same_password_form(&password));
        for separator in layouts::SEPARATORS {
            for layout in [str::to_owned, layouts::russian, layouts::full_width] {
                let [name, typed] = [&login, &password].map(|text| layout(text).replace(['-', '－'], separator));
                prop_assert_eq!(&read(&name, &typed), &right, "{} {}", name, typed);
            }
        }
    }

    /// `cuts` are the numbers of letters that are missing at the end of each word.
    #[test]
    fn the_first_four_letters_of_each_word_are_enough(
        login in logins(),
        password in passwords(),
        cuts in prop::array::uniform3(0..=3_usize),
        separator in prop::sample::select(&layouts::SEPARATORS),
        layout in prop::sample::select(&layouts::ALL),
    ) {
        let right = (login.clone(), same_password_form(&password));
        let cut = |text: &str, cuts: &[usize], least: usize| {
            let groups = text.split('-').zip(cuts.iter().chain(&[0]));
            let cut = groups.map(|(group, missing)| &group[..(group.len() - missing.min(&group.len())).max(least.min(group.len()))]);
            cut.collect::<Vec<_>>().join("-")
        };
        let (name, typed) = (cut(&login, &cuts[..1], 4), cut(&password, &cuts[1..], 4));
        let in_layout = (layout(&name), layout(&typed));
        prop_assert_eq!(&read(&in_layout.0, &in_layout.1), &right, "{:?}", in_layout);
        let [name, typed] = [&name, &typed].map(|text| text.replace('-', separator).to_uppercase());
        prop_assert_eq!(&read(&name, &typed), &right, "{} {}", name, typed);
        prop_assert_eq!(&read(&layouts::russian(&name.to_lowercase()), &layouts::russian(&typed.to_lowercase())), &right, "{} {}", name, typed);
        let three_letters = cut(&password, &[4, 0], 3);
        let is_cut = three_letters != password && password.find('-') > Some(3) && three_letters.find('-') == Some(3);
        prop_assert!(!is_cut || read(&login, &three_letters) != right, "{}", three_letters);
    }

    #[test]
    fn what_is_marked_on_a_card_is_enough(login in logins(), password in passwords()) {
        let marked = |parts: Vec<Part>| parts.into_iter().map(|part| part.needed).collect::<String>();
        let (name, typed) = (marked(enough_of_login(&login)), marked(enough_of_password(&password)));
        prop_assert!(name.len() <= 4 + 6 && typed.len() <= 12);
        prop_assert_eq!(read(&name, &typed), (login, same_password_form(&password)));
    }

    #[test]
    fn what_was_read_once_stays_as_it_is(name in ".{0,20}", password in ".{0,30}") {
        let once = read(&name, &password);
        if is_student_login(&once.0) {
            prop_assert_eq!(&read(&once.0, &once.1), &once);
        } else {
            prop_assert_eq!(&once.1, &password);
        }
    }

    #[test]
    fn what_was_almost_right_is_read_once_too(
        login in logins(),
        password in passwords(),
        layout in 0..layouts::ALL.len(),
        at in 0..40_usize,
        other in prop::char::any(),
    ) {
        let spoilt = |text: String| -> String {
            let mut typed: Vec<char> = layouts::ALL[layout](&text).chars().collect();
            let at = at % typed.len();
            typed[at] = other;
            typed.into_iter().collect()
        };
        let once = read(&spoilt(login), &spoilt(password));
        if is_student_login(&once.0) {
            prop_assert_eq!(&read(&once.0, &once.1), &once);
        }
    }

    #[test]
    fn a_class_code_is_understood_with_every_keyboard_layout(random in bytes::<JOIN_CODE_BYTES>()) {
        let code = join_code::generate(random);
        let small = code.to_lowercase();
        let (russian, halves) = (layouts::russian(&small), format!("{} {}", &code[..3], &code[3..]));
        let (french, wide) = (layouts::french_without_shift(&small), layouts::full_width(&code));
        let mut typed = vec![code.clone(), small.clone(), russian.to_uppercase(), russian, halves, french, wide];
        // Only the letter M shows which Latin layout was used.
        if code.contains('M') {
            typed.extend([layouts::french_layout(&small), layouts::english_layout_on_french_keys(&small)]);
        }
        for typed in typed {
            let read = JoinCode::parse(&typed);
            prop_assert_eq!(read.as_ref().map(JoinCode::as_str), Some(code.as_str()), "{}", typed);
        }
    }

    #[test]
    fn a_recovery_code_is_understood_with_every_keyboard_layout(random in bytes::<RECOVERY_CODE_BYTES>()) {
        let code = RecoveryCode::from_random(random);
        let shown = code.to_string();
        let together = shown.replace('-', "");
        for typed in [
            shown.clone(),
            shown.to_uppercase(),
            together.clone(),
            shown.replace('-', " — "),
            layouts::russian(&shown),
            layouts::russian(&together),
            layouts::russian(&shown).to_uppercase(),
            layouts::french_without_shift(&shown),
            layouts::french_without_shift(&together),
            layouts::french_layout(&shown),
            layouts::full_width(&shown),
        ] {
            prop_assert!(RecoveryCode::parse(&typed).as_ref() == Some(&code), "{}", typed);
        }
    }

    #[test]
    fn the_name_and_password_of_a_member_stay(name in "[a-z][a-z0-9._-]{2,20}", password in ".{0,40}") {
        prop_assume!(!is_student_login(&name));
        let words = read_credentials("kestrel 4821", &password).password;
        let read = read(&name, &password);
        let is_of_students = words.len() > 4 && read.0 != name;
        prop_assert!(is_of_students || (read.0 == name && read.1 == password));
    }
}

#[test]
fn a_name_that_a_member_could_have_is_a_login_only_with_a_students_password() {
    for name in ["kestrel4821", "kestrel.4821", "kestrel_4821", "Kestrel--4821"] {
        assert_eq!(
            read(name, "amber otter 4821"),
            (LOGIN.to_owned(), "amberotter4821".to_owned()),
            "{name}"
        );
        for password in [
            "correct horse battery",
            "amber-otter-482",
            "amber-oter-4821",
            "",
            "Falcon-1999",
        ] {
            assert_eq!(
                read(name, password),
                (name.to_lowercase(), password.to_owned()),
                "{name}"
            );
        }
    }
    for name in [
        "alice",
        "Grace@School.test",
        "otter-12",
        "a-b-4821",
        "кестрел",
        "bob 4821",
        "12345",
    ] {
        assert_eq!(
            read(name, PASSWORD),
            (name.to_lowercase(), PASSWORD.to_owned()),
            "{name}"
        );
    }
}

#[test]
fn students_type_what_they_see() {
    for (name, password) in [
        (" Kestrel-4821", "Amber-Otter-4821 "),
        ("луыекуд-4821", "фьиук-щееук-4821"),
        ("kеstrеl-4821", "аmber-оtter-4821"),
        ("kestrel'_é&", "q,ber)otter)'_é&"),
        ("kestrel-'_é&", "amberotter'_é&"),
        ("ｋｅｓｔｒｅｌ－４８２１", "amber, otter, 4821"),
        ("kestrel  4821", "amber‐otter‑48 21"),
        ("kest4821", "ambeotte4821"),
        ("kestr-4821", "ambe otter 4821"),
        ("луые-4821", "фьиущееу4821"),
        ("kest'_é&", "q,beotte'_é&"),
    ] {
        assert_eq!(
            read(name, password),
            (LOGIN.to_owned(), "amberotter4821".to_owned()),
            "{name} {password}"
        );
    }
}

#[test]
fn a_password_from_before_the_words_were_replaced_is_typed_in_full() {
    let right = ("sparkle-4821".to_owned(), "gravitysparrow4821".to_owned());
    for (name, password) in [
        ("sparkle-4821", "gravity-sparrow-4821"),
        ("Sparkle 4821", "gravitysparrow4821"),
        ("ызфклду-4821", "пкфмшен-ызфккщц-4821"),
        ("spqrkle)'_é&", "grqvity)spqrroz)'_é&"),
    ] {
        assert_eq!(read(name, password), right, "{name} {password}");
    }
    for password in ["grav-sparrow-4821", "gravity-spar-4821", "gravit-sparrow-4821"] {
        assert_ne!(read("sparkle-4821", password).1, right.1, "{password}");
    }
    assert_ne!(read("spark-4821", "x").0, "sparkle-4821");
}

#[test]
fn cyrillic_letters_are_noticed() {
    assert!(has_cyrillic("kеstrel") && has_cyrillic("Ж"));
    assert!(!has_cyrillic("kestrel-4821 é ç") && !has_cyrillic(""));
    for (name, password) in [
        (LOGIN, "фьиук"),
        ("kestrel 4821", "пароль"),
        ("кестрел", "x"),
        ("луыекуд-4821", PASSWORD),
    ] {
        assert!(are_of_wrong_keyboard(name, password), "{name} {password}");
    }
    // The password of a member can be a Russian one.
    for (name, password) in [("ada", "пароль"), ("ada@school.example", "пароль"), (LOGIN, PASSWORD)] {
        assert!(!are_of_wrong_keyboard(name, password), "{name} {password}");
    }
}
