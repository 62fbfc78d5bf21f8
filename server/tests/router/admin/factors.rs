//! Tests that administrators sign in with an authenticator app. With a code by mail or SMS they can only set up an app.

use crate::{
    common::{api_client::*, member::*, message_codes::*, *},
    on_every_database,
};
use axum::http::Method;
use domain::{factor::FactorKind, refusal::Refusal};
use sea_orm::{ConnectionTrait, sea_query::Query};
use serde_json::{Value, json};

on_every_database!(
    administrators_cannot_sign_in_with_a_message_code,
    administrators_reauthenticate_with_the_app_only,
    administrators_cannot_remove_the_app,
    administrators_get_no_api_tokens_for_a_message_code,
);

/// Makes a member an administrator directly in the database, as if an earlier release had allowed any factor.
pub(super) async fn was_made_administrator(app: &TestApp, name: &str) {
    let update = Query::update()
        .table("account")
        .value("role", "admin")
        .and_where(sea_orm::sea_query::ExprTrait::eq(
            sea_orm::sea_query::Expr::col("username"),
            name,
        ))
        .to_owned();
    app.db.migration_connection().execute(&update).await.unwrap();
}

/// A signed-in member whose only second factor is codes by mail. Returns the recovery codes too.
pub(super) async fn by_mail_only(app: &TestApp, name: &str) -> (Browser, Vec<String>) {
    let browser = app.browser();
    browser.registers(name).await;
    browser.confirms_email(name).await;
    assert!(browser.proves_message("email").await.is_done());
    let codes = browser.saves_recovery_codes().await;
    app.mails().await;
    app.waits(PAUSE);
    (browser, codes)
}

async fn administrators_cannot_sign_in_with_a_message_code(app: TestApp) {
    let app = app.offering_messages();
    let ada = ada_with_messages(&app).await;
    // Ada prefers codes by mail. The first code is sent before she becomes an administrator.
    let first = [("kind", "email")];
    let ordered = ada.browser.changes("/account/ask-first", &ada.code(), &first).await;
    assert!(ordered.is_done(), "{}", ordered.body);
    app.mails().await;
    let half = pending_browser(&app).await;
    let code = app.code_by_mail().await;
    was_made_administrator(&app, "ada").await;
    assert_eq!(
        half.gives_message_code("email", &code).await.refusal(),
        Refusal::AppNeeded
    );
    assert!(!half.is_signed_in_as_member().await);
    app.waits(PAUSE);
    // When Ada next enters her password, the server sends no code, and the page offers the authenticator app only.
    let half = pending_browser(&app).await;
    assert!(app.mails().await.is_empty());
    let kinds: Vec<_> = half.challenge().await.factors.iter().map(|way| way.kind).collect();
    assert_eq!(kinds, [FactorKind::Totp]);
    let page = half.opens("/sign-in/code?with=email").await;
    assert!(page.body.contains("name=\"code\"") && !page.body.contains("/sign-in/send"));
    for kind in ["email", "sms"] {
        assert_eq!(half.requests_code(kind).await.refusal(), Refusal::NotFound);
        assert_eq!(half.gives_message_code(kind, &code).await.refusal(), Refusal::AppNeeded);
    }
    assert!(half.gives_code(&ada.code()).await.is_done());
    assert!(half.is_signed_in_as_member().await);
    // Recovery codes are still accepted.
    let recovering = pending_browser(&app).await;
    assert!(recovering.gives_recovery_code(&ada.codes[0]).await.is_done());
    assert!(recovering.is_signed_in_as_member().await);
}

async fn administrators_reauthenticate_with_the_app_only(app: TestApp) {
    let app = app.offering_messages();
    let ada = ada_with_messages(&app).await;
    assert!(
        ada.browser
            .calls("/account/send-code", &[("kind", "email")])
            .await
            .is_done()
    );
    let code = app.code_by_mail().await;
    was_made_administrator(&app, "ada").await;
    let prove = async |code: &str| ada.browser.calls("/admin/again", &[("code", code)]).await;
    assert_eq!(
        prove(&code).await.refusal(),
        Refusal::CodeWrong,
        "it is no code of the app"
    );
    let changed = ada.browser.changes("/account/recovery-codes", &code, &[]).await;
    assert_eq!(changed.refusal(), Refusal::CodeWrong);
    app.waits(PAUSE);
    for kind in ["email", "sms"] {
        let sent = ada.browser.calls("/account/send-code", &[("kind", kind)]).await;
        assert_eq!(sent.refusal(), Refusal::NotFound);
    }
    for page in ["/account/password", "/admin/invites"] {
        assert!(
            !ada.browser.opens(page).await.body.contains("/account/send-code"),
            "{page}"
        );
    }
    assert!(prove(&ada.code()).await.is_done());
    assert!(prove(&ada.codes[0]).await.is_done(), "a recovery code");
}

async fn administrators_cannot_remove_the_app(app: TestApp) {
    let app = app.offering_messages();
    let ada = ada_with_messages(&app).await;
    was_made_administrator(&app, "ada").await;
    let remove = async |kind: &str, code: &str| ada.browser.changes("/account/remove", code, &[("kind", kind)]).await;
    assert_eq!(remove("totp", &ada.code()).await.refusal(), Refusal::AppNeeded);
    let page = ada.browser.opens("/account").await;
    assert!(!page.body.contains("/account/remove/totp") && page.body.contains("/account/remove/email"));
    for kind in ["email", "sms"] {
        let connected = ada
            .browser
            .changes("/account/connect", &ada.code(), &[("kind", kind)])
            .await;
        assert_eq!(connected.refusal(), Refusal::AppNeeded, "{kind}");
    }
    assert!(remove("email", &ada.code()).await.is_done());
    assert!(remove("sms", &ada.code()).await.is_done());
    assert_eq!(remove("totp", &ada.code()).await.refusal(), Refusal::LastFactor);
}

async fn administrators_get_no_api_tokens_for_a_message_code(app: TestApp) {
    let app = app.offering_messages();
    let client = app.api_client();
    let who = |more: &[(&str, &str)]| {
        let mut body = json!({"username": "root", "password": PASSWORD});
        for (name, value) in more {
            body[name] = (*value).into();
        }
        body
    };
    by_mail_only(&app, "root").await;
    was_made_administrator(&app, "root").await;
    let sent: Value = client.posts("/auth-jwt/send-code", who(&[])).await.json();
    let attempt = sent["attempt"].as_str().unwrap();
    let code = app.code_by_mail().await;
    let with = [("security_code", code.as_str()), ("attempt", attempt)];
    let refusal = client.posts("/auth-jwt/login", who(&with)).await;
    assert_eq!(refused(&refusal), (409, "app_needed".into()));
    // With this code the administrator can set up an authenticator app over the API, as on the pages.
    let request = request(Method::POST, "/auth-totp/qrcode")
        .header(axum::http::header::CONTENT_TYPE, "application/json")
        .header(axum::http::header::ACCEPT, "application/json");
    let scanned = client.sends(request, who(&with).to_string()).await;
    assert_eq!(scanned.status, 201, "{}", scanned.body);
    let secret = secret_of(&scanned);
    let code = secret.code_at(app.now());
    let tokens = logged_in(
        &client.posts("/auth-jwt/login", who(&[("security_code", &code)])).await,
        secret,
    );
    assert_eq!(client.user_info(&tokens.access).await.status, 200);
    // After the set-up of the authenticator app, the server sends no more codes to the administrator.
    app.waits(PAUSE);
    app.mails().await;
    let refusal = client.posts("/auth-jwt/send-code", who(&[("by", "email")])).await;
    assert_eq!(refused(&refusal), (409, "other_way".into()));
    assert_eq!(refusal.json::<Value>()["ways"], json!(["totp"]));
    assert!(app.mails().await.is_empty());
}
