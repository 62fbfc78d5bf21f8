//! Tests of trusted browsers, in which a sign-in needs no code for some days.

use crate::{
    common::{member::*, *},
    on_every_database,
};
use domain::{audit::AuditKind, refusal::Refusal};
use sea_orm::{ConnectionTrait, sea_query::Query};

on_every_database!(
    a_trusted_browser_needs_no_code_for_thirty_days,
    trust_is_off_by_default_and_never_for_administrators_or_students,
    trust_ends_with_every_change_of_password_or_factor,
    trust_ends_with_a_reset,
    trust_is_bound_to_its_account_and_can_be_ended,
);

const COOKIE: &str = "trusted_browser";

/// Ada signs in and ticks the checkbox that makes the browser trusted.
async fn trusted(app: &TestApp, ada: &Member) -> Browser {
    let browser = app.browser();
    browser.gives_password("ada", PASSWORD).await;
    let fields = [("code", ada.code()), ("trust", "yes".to_owned())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let done = browser.calls("/sign-in/code", &fields).await;
    assert!(done.is_done(), "{}", done.body);
    browser
}

/// Whether a sign-in with the password needs no code in this browser.
async fn is_trusted(browser: &Browser, name: &str, password: &str) -> bool {
    browser.signs_out().await;
    let given = browser.gives_password(name, password).await;
    assert!(given.is_done(), "{}", given.body);
    browser.is_signed_in_as_member().await
}

async fn a_trusted_browser_needs_no_code_for_thirty_days(app: TestApp) {
    let app = app.trusting_browsers(30);
    let ada = ada(&app).await;
    assert!(
        !is_trusted(&ada.browser, "ada", PASSWORD).await,
        "the checkbox was not ticked"
    );
    assert_eq!(ada.browser.challenge().await.trust_days, Some(30));
    let browser = trusted(&app, &ada).await;
    let cookie = browser.cookie(COOKIE).expect("a cookie");
    assert!(!app.dump().await.contains(&cookie));
    let session = browser.session();
    assert!(is_trusted(&browser, "ada", PASSWORD).await);
    assert_ne!(browser.session(), session);
    assert_eq!(
        browser.gives_password("ada", "wrong").await.refusal(),
        Refusal::SignInFailed
    );
    let events = account(&browser).await.events;
    for kind in [AuditKind::BrowserTrusted, AuditKind::SignedInTrusted] {
        assert!(events.iter().any(|event| event.kind == kind), "{kind:?}");
    }
    app.waits(30 * 24 * 3600 - 120);
    assert!(is_trusted(&browser, "ada", PASSWORD).await);
    app.waits(120);
    assert!(!is_trusted(&browser, "ada", PASSWORD).await);
    // If the operator sets a shorter time, or turns the feature off, this applies to browsers that are already trusted.
    let browser = trusted(&app, &ada).await;
    app.waits(2 * 24 * 3600);
    for days in [1, 0] {
        let mut other = browser.copied();
        other.app = app.trusting_browsers(days);
        assert!(!is_trusted(&other, "ada", PASSWORD).await, "{days}");
    }
}

async fn trust_is_off_by_default_and_never_for_administrators_or_students(app: TestApp) {
    let ada = ada(&app).await;
    let browser = trusted(&app, &ada).await;
    assert_eq!(browser.cookie(COOKIE), None);
    let app = app.trusting_browsers(30);
    let promoted = trusted(&app, &ada).await;
    let update = Query::update()
        .table("account")
        .value("role", "admin")
        .and_where(sea_orm::sea_query::ExprTrait::eq(
            sea_orm::sea_query::Expr::col("username"),
            "ada",
        ))
        .to_owned();
    app.db.migration_connection().execute(&update).await.unwrap();
    assert!(
        !is_trusted(&promoted, "ada", PASSWORD).await,
        "even if the browser was trusted before the account got this role"
    );
    let half = app.browser();
    half.gives_password("ada", PASSWORD).await;
    assert_eq!(half.challenge().await.trust_days, None);
    let administrator = trusted(&app, &ada).await;
    assert_eq!(administrator.cookie(COOKIE), None);
    assert!(!is_trusted(&administrator, "ada", PASSWORD).await);
    let class = app.class_of(1).await;
    let student = app.browser();
    let (secret, _) = student.connects(&class.seats[0]).await;
    app.waits(30);
    student.signs_in(&class.seats[0]).await;
    let code = secret.code_at(app.now());
    let done = student
        .calls("/sign-in/code", &[("code", &code), ("trust", "yes")])
        .await;
    assert!(done.is_done() && student.cookie(COOKIE).is_none());
}

async fn trust_ends_with_every_change_of_password_or_factor(app: TestApp) {
    let app = app.offering_messages().trusting_browsers(30);
    let ada = ada(&app).await;
    let mut password = PASSWORD.to_owned();
    for change in ["sessions", "email", "remove", "phone", "address", "password"] {
        let browser = trusted(&app, &ada).await;
        let stolen = browser.copied();
        match change {
            "sessions" => assert!(browser.calls("/account/end-others", &[]).await.is_done()),
            "email" => assert!(browser.connects_message("email", &ada.code()).await.is_done()),
            "remove" => {
                let done = browser
                    .changes("/account/remove", &ada.code(), &[("kind", "email")])
                    .await;
                assert!(done.is_done(), "{}", done.body);
            }
            "address" => {
                app.waits(60);
                assert!(browser.connects_message("email", &ada.code()).await.is_done());
                let again = trusted(&app, &ada).await;
                again
                    .changes("/account/email", &ada.code(), &[("email", "new@school.example")])
                    .await;
                let letter = app.mail_with("new@school.example", "/confirm-email/").await;
                let token = token(&letter, "/confirm-email/");
                assert!(again.calls("/confirm-email", &[("token", &token)]).await.is_done());
                assert!(!is_trusted(&again, "ada", &password).await, "{change}");
            }
            "phone" => {
                browser.changes("/account/phone", &ada.code(), &[]).await;
                browser.opens_set_up().await;
                // Ada does not finish replacing the phone. Only a connected new phone ends the trust.
                assert!(is_trusted(&stolen, "ada", &password).await);
                continue;
            }
            _ => {
                password = "another horse battery".to_owned();
                let fields = [
                    ("new_password", password.as_str()),
                    ("new_password_again", password.as_str()),
                ];
                let changed = browser.changes("/account/password", &ada.code(), &fields).await;
                assert!(changed.is_done(), "{}", changed.body);
            }
        }
        assert!(!is_trusted(&stolen, "ada", &password).await, "{change}");
    }
}

async fn trust_ends_with_a_reset(app: TestApp) {
    let app = app.trusting_browsers(30);
    let ada = ada(&app).await;
    let browser = trusted(&app, &ada).await;
    app.stepwise.admin.reset_member_factors("ada").await.unwrap();
    assert!(!is_trusted(&browser, "ada", PASSWORD).await);
}

async fn trust_is_bound_to_its_account_and_can_be_ended(app: TestApp) {
    let app = app.trusting_browsers(30);
    let ada = ada(&app).await;
    let browser = trusted(&app, &ada).await;
    let bob = app.browser();
    bob.becomes_a_member("bob").await;
    bob.sets_cookie(COOKIE, &browser.cookie(COOKIE).unwrap());
    assert!(!is_trusted(&bob, "bob", PASSWORD).await);
    for nonsense in ["", "x", &"a".repeat(5000)] {
        let stranger = app.browser();
        stranger.sets_cookie(COOKIE, nonsense);
        stranger.gives_password("ada", PASSWORD).await;
        assert!(!stranger.is_signed_in_as_member().await);
    }
    let listed = account(&browser).await.factors.trusted;
    assert_eq!(listed.len(), 1);
    let id = listed[0].id.to_string();
    let carol = app.browser();
    carol.becomes_a_member("carol").await;
    assert_eq!(
        carol.calls("/account/end-trust", &[("browser", &id)]).await.refusal(),
        Refusal::NotFound
    );
    assert!(is_trusted(&browser, "ada", PASSWORD).await);
    assert!(browser.calls("/account/end-trust", &[("browser", &id)]).await.is_done());
    assert!(account(&browser).await.factors.trusted.is_empty());
    assert!(!is_trusted(&browser, "ada", PASSWORD).await);
}
