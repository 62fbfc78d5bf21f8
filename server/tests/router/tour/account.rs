//! The account page of the tour: every change of the account and of its second factors.

use crate::common::{member::*, message_codes::PAUSE};
use app::server_fns::TokensPage;
use domain::factor::FactorKind;

const NEXT: &str = "lovelace@school.example";

pub async fn a_member_changes_the_account(ada: &Member) {
    let (browser, app) = (&ada.browser, &ada.browser.app);
    for page in ["", "/phone", "/recovery-codes", "/password", "/email"] {
        browser.visits(&format!("/account{page}")).await;
    }
    for data in ["account", "again", "ways-again"] {
        browser.reads(&format!("/sfn/{data}"), &[]).await;
    }
    browser.visits("/account/tokens").await;
    let wanted = [("name", "Wall"), ("scope", "read"), ("days", "30")];
    changes(ada, "/account/tokens", &wanted).await;
    let tokens: TokensPage = browser.reads("/sfn/tokens", &[]).await.json();
    browser.does("/account/tokens/saved", &[]).await;
    let id = tokens.tokens[0].id.to_string();
    browser.does("/account/tokens/revoke", &[("id", &id)]).await;
    for wanted in [&[][..], &[("wanted", "yes")]] {
        browser.does("/account/new-device-mail", wanted).await;
    }
    browser.does("/account/language", &[("lang", "en")]).await;

    changes(ada, "/account/email", &[("email", NEXT)]).await;
    browser.does("/account/cancel-email", &[]).await;
    app.waits(3600);
    app.mails().await;
    changes(ada, "/account/email", &[("email", NEXT)]).await;
    let link = token(&app.mail_with(NEXT, "/confirm-email/").await, "/confirm-email/");
    browser.does("/confirm-email", &[("token", &link)]).await;
    assert_eq!(account(browser).await.email.as_deref(), Some(NEXT));
    let undo = token(&app.mail_with(&address_of("ada"), "/undo-email/").await, "/undo-email/");
    let owner = app.browser();
    owner.visits(&format!("/undo-email/{undo}")).await;
    owner.reads("/sfn/undo-email", &[("token", &undo)]).await;
    owner.does("/undo-email", &[("token", &undo)]).await;
    owner.visits("/undo-email/done").await;
    assert!(!browser.is_signed_in_as_member().await, "the undo ends all sessions");

    assert!(browser.signs_in_as("ada", PASSWORD, &ada.secret).await.is_done());
    assert_eq!(account(browser).await.email, Some(address_of("ada")));
    let (second, third) = (app.browser(), app.browser());
    for other in [&second, &third] {
        assert!(other.signs_in_as("ada", PASSWORD, &ada.secret).await.is_done());
    }
    let sessions = account(browser).await.sessions;
    let other = sessions.iter().find(|session| !session.is_this).unwrap();
    browser
        .does("/account/end-session", &[("reference", &other.reference)])
        .await;
    browser.does("/account/end-others", &[]).await;
    assert_eq!(account(browser).await.sessions.len(), 1);
    changes(
        ada,
        "/account/password",
        &[("new_password", PASSWORD_2), ("new_password_again", PASSWORD_2)],
    )
    .await;
    let fields = [
        ("password", PASSWORD_2),
        ("code", &ada.code()),
        ("new_password", PASSWORD),
        ("new_password_again", PASSWORD),
    ];
    browser.does("/account/password", &fields).await;
}

const PASSWORD_2: &str = "another horse battery";

/// A change that requires password and code.
async fn changes(ada: &Member, path: &str, more: &[(&str, &str)]) {
    let done = ada.browser.changes(path, &ada.code(), more).await;
    assert!(done.is_done(), "{path} {more:?}: {}", done.body);
}

pub async fn a_member_changes_factors(ada: &Member) {
    let (browser, app) = (&ada.browser, &ada.browser.app);
    app.waits(3600);
    app.mails().await;
    changes(ada, "/account/recovery-codes", &[]).await;
    browser.saves_recovery_codes().await;
    for kind in ["email", "sms"] {
        browser.visits(&format!("/account/connect/{kind}")).await;
        browser.reads("/sfn/factor", &[("kind", kind)]).await;
        let connected = browser.connects_message(kind, &ada.code()).await;
        assert!(connected.is_done(), "{kind} {}", connected.body);
        app.waits(PAUSE);
    }
    browser.visits("/account/first/email").await;
    changes(ada, "/account/ask-first", &[("kind", "email")]).await;
    let kinds: Vec<FactorKind> = account(browser)
        .await
        .factors
        .connected
        .iter()
        .map(|factor| factor.kind)
        .collect();
    assert_eq!((kinds[0], kinds.len()), (FactorKind::Email, 3));

    app.mails().await;
    browser.does("/account/send-code", &[("kind", "email")]).await;
    let code = app.code_by_mail().await;
    browser.visits("/account/remove/sms").await;
    let fields = [("password", PASSWORD), ("code", &code), ("kind", "sms")];
    browser.does("/account/remove", &fields).await;

    let half = app.browser();
    app.waits(PAUSE);
    // Sends a code, because codes by mail are asked for first.
    half.gives_password("ada", PASSWORD).await;
    app.waits(PAUSE);
    half.does("/sign-in/send", &[("kind", "email")]).await;
    let code = app.code_by_mail().await;
    assert!(half.gives_message_code("email", &code).await.is_done());
    changes(ada, "/account/remove", &[("kind", "email")]).await;
    assert_eq!(account(browser).await.factors.connected.len(), 1);
}
