//! Tests of ending sessions: one by one, by an administrator, and by the maximum number for an account.

use crate::{
    always_on_every_database,
    common::{member::*, *},
    on_every_database,
};
use domain::{audit::AuditKind, locale::Locale, refusal::Refusal, session::MAX_SESSIONS, view::SessionView};
use sea_orm::{ConnectionTrait, Statement};
use std::collections::BTreeSet;
use texts::Texts;

on_every_database!(
    a_member_ends_one_session_and_the_others_stay,
    sessions_are_listed_by_keyed_references_that_only_the_owner_can_use,
    ending_the_current_session_signs_out,
    an_administrator_ends_all_sessions_without_deactivating,
    a_password_alone_ends_no_session_of_its_owner,
);

always_on_every_database!(
    the_oldest_of_fifty_one_sessions_ends,
    simultaneous_sign_ins_respect_the_limit,
);

async fn ends(browser: &Browser, session: &SessionView) -> Answer {
    let fields = [("reference", session.reference.as_str())];
    browser.calls("/account/end-session", &fields).await
}

async fn a_member_ends_one_session_and_the_others_stay(app: TestApp) {
    let ada = ada(&app).await;
    let (second, third) = (app.browser(), app.browser());
    for browser in [&second, &third] {
        assert!(browser.signs_in_as("ada", PASSWORD, &ada.secret).await.is_done());
    }
    let sessions = account(&ada.browser).await.sessions;
    let is_this: Vec<_> = sessions.iter().map(|session| session.is_this).collect();
    assert_eq!(is_this, [true, false, false]);
    // Sends the form of the page without scripts. The newest of the other sessions belongs to the third browser.
    let page = ada.browser.opens("/account").await;
    assert!(page.body.contains("action=\"/account/end-session\""));
    assert!(page.body.contains(&sessions[1].reference));
    let fields = [("reference", sessions[1].reference.as_str())];
    let ended = ada.browser.submits_and_follows("/account/end-session", &fields).await;
    assert!(ended.says(Texts::of(Locale::En).account_done_session()));
    assert!(!third.is_signed_in_as_member().await);
    assert!(second.is_signed_in_as_member().await && ada.browser.is_signed_in_as_member().await);
    assert_eq!(ends(&ada.browser, &sessions[1]).await.refusal(), Refusal::NotFound);
    let kinds: Vec<_> = account(&ada.browser).await.events;
    let written = kinds.iter().filter(|event| event.kind == AuditKind::SessionEnded);
    assert_eq!(written.count(), 1);
}

async fn sessions_are_listed_by_keyed_references_that_only_the_owner_can_use(app: TestApp) {
    let ada = ada(&app).await;
    let bob = app.browser();
    bob.becomes_a_member("bob").await;
    let his = account(&bob).await.sessions.remove(0);
    assert_eq!(ends(&ada.browser, &his).await.refusal(), Refusal::NotFound);
    assert!(bob.is_signed_in_as_member().await);
    // The id of the session in the database is not on the page, and the server does not accept it as a reference.
    let page = ada.browser.opens("/account").await.body.to_ascii_lowercase();
    let dump = app.dump().await;
    let shown = account(&ada.browser).await.sessions.remove(0).reference;
    assert!(!database_dump::contains_secret(&dump, &shown));
    let stored = match app.db.backend() {
        sea_orm::DbBackend::Postgres => "encode(id_hash, 'hex')",
        _ => "LOWER(HEX(id_hash))",
    };
    let keys = format!("SELECT {stored} AS stored FROM web_session WHERE account_id IS NOT NULL");
    let keys = Statement::from_string(app.db.backend(), keys);
    let rows = app.db.migration_connection().query_all_raw(keys).await.unwrap();
    assert_eq!(rows.len(), 2);
    for row in rows {
        let key: String = row.try_get("", "stored").unwrap();
        assert!(key.len() == 64 && !page.contains(&key));
        let named = [("reference", key.as_str())];
        let refused = ada.browser.calls("/account/end-session", &named).await;
        assert_eq!(refused.refusal(), Refusal::NotFound);
    }
    assert!(ada.browser.is_signed_in_as_member().await);
}

async fn ending_the_current_session_signs_out(app: TestApp) {
    let ada = ada(&app).await;
    let other = app.browser();
    assert!(other.signs_in_as("ada", PASSWORD, &ada.secret).await.is_done());
    let copied = ada.browser.copied();
    let this = account(&ada.browser).await.sessions.remove(0);
    assert!(this.is_this);
    let fields = [("reference", this.reference.as_str())];
    let out = ada.browser.submits("/account/end-session", &fields).await;
    assert_eq!(out.leads_to(), "/sign-out?from=classes");
    assert!(!ada.browser.is_signed_in_as_member().await && !copied.is_signed_in_as_member().await);
    assert!(other.is_signed_in_as_member().await);
    let events = account(&other).await.events;
    assert!(events.iter().any(|event| event.kind == AuditKind::SessionEnded));
}

async fn an_administrator_ends_all_sessions_without_deactivating(app: TestApp) {
    let app = app.trusting_browsers(30);
    let root = app.administrator("root").await;
    let ada = ada(&app).await;
    let client = app.api_client();
    app.waits(30);
    let tokens = client.logs_in_again("ada", &ada.secret).await;
    let trusting = app.browser();
    assert!(trusting.gives_password("ada", PASSWORD).await.is_done());
    let code = ada.code();
    let trusted = [("code", code.as_str()), ("trust", "yes")];
    assert!(trusting.calls("/sign-in/code", &trusted).await.is_done());
    app.mails().await;

    let seen = root.opens_account("ada").await;
    assert_eq!(root.acts(&seen, "end_sessions").await.refusal(), Refusal::ProveFirst);
    assert_eq!(
        trusting
            .calls(
                "/admin/account-act",
                &[("id", "0"), ("act", "end_sessions"), ("seen", "0")]
            )
            .await
            .refusal(),
        Refusal::NotFound
    );
    root.reauthenticates().await;
    let page = root
        .browser
        .opens(&format!("/admin/accounts/{}", seen.account.id))
        .await;
    assert!(page.says(Texts::of(Locale::En).admin_end_sessions()));
    assert!(root.acts(&seen, "end_sessions").await.is_done());
    assert_eq!(
        root.acts(&seen, "end_sessions").await.refusal(),
        Refusal::ChangedMeanwhile,
        "the page was older"
    );

    assert!(!ada.browser.is_signed_in_as_member().await && !trusting.is_signed_in_as_member().await);
    assert_eq!(client.user_info(&tokens.access).await.status, 401);
    let refreshed = client
        .calls(&tokens.refresh, axum::http::Method::POST, "/auth-jwt/refresh", None)
        .await;
    assert_eq!(refreshed.status, 401);
    ada.got_mail(Texts::of(Locale::En).mail_sessions_ended_subject()).await;
    // The browser is not trusted any more, so a sign-in needs a code. The account is still active.
    assert!(trusting.gives_password("ada", PASSWORD).await.is_done());
    assert!(!trusting.is_signed_in_as_member().await);
    assert!(trusting.gives_code(&ada.code()).await.is_done());
    let now = root.opens_account("ada").await;
    assert!(now.account.active);
    let by = now.events.iter().find(|event| event.kind == AuditKind::SessionsEnded);
    assert_eq!(by.unwrap().actor.as_deref(), Some("root"));
}

/// How many of these browsers are signed in.
async fn signed_in(browsers: &[Browser]) -> usize {
    let mut count = 0;
    for browser in browsers {
        let answer = browser.loads("/sfn/lesson", &[]).await;
        count += usize::from(answer.status == 200);
    }
    count
}

async fn the_oldest_of_fifty_one_sessions_ends(app: TestApp) {
    let class = app.class_of(1).await;
    let mut browsers = Vec::new();
    for _ in 0..MAX_SESSIONS {
        app.waits(1);
        let browser = app.browser();
        assert!(browser.signs_in(&class.seats[0]).await.is_done());
        browsers.push(browser);
    }
    assert_eq!(signed_in(&browsers).await, MAX_SESSIONS);
    app.waits(1);
    let newest = app.browser();
    assert!(newest.signs_in(&class.seats[0]).await.is_done());
    assert_eq!(signed_in(&browsers[..1]).await, 0, "the oldest");
    assert_eq!(signed_in(&browsers[1..]).await, MAX_SESSIONS - 1);
    assert_eq!(signed_in(&[newest]).await, 1);
}

async fn simultaneous_sign_ins_respect_the_limit(app: TestApp) {
    let class = app.class_of(1).await;
    let together = (0..MAX_SESSIONS + 20).map(|_| {
        let (browser, seat) = (app.browser(), class.seats[0].clone());
        tokio::spawn(async move {
            assert!(browser.signs_in(&seat).await.is_done());
            browser
        })
    });
    let mut browsers = Vec::new();
    for arrived in together.collect::<Vec<_>>() {
        browsers.push(arrived.await.unwrap());
    }
    let ids: BTreeSet<_> = browsers.iter().map(Browser::session).collect();
    assert_eq!(ids.len(), browsers.len());
    assert_eq!(signed_in(&browsers).await, MAX_SESSIONS);
}

async fn a_password_alone_ends_no_session_of_its_owner(app: TestApp) {
    let ada = ada(&app).await;
    for _ in 0..=MAX_SESSIONS {
        app.waits(1);
        assert!(app.browser().gives_password("ada", PASSWORD).await.is_done());
    }
    assert!(ada.browser.is_signed_in_as_member().await);
    // Sessions with a pending sign-in are limited too: the oldest ends, and the newest works.
    assert_eq!(app.count("web_session").await, MAX_SESSIONS + 1);
    assert!(app.browser().signs_in_as("ada", PASSWORD, &ada.secret).await.is_done());
}
