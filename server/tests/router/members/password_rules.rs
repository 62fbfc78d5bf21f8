//! Tests of the rules for passwords: length, common passwords, password managers. `names_in_passwords` tests names.

use crate::{common::member::*, common::*, on_every_database};
use domain::validate::MAX_PASSWORD;

on_every_database!(
    password_fields_allow_password_managers_and_pasting,
    any_eight_characters_are_a_password_unless_it_is_a_common_one,
);

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
                // The field accepts more characters than the maximum for passwords. So the server refuses a password
                // that is too long, and the browser does not cut it off.
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
            // The password is hashed exactly as the user has entered it: not trimmed, not lowercased, not cut off.
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
