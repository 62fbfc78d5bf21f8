use super::*;
use proptest::prelude::*;

#[test]
fn a_username_is_plain() {
    assert_eq!(username(" Ada.Lovelace_1-2 "), Ok("ada.lovelace_1-2".into()));
    for (typed, fault) in [
        ("", UsernameFault::Length),
        ("ab", UsernameFault::Length),
        (&"x".repeat(41), UsernameFault::Length),
        ("kestrel-4821", UsernameFault::OfAStudent),
        ("Kestrel-4821", UsernameFault::OfAStudent),
        ("ada lovelace", UsernameFault::Alphabet),
        ("ada\nlovelace", UsernameFault::Alphabet),
        ("ada@example.org", UsernameFault::Alphabet),
        // Cyrillic а, the Kelvin sign, a full-width letter, a ligature: all become Latin letters under NFKC or the eye.
        ("\u{430}da", UsernameFault::Alphabet),
        ("\u{212A}arl", UsernameFault::Alphabet),
        ("\u{FF41}da", UsernameFault::Alphabet),
        ("\u{FB01}nn", UsernameFault::Alphabet),
        ("ada\u{200B}", UsernameFault::Alphabet),
    ] {
        assert_eq!(username(typed), Err(fault), "{typed:?}");
    }
}

#[test]
fn an_address_is_one_line_that_mail_servers_take() {
    assert_eq!(
        email(" Anna.Keller+2FA@School.Example "),
        Ok("anna.keller+2fa@school.example".into())
    );
    let long_label = format!("a@{}.org", "x".repeat(64));
    for typed in [
        "",
        "anna",
        "@school.example",
        "anna@",
        "anna@localhost",
        "anna@@school.example",
        "anna@school..example",
        "anna@-school.example",
        ".anna@school.example",
        "anna@school.example\r\nBcc: all@school.example",
        "anna\n@school.example",
        "anna keller@school.example",
        "<anna@school.example>",
        "a,b@school.example",
        "\"anna\"@school.example",
        "\u{430}nna@school.example",
        &long_label,
    ] {
        assert_eq!(email(typed), Err(EmailFault::Shape), "{typed:?}");
    }
    assert_eq!(email(&format!("a@{}.org", "x.".repeat(200))), Err(EmailFault::TooLong));
}

#[test]
fn any_password_that_not_everybody_has() {
    for typed in ["correct horse", "пароль-и-ещё", "        ", "🦆🦆🦉🦉🦊🦊🦝🦝"] {
        assert_eq!(
            password(typed, &["ada"]),
            if typed.trim().is_empty() {
                Err(PasswordFault::Common)
            } else {
                Ok(())
            },
            "{typed}"
        );
    }
    for (typed, fault) in [
        ("seven77", PasswordFault::TooShort),
        (&"x7-".repeat(43), PasswordFault::TooLong),
        ("password", PasswordFault::Common),
        ("PassWord", PasswordFault::Common),
        ("qwertyuiop", PasswordFault::Common),
        ("aaaaaaaaaaaa", PasswordFault::Common),
        ("abcdefghijkl", PasswordFault::Common),
        ("987654321", PasswordFault::Common),
        ("Ada.Lovelace", PasswordFault::Common),
        ("ada@lace.example", PasswordFault::Common),
    ] {
        assert_eq!(
            password(typed, &["ada.lovelace", "ada@lace.example"]),
            Err(fault),
            "{typed}"
        );
    }
    assert_eq!(password_length(&"я".repeat(128)), Ok(()));
    assert_eq!(password(&"x".repeat(1_000_000), &[]), Err(PasswordFault::TooLong));
}

#[test]
fn the_list_is_long_enough_and_all_of_it_counts() {
    assert!(COMMON.len() >= 2_990, "{}", COMMON.len());
    for word in COMMON.iter() {
        assert_eq!(password(word, &[]), Err(PasswordFault::Common), "{word}");
    }
}

proptest! {
    #[test]
    fn whatever_is_taken_is_taken_again(typed in "\\PC{0,60}") {
        if let Ok(name) = username(&typed) {
            prop_assert_eq!(username(&name), Ok(name.clone()));
            prop_assert!(name.is_ascii());
        }
        if let Ok(address) = email(&typed) {
            prop_assert_eq!(email(&address), Ok(address.clone()));
        }
        let _ = password(&typed, &[]);
    }
}
