//! Tests that the value of no cookie contains readable data.

use crate::{
    common::{member::*, *},
    on_every_database,
};
use base64::{Engine as _, engine::general_purpose};

on_every_database!(cookies_contain_nothing_readable,);

/// The value and, if the value is Base64, its decoded bytes as text and in hexadecimal.
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
        // A session id consists of 128 random bits, which say nothing about the user.
        assert_eq!(general_purpose::URL_SAFE_NO_PAD.decode(session).unwrap().len(), 16);
    }
    assert!(
        sessions
            .iter()
            .all(|one| sessions.iter().filter(|other| *other == one).count() == 1)
    );
}
