//! Tests of the rules for names, addresses and passwords.

use super::*;
use proptest::prelude::*;

const ADA: KnownNames<'static> = KnownNames {
    username: "ada.lovelace",
    emails: [Some("ada@lace.example"), Some("countess@lace.example")],
    site: "Lycée Ampère",
};

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
        // Cyrillic а, the Kelvin sign, a full-width letter and a ligature: each of them looks like a Latin letter or
        // becomes one under NFKC.
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
fn uncommon_passwords_are_accepted() {
    for typed in ["correct horse", "пароль-и-ещё", "        ", "🦆🦆🦉🦉🦊🦊🦝🦝"] {
        assert_eq!(
            password(typed, ADA),
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
        ("Ada.Lovelace", PasswordFault::HoldsUsername),
        ("my-ada.lovelace-1", PasswordFault::HoldsUsername),
        ("ada@lace.example", PasswordFault::HoldsEmail),
        ("x ADA@lace.example", PasswordFault::HoldsEmail),
        ("the-Countess-1815", PasswordFault::HoldsEmail),
        ("Stepwise-2026", PasswordFault::HoldsSiteName),
        ("at LYCÉE Ampère 7b", PasswordFault::HoldsSiteName),
    ] {
        assert_eq!(password(typed, ADA), Err(fault), "{typed}");
    }
    // These passwords contain only the host of the address or parts of names. They are easy to guess, but no rule
    // forbids them.
    for typed in ["lace.example-7", "lovelace-1815", "ada-ada-ada-7", "ampère-2026"] {
        assert_eq!(password(typed, ADA), Ok(()), "{typed}");
    }
    assert_eq!(password_length(&"я".repeat(128)), Ok(()));
    assert_eq!(
        password(&"x".repeat(1_000_000), KnownNames::default()),
        Err(PasswordFault::TooLong)
    );
}

#[test]
fn the_list_is_long_enough_and_all_of_it_counts() {
    assert!(COMMON.len() >= 2_990, "{}", COMMON.len());
    for word in COMMON.iter() {
        assert_eq!(
            password(word, KnownNames::default()),
            Err(PasswordFault::Common),
            "{word}"
        );
    }
}

proptest! {
    #[test]
    fn accepted_input_is_accepted_again(typed in "\\PC{0,60}") {
        if let Ok(name) = username(&typed) {
            prop_assert_eq!(username(&name), Ok(name.clone()));
            prop_assert!(name.is_ascii());
        }
        if let Ok(address) = email(&typed) {
            prop_assert_eq!(email(&address), Ok(address.clone()));
        }
        let _ = password(&typed, KnownNames::default());
    }

    #[test]
    fn no_name_that_is_known_is_part_of_a_password(
        name in "[a-zA-Z0-9._-]{4,20}", before in "\\PC{8,20}", after in "\\PC{0,20}", upper in any::<bool>(),
    ) {
        let name = name.to_lowercase();
        let typed = format!("{before}{}{after}", if upper { name.to_uppercase() } else { name.clone() });
        let email = format!("{name}@school.example");
        let refused = |known: KnownNames<'_>| password(&typed, known).is_err();
        let none = KnownNames::default();
        for known in [
            KnownNames { username: &name, ..none },
            KnownNames { emails: [None, Some(&email)], ..none },
            KnownNames { emails: [Some(&email), None], ..none },
            KnownNames { site: &name, ..none },
        ] {
            prop_assert!(refused(known), "{:?}", known);
        }
    }

    #[test]
    fn a_short_name_makes_no_password_impossible(name in "[a-z0-9]{0,3}", typed in "\\PC{0,60}") {
        let email = format!("{name}@x");
        let known = KnownNames { username: &name, emails: [None, None], site: &name };
        prop_assert_eq!(password(&typed, known), password(&typed, KnownNames::default()));
        let known = KnownNames { emails: [Some(&email), None], ..KnownNames::default() };
        if !typed.to_lowercase().contains(&email) {
            prop_assert_eq!(password(&typed, known), password(&typed, KnownNames::default()));
        }
    }
}
