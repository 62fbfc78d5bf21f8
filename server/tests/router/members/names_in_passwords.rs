//! Tests that passwords which contain data of their owner or the name of the site are refused on every page that sets a
//! password.

use crate::{
    common::{api_client::*, member::*, *},
    on_every_database,
};
use domain::{
    locale::Locale,
    refusal::Refusal,
    registration::PasswordFault::{self, HoldsEmail, HoldsSiteName, HoldsUsername},
};
use serde_json::{Value, json};
use texts::Texts;

on_every_database!(
    a_password_with_a_name_is_refused_at_the_registration,
    a_password_with_a_name_is_refused_at_a_change_and_a_reset,
    a_password_with_a_name_is_refused_for_the_first_administrator,
);

#[track_caller]
fn fault(answer: &Answer) -> Option<PasswordFault> {
    match answer.refusal() {
        Refusal::Faults { faults } => faults.password,
        other => panic!("{other:?}"),
    }
}

/// A server whose operator has set another site name.
fn named(app: &TestApp) -> TestApp {
    app.with(|config| config.settings.issuer = "Lycée Ampère".to_owned())
}

/// Passwords of `lovelace`, whose address is `countess@school.example`.
const FORBIDDEN: [(&str, PasswordFault); 6] = [
    ("my-LoveLace-1815", HoldsUsername),
    ("Countess of 1815", HoldsEmail),
    ("x countess@school.example", HoldsEmail),
    ("Stepwise-in-2026", HoldsSiteName),
    ("notre LYCÉE AMPÈRE", HoldsSiteName),
    ("lycée ampère 7b!", HoldsSiteName),
];

async fn a_password_with_a_name_is_refused_at_the_registration(app: TestApp) {
    let app = named(&app);
    let browser = app.browser();
    for (password, why) in FORBIDDEN {
        let refused = browser
            .registers_with("Lovelace", "Countess@school.example", password, password)
            .await;
        assert_eq!(fault(&refused), Some(why), "{password}");
    }
    // The page shows the error at the field, without scripts too.
    let form = browser.opens("/register").await.field("form");
    let fields = [
        ("form", form.as_str()),
        ("username", "lovelace"),
        ("email", "countess@school.example"),
        ("password", "my-lovelace-1815"),
        ("password_again", "my-lovelace-1815"),
    ];
    let page = browser.submits_and_follows("/register", &fields).await;
    assert!(page.says(Texts::of(Locale::En).fault_password_holds_username()));
    let client = app.api_client();
    let body = json!({
        "username": "lovelace", "email": "countess@school.example",
        "password1": "Stepwise-in-2026", "password2": "Stepwise-in-2026",
    });
    let refusal = client.posts("/user", body).await;
    assert_eq!(refused(&refusal), (422, "faults".into()));
    let expected = json!([{"field": "password1", "code": "holds_site_name"}]);
    assert_eq!(refusal.json::<Value>()["errors"], expected);
    // Many words contain names as short as `ada`, so passwords are allowed to contain such a name.
    let registered = browser
        .registers_with("ada", "eve@school.example", "adamant evening 7b", "adamant evening 7b")
        .await;
    assert!(registered.is_done(), "{}", registered.body);
}

async fn a_password_with_a_name_is_refused_at_a_change_and_a_reset(app: TestApp) {
    let app = named(&app);
    let browser = app.browser();
    assert!(
        browser
            .registers_with("lovelace", "countess@school.example", PASSWORD, PASSWORD)
            .await
            .is_done()
    );
    let (secret, _) = browser.connects_first().await;
    app.waits(30);
    let code = secret.code_at(app.now());
    // A password with the address is refused before and after the address is confirmed. A refusal does not use up the
    // code.
    for confirmed in [false, true] {
        if confirmed {
            let letter = app.mail_to("countess@school.example").await;
            let link = token(&letter, "/confirm-email/");
            assert!(browser.calls("/confirm-email", &[("token", &link)]).await.is_done());
        }
        for (password, why) in FORBIDDEN {
            let fields = [("new_password", password), ("new_password_again", password)];
            let refused = browser.changes("/account/password", &code, &fields).await;
            assert_eq!(fault(&refused), Some(why), "{password}");
        }
    }
    let fine = [
        ("new_password", "another horse battery"),
        ("new_password_again", "another horse battery"),
    ];
    assert!(browser.changes("/account/password", &code, &fine).await.is_done());
    app.mails().await;
    assert!(browser.calls("/forgot", &[("username", "lovelace")]).await.is_done());
    let letter = app.mail_with("countess@school.example", "/forgot/").await;
    let link = token(&letter, "/forgot/");
    let reset = async |password: &str| {
        let fields = [
            ("token", link.as_str()),
            ("password", password),
            ("password_again", password),
        ];
        app.browser().calls("/forgot/new-password", &fields).await
    };
    for (password, why) in FORBIDDEN {
        assert_eq!(fault(&reset(password).await), Some(why), "{password}");
    }
    assert!(reset("a third horse battery").await.is_done());
}

async fn a_password_with_a_name_is_refused_for_the_first_administrator(app: TestApp) {
    let app = named(&app);
    let made = app
        .stepwise
        .admin
        .make_administrator("lovelace", "countess@school.example")
        .await;
    let link = made.unwrap().unwrap();
    let token = link.rsplit('/').next().unwrap().to_owned();
    let choose = async |password: &str| {
        let fields = [
            ("token", token.as_str()),
            ("password", password),
            ("password_again", password),
        ];
        app.browser().calls("/forgot/new-password", &fields).await
    };
    for (password, why) in FORBIDDEN {
        assert_eq!(fault(&choose(password).await), Some(why), "{password}");
    }
    assert!(choose(PASSWORD).await.is_done());
}
