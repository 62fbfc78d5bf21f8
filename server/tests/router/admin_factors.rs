//! Tests that administrators sign in with an authenticator app. A sent code only opens the set-up of an app for them.

use crate::{
    common::{member::*, messages::*, program::*, *},
    on_every_database,
};
use axum::http::Method;
use domain::{factor::FactorKind, locale::Locale, refusal::Refusal};
use sea_orm::{ConnectionTrait, sea_query::Query};
use serde_json::{Value, json};
use texts::Texts;

on_every_database!(
    an_administrator_is_offered_and_believed_no_sent_code,
    an_administrator_proves_herself_again_with_the_app_only,
    an_administrator_without_an_app_reaches_nothing_but_its_set_up,
    a_recovery_code_of_an_administrator_without_an_app_opens_the_set_up_only,
    a_member_without_an_app_is_made_no_administrator,
    an_administrator_keeps_her_app,
    an_administrator_begins_with_an_app,
    over_the_api_a_sent_code_of_an_administrator_gives_no_tokens,
);

/// An account as an earlier release has left it: an administrator with any factor.
async fn was_made_administrator(app: &TestApp, name: &str) {
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

/// A signed-in member whose only second factor is codes by mail; and the recovery codes.
async fn by_mail_only(app: &TestApp, name: &str) -> (Browser, Vec<String>) {
    let browser = app.browser();
    browser.registers(name).await;
    browser.confirms_email(name).await;
    assert!(browser.proves_message("email").await.is_done());
    let codes = browser.saves_recovery_codes().await;
    app.mails().await;
    app.waits(PAUSE);
    (browser, codes)
}

async fn an_administrator_is_offered_and_believed_no_sent_code(app: TestApp) {
    let app = app.offering_messages();
    let ada = ada_with_messages(&app).await;
    // The preferred factor, whose code was sent before the member became an administrator.
    let first = [("kind", "email")];
    let ordered = ada.browser.changes("/account/ask-first", &ada.code(), &first).await;
    assert!(ordered.is_done(), "{}", ordered.body);
    app.mails().await;
    let half = half_in(&app).await;
    let code = app.code_by_mail().await;
    was_made_administrator(&app, "ada").await;
    assert_eq!(half.gives_sent_code("email", &code).await.refusal(), Refusal::AppNeeded);
    assert!(!half.is_at_home().await);
    app.waits(PAUSE);
    // After the next password nothing is sent, and only the app is offered.
    let half = half_in(&app).await;
    assert!(app.mails().await.is_empty());
    let kinds: Vec<_> = half.challenge().await.factors.iter().map(|way| way.kind).collect();
    assert_eq!(kinds, [FactorKind::Totp]);
    let page = half.opens("/sign-in/code?with=email").await;
    assert!(page.body.contains("name=\"code\"") && !page.body.contains("/sign-in/send"));
    for kind in ["email", "sms"] {
        assert_eq!(half.asks_for(kind).await.refusal(), Refusal::NotFound);
        assert_eq!(half.gives_sent_code(kind, &code).await.refusal(), Refusal::AppNeeded);
    }
    assert!(half.gives_code(&ada.code()).await.is_done());
    assert!(half.is_at_home().await);
    // Recovery codes are still accepted.
    let spare = half_in(&app).await;
    assert!(spare.gives_recovery_code(&ada.codes[0]).await.is_done());
    assert!(spare.is_at_home().await);
}

async fn an_administrator_proves_herself_again_with_the_app_only(app: TestApp) {
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
    assert!(prove(&ada.codes[0]).await.is_done(), "the spare key");
}

async fn an_administrator_without_an_app_reaches_nothing_but_its_set_up(app: TestApp) {
    let app = app.offering_messages();
    let (before, _) = by_mail_only(&app, "root").await;
    was_made_administrator(&app, "root").await;
    // A signed-in administrator cannot use a sent code either.
    assert_eq!(
        before.calls("/account/send-code", &[("kind", "email")]).await.refusal(),
        Refusal::NotFound
    );
    assert_eq!(
        before.calls("/admin/again", &[("code", "123456")]).await.refusal(),
        Refusal::AppNeeded
    );
    let root = app.browser();
    assert!(root.gives_password("root", PASSWORD).await.is_done());
    let given = root.gives_sent_code("email", &app.code_by_mail().await).await;
    assert!(given.is_done(), "{}", given.body);
    assert_eq!(given.leads_to(), "/set-up");
    assert!(!root.is_at_home().await);
    for page in ["/classes", "/account", "/admin"] {
        assert_eq!(root.gets(page).await.leads_to(), "/set-up", "{page}");
    }
    for (path, fields) in [
        ("/admin/invite", vec![]),
        ("/account/end-others", vec![]),
        (
            "/account/ask-first",
            vec![("kind", "email"), ("password", PASSWORD), ("code", "123456")],
        ),
    ] {
        assert_eq!(
            root.calls(path, &fields).await.refusal(),
            Refusal::FactorFirst,
            "{path}"
        );
    }
    // No other factor can replace the app.
    for kind in ["email", "sms"] {
        let sent = root.calls("/set-up/send", &[("kind", kind), ("number", NUMBER)]).await;
        assert_eq!(sent.refusal(), Refusal::NotFound, "{kind}");
    }
    let page = root.opens("/set-up").await;
    assert!(page.says(Texts::of(Locale::En).members_owes_app_title()));
    assert!(!page.body.contains("href=\"/set-up/email\""));
    let secret = root.opens_set_up().await;
    assert_eq!(
        root.gives_set_up_code(&secret.wrong_code(app.now())).await.refusal(),
        Refusal::CodeWrong
    );
    assert!(!root.is_at_home().await);
    assert!(root.gives_set_up_code(&secret.code_at(app.now())).await.is_done());
    root.saves_recovery_codes().await;
    assert!(root.is_at_home().await && !before.is_at_home().await);
    assert_eq!(root.gets("/admin").await.status, 200);
    app.waits(PAUSE);
    app.mails().await;
    let next = app.browser();
    assert!(next.gives_password("root", PASSWORD).await.is_done());
    assert!(app.mails().await.is_empty(), "no code is sent any more");
    app.waits(30);
    assert!(next.gives_code(&secret.code_at(app.now())).await.is_done());
    assert!(next.is_at_home().await);
}

async fn a_recovery_code_of_an_administrator_without_an_app_opens_the_set_up_only(app: TestApp) {
    let app = app.offering_messages();
    let (_, codes) = by_mail_only(&app, "root").await;
    was_made_administrator(&app, "root").await;
    let root = app.browser();
    assert!(root.gives_password("root", PASSWORD).await.is_done());
    let given = root.gives_recovery_code(&codes[0]).await;
    assert_eq!((given.is_done(), given.leads_to()), (true, "/set-up"));
    assert!(!root.is_at_home().await);
    // After an hour the password is required again; no redirect leads in a circle.
    app.waits(3600);
    assert_eq!(root.gets("/set-up").await.leads_to(), "/sign-in");
    assert!(root.gives_password("root", PASSWORD).await.is_done());
    assert!(root.gives_recovery_code(&codes[1]).await.is_done());
    root.connects_first().await;
    assert!(root.is_at_home().await);
}

async fn a_member_without_an_app_is_made_no_administrator(app: TestApp) {
    let app = app.offering_messages();
    let root = app.administrator("root").await;
    let (bob, codes) = by_mail_only(&app, "bob").await;
    let new = app.browser();
    new.registers("eve").await;
    new.confirms_email("eve").await;
    root.proves().await;
    for name in ["bob", "eve"] {
        let seen = root.looks_at(name).await;
        assert_eq!(
            root.acts(&seen, "make_admin").await.refusal(),
            Refusal::AppNeeded,
            "{name}"
        );
        let by_command = app.stepwise.make_administrator(name, &address_of(name)).await;
        assert_eq!(by_command.unwrap_err().into_refusal(), Refusal::AppNeeded, "{name}");
        let after = root.looks_at(name).await;
        assert_eq!((after.account.role, after.seen), (seen.account.role, seen.seen));
    }
    assert!(bob.is_at_home().await, "nothing has ended");
    // The page shows the message without scripts too.
    let seen = root.looks_at("bob").await;
    let (id, epoch) = (seen.account.id.to_string(), seen.seen.to_string());
    root.browser.opens(&format!("/admin/accounts/{id}")).await;
    let form = [("id", id.as_str()), ("act", "make_admin"), ("seen", epoch.as_str())];
    let page = root.browser.submits_and_follows("/admin/account-act", &form).await;
    assert!(page.says(Texts::of(Locale::En).refusal_app_needed()));
    // With an app the member may become an administrator.
    assert!(
        bob.changes("/account/connect", &codes[0], &[("kind", "totp")])
            .await
            .is_done()
    );
    let secret = bob.opens_set_up().await;
    assert!(bob.gives_set_up_code(&secret.code_at(app.now())).await.is_done());
    assert!(root.acts(&root.looks_at("bob").await, "make_admin").await.is_done());
}

async fn an_administrator_keeps_her_app(app: TestApp) {
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

async fn an_administrator_begins_with_an_app(app: TestApp) {
    let app = app.offering_messages();
    let link = app
        .stepwise
        .make_administrator("root", &address_of("root"))
        .await
        .unwrap()
        .unwrap();
    let root = app.browser();
    let page = root.opens(link.strip_prefix("http://127.0.0.1:3000").unwrap()).await;
    let token = page.field("token");
    let fields = [
        ("token", token.as_str()),
        ("password", PASSWORD),
        ("password_again", PASSWORD),
    ];
    assert!(root.calls("/forgot/new-password", &fields).await.is_done());
    assert!(root.gives_password("root", PASSWORD).await.is_done());
    assert!(!root.opens("/set-up").await.body.contains("href=\"/set-up/email\""));
    for kind in ["email", "sms"] {
        let sent = root.calls("/set-up/send", &[("kind", kind), ("number", NUMBER)]).await;
        assert_eq!(sent.refusal(), Refusal::NotFound, "{kind}");
    }
    root.connects_first().await;
    assert!(root.is_at_home().await);
}

async fn over_the_api_a_sent_code_of_an_administrator_gives_no_tokens(app: TestApp) {
    let app = app.offering_messages();
    let program = app.program();
    let who = |more: &[(&str, &str)]| {
        let mut body = json!({"username": "root", "password": PASSWORD});
        for (name, value) in more {
            body[name] = (*value).into();
        }
        body
    };
    by_mail_only(&app, "root").await;
    was_made_administrator(&app, "root").await;
    let sent: Value = program.posts("/auth-jwt/send-code", who(&[])).await.json();
    let attempt = sent["attempt"].as_str().unwrap();
    let code = app.code_by_mail().await;
    let with = [("security_code", code.as_str()), ("attempt", attempt)];
    let refusal = program.posts("/auth-jwt/login", who(&with)).await;
    assert_eq!(refused(&refusal), (409, "app_needed".into()));
    // The code opens the set-up of an app, in the API as on the pages.
    let request = request(Method::POST, "/auth-totp/qrcode")
        .header(axum::http::header::CONTENT_TYPE, "application/json")
        .header(axum::http::header::ACCEPT, "application/json");
    let scanned = program.sends(request, who(&with).to_string()).await;
    assert_eq!(scanned.status, 201, "{}", scanned.body);
    let secret = secret_of(&scanned);
    let code = secret.code_at(app.now());
    let tokens = logged_in(
        &program.posts("/auth-jwt/login", who(&[("security_code", &code)])).await,
        secret,
    );
    assert_eq!(program.user_info(&tokens.access).await.status, 200);
    // From then on no code is sent.
    app.waits(PAUSE);
    app.mails().await;
    let refusal = program.posts("/auth-jwt/send-code", who(&[("by", "email")])).await;
    assert_eq!(refused(&refusal), (409, "other_way".into()));
    assert_eq!(refusal.json::<Value>()["ways"], json!(["totp"]));
    assert!(app.mails().await.is_empty());
}
