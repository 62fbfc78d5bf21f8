//! Tests of personal access tokens, which members make on the account page.

use crate::{
    always_on_every_database,
    common::{member::*, *},
    on_every_database,
};
use app::server_fns::TokensPage;
use axum::http::Method;
use domain::{audit::AuditKind, locale::Locale, personal_token::PREFIX, refusal::Refusal};
use serde_json::json;
use texts::Texts;

on_every_database!(
    a_token_with_the_scope_to_read_changes_nothing,
    a_token_needs_password_and_code_and_is_shown_once,
    a_token_expires,
    an_account_has_at_most_twenty_tokens,
    a_personal_token_is_no_refresh_token,
);

always_on_every_database!(a_token_ends_with_what_ends_sessions, a_token_is_stored_as_a_hash,);

async fn makes(ada: &Member, name: &str, scope: &str) -> String {
    let more = [("name", name), ("scope", scope), ("days", "30")];
    let made = ada.browser.changes("/account/tokens", &ada.code(), &more).await;
    assert!(made.is_done(), "{}", made.body);
    page(ada).await.fresh.unwrap()
}

async fn page(ada: &Member) -> TokensPage {
    ada.browser.loads("/sfn/tokens", &[]).await.json()
}

async fn a_token_with_the_scope_to_read_changes_nothing(app: TestApp) {
    let ada = ada(&app).await;
    let client = app.api_client();
    let (reads, manages) = (
        makes(&ada, "Wall", "read").await,
        makes(&ada, "Plan", "manage_classes").await,
    );
    let new = json!({"seats": 2, "title": "7b"});
    let refused = client.calls(&reads, Method::POST, "/classes", Some(new.clone())).await;
    assert_eq!(refused.status, 403);
    assert!(refused.body.contains("scope_missing"), "{}", refused.body);
    let opened = client.calls(&manages, Method::POST, "/classes", Some(new)).await;
    assert_eq!(opened.status, 201, "{}", opened.body);
    let class: serde_json::Value = opened.json();
    let path = format!("/classes/{}", class["id"].as_str().unwrap());
    for token in [&reads, &manages] {
        assert_eq!(client.user_info(token).await.status, 200);
        assert_eq!(client.calls(token, Method::GET, "/classes", None).await.status, 200);
        assert_eq!(client.calls(token, Method::GET, &path, None).await.status, 200);
    }
    assert_eq!(client.calls(&reads, Method::DELETE, &path, None).await.status, 403);
    assert_eq!(client.calls(&manages, Method::DELETE, &path, None).await.status, 204);
}

async fn a_token_needs_password_and_code_and_is_shown_once(app: TestApp) {
    let ada = ada(&app).await;
    let more = [("name", "Wall"), ("scope", "read"), ("days", "30")];
    let refused = ada.browser.changes("/account/tokens", "123456", &more).await;
    assert!(matches!(
        refused.refusal(),
        Refusal::CodeWrong | Refusal::CodeUsed { .. }
    ));
    let unnamed = [("name", " "), ("scope", "read"), ("days", "30")];
    let refused = ada.browser.changes("/account/tokens", &ada.code(), &unnamed).await;
    assert_eq!(refused.refusal(), Refusal::TokenNameUnfit { most: 40 });
    let for_ever = [("name", "Wall"), ("scope", "read"), ("days", "9999")];
    let refused = ada.browser.changes("/account/tokens", &ada.code(), &for_ever).await;
    assert_eq!(refused.refusal(), Refusal::BadRequest);

    let token = makes(&ada, "Wall", "read").await;
    assert!(ada.browser.opens("/account/tokens").await.says(&token));
    ada.got_mail(Texts::of(Locale::En).token_mail_subject()).await;
    let events = account(&ada.browser).await.events;
    assert!(events.iter().any(|event| event.kind == AuditKind::TokenMade));
    assert!(ada.browser.calls("/account/tokens/saved", &[]).await.is_done());
    assert_eq!(page(&ada).await.fresh, None);
    let shown = ada.browser.opens("/account/tokens").await;
    assert!(shown.says("Wall") && !shown.body.contains(&token));
}

async fn a_token_expires(app: TestApp) {
    let ada = ada(&app).await;
    let client = app.api_client();
    let token = makes(&ada, "Wall", "read").await;
    app.waits(30 * 24 * 3600 - 60);
    assert_eq!(client.user_info(&token).await.status, 200);
    app.waits(60);
    assert_eq!(client.user_info(&token).await.status, 401);
}

async fn a_token_ends_with_what_ends_sessions(app: TestApp) {
    let ada = ada(&app).await;
    let client = app.api_client();
    let token = makes(&ada, "Wall", "read").await;
    assert_eq!(client.user_info(&token).await.status, 200);
    // Revoked by its owner, and by nobody else.
    let id = page(&ada).await.tokens[0].id.to_string();
    let eve = app.browser();
    eve.becomes_a_member("eve").await;
    let refused = eve.calls("/account/tokens/revoke", &[("id", &id)]).await;
    assert_eq!(refused.refusal(), Refusal::NotFound);
    assert_eq!(client.user_info(&token).await.status, 200);
    assert!(
        ada.browser
            .calls("/account/tokens/revoke", &[("id", &id)])
            .await
            .is_done()
    );
    assert_eq!(client.user_info(&token).await.status, 401);

    // A logout of all API clients.
    let token = makes(&ada, "Wall", "read").await;
    let login = client.logs_in_again("ada", &ada.secret).await;
    let everywhere = "/auth-jwt/logout?everywhere=true";
    let out = client.calls(&login.access, Method::POST, everywhere, None).await;
    assert_eq!(out.status, 204, "{}", out.body);
    assert_eq!(client.user_info(&token).await.status, 401);
    assert!(ada.browser.is_signed_in_as_member().await);

    let token = makes(&ada, "Wall", "read").await;
    let new = "another horse battery";
    let more = [("new_password", new), ("new_password_again", new)];
    assert!(
        ada.browser
            .changes("/account/password", &ada.code(), &more)
            .await
            .is_done()
    );
    assert_eq!(client.user_info(&token).await.status, 401);
    assert!(page(&ada).await.tokens.is_empty());
}

async fn a_token_is_stored_as_a_hash(app: TestApp) {
    let ada = ada(&app).await;
    let token = makes(&ada, "Wall", "read").await;
    let secret = token.strip_prefix(PREFIX).unwrap();
    assert!(secret.len() >= 43);
    assert!(!database_dump::contains_secret(&app.dump().await, secret));
}

async fn an_account_has_at_most_twenty_tokens(app: TestApp) {
    let ada = ada(&app).await;
    for n in 0..20 {
        makes(&ada, &format!("Wall {n}"), "read").await;
    }
    let more = [("name", "Wall"), ("scope", "read"), ("days", "30")];
    let refused = ada.browser.changes("/account/tokens", &ada.code(), &more).await;
    assert_eq!(refused.refusal(), Refusal::TooManyTokens { most: 20 });
}

async fn a_personal_token_is_no_refresh_token(app: TestApp) {
    let ada = ada(&app).await;
    let client = app.api_client();
    let token = makes(&ada, "Wall", "manage_classes").await;
    for path in ["/auth-jwt/refresh", "/auth-jwt/logout"] {
        assert_eq!(
            client.calls(&token, Method::POST, path, None).await.status,
            401,
            "{path}"
        );
    }
    assert_eq!(client.user_info(&token).await.status, 200);
    assert_eq!(
        client.user_info(&format!("{PREFIX}{}", "a".repeat(43))).await.status,
        401
    );
}
