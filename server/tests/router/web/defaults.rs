//! Tests that a new server has no accounts, that cookies reveal nothing, and that password rules are friendly.

use crate::{
    common::{member::*, *},
    on_every_database,
};
use base64::{Engine as _, engine::general_purpose};
use domain::validate::MAX_PASSWORD;

on_every_database!(
    there_is_no_default_account,
    cookies_contain_nothing_readable,
    password_fields_allow_password_managers_and_pasting,
    any_eight_characters_are_a_password_unless_it_is_a_common_one,
);

async fn there_is_no_default_account(app: TestApp) {
    for table in [
        "account",
        "factor",
        "recovery_code",
        "class",
        "web_session",
        "mailed_link",
    ] {
        assert_eq!(app.count(table).await, 0, "{table}");
    }
    for name in [
        "admin",
        "administrator",
        "root",
        "demo",
        "test",
        "teacher",
        "user",
        "stepwise",
    ] {
        for password in [name, "admin", "password", "changeme", "demo", "stepwise"] {
            // All six attempts for a name are checked, because the lockout begins after the sixth.
            let refused = app.browser().gives_password(name, password).await;
            assert!(!refused.is_done(), "{name}, {password}");
        }
    }
    assert_eq!(app.count("account").await, 0);
}

/// The value together with its decoded Base64.
fn readable(value: &str) -> String {
    let mut text = value.to_owned();
    for engine in [general_purpose::STANDARD_NO_PAD, general_purpose::URL_SAFE_NO_PAD] {
        if let Ok(bytes) = engine.decode(value.trim_end_matches('=')) {
            text.push_str(&String::from_utf8_lossy(&bytes));
            text.push_str(&database_dump::hex(&bytes));
        }
    }
    text
}

async fn cookies_contain_nothing_readable(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let student = app.browser();
    let (secret, codes) = student.sees_recovery_codes(seat).await;
    let typed = app.browser();
    typed
        .submits(
            "/sign-in",
            &[("username", "typed-into-a-name"), ("password", "typed-into-a-field")],
        )
        .await;
    let ada = app.browser();
    ada.registers("ada").await;
    let mut secret_things = vec![
        class.teacher_token.clone(),
        seat.login.clone(),
        seat.password.clone(),
        secret.base32.clone(),
        database_dump::hex(&secret.bytes()),
        PASSWORD.to_owned(),
        address_of("ada"),
        "typed-into-a-name".to_owned(),
        "typed-into-a-field".to_owned(),
    ];
    secret_things.extend(codes);
    let mut seen = 0;
    for browser in [&student, &typed, &ada, &class.teacher] {
        for (name, value) in browser.cookies() {
            seen += 1;
            for thing in &secret_things {
                assert!(
                    !database_dump::contains_secret(&readable(&value), thing),
                    "{thing} in the cookie {name}"
                );
            }
        }
    }
    assert!(seen >= 6, "the check sees only {seen} cookies");
    let sessions: Vec<String> = [&student, &ada, &class.teacher]
        .iter()
        .filter_map(|who| who.session())
        .collect();
    for session in &sessions {
        // 128 random bits, which say nothing about the user.
        assert_eq!(general_purpose::URL_SAFE_NO_PAD.decode(session).unwrap().len(), 16);
    }
    assert!(
        sessions
            .iter()
            .all(|one| sessions.iter().filter(|other| *other == one).count() == 1)
    );
}

async fn password_fields_allow_password_managers_and_pasting(app: TestApp) {
    let ada = app.browser();
    for (path, expected) in [
        ("/sign-in", vec!["current-password"]),
        ("/register", vec!["new-password"; 2]),
    ] {
        let page = ada.opens(path).await;
        let fields: Vec<String> = html::tags(&page.body)
            .into_iter()
            .filter(|tag| tag.name == "input" && tag.attribute("type") == Some("password"))
            .map(|tag| {
                // No script or handler intercepts pasting.
                assert!(tag.attributes.iter().all(|(name, _)| !name.starts_with("on")));
                // The field accepts more characters than a password may have, so that a password that is too long is
                // refused and not cut off.
                let most = tag
                    .attribute("maxlength")
                    .map_or(usize::MAX, |most| most.parse().unwrap());
                assert!(most > MAX_PASSWORD);
                tag.attribute("autocomplete").unwrap_or_default().to_owned()
            })
            .collect();
        assert_eq!(fields, expected, "{path}");
        assert!(page.body.contains("autocomplete=\"username\""), "{path}");
    }
}

async fn any_eight_characters_are_a_password_unless_it_is_a_common_one(app: TestApp) {
    let long = "ab ".repeat(42) + "ab";
    let longest = "x1".repeat(64);
    for (n, (password, taken)) in [
        ("vqmzkto", false),
        ("vqmzktow", true),
        ("пароль от школы", true),
        ("🦊🦊🦊🦊🦊🦊🦊🐻", true),
        (long.as_str(), true),
        (longest.as_str(), true),
        (&format!("{longest}x"), false),
        ("password", false),
        ("12345678", false),
        ("Qwertyuiop", false),
    ]
    .into_iter()
    .enumerate()
    {
        let name = format!("member{n}");
        let answer = app
            .browser()
            .registers_with(&name, &address_of(&name), password, password)
            .await;
        assert_eq!(answer.is_done(), taken, "{password}: {}", answer.body);
        if taken {
            assert!(app.browser().gives_password(&name, password).await.is_done());
            // The password is stored exactly as typed: not trimmed, not lowercased, not cut off.
            for other in [
                format!("{password} "),
                password.to_uppercase() + "!",
                password.chars().take(7).collect(),
            ] {
                assert!(!app.browser().gives_password(&name, &other).await.is_done(), "{other}");
            }
        }
    }
}
