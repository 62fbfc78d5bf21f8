//! Tests of administrators without an authenticator app: they can only set up an app.

use super::factors::{by_mail_only, was_made_administrator};
use crate::{
    common::{member::*, message_codes::*, *},
    on_every_database,
};
use domain::{locale::Locale, refusal::Refusal};
use texts::Texts;

on_every_database!(
    an_administrator_without_an_app_can_reach_its_set_up_only,
    a_recovery_code_of_an_administrator_without_an_app_opens_the_set_up_only,
    a_member_without_an_app_cannot_become_administrator,
    a_new_administrator_must_set_up_an_app,
);

async fn an_administrator_without_an_app_can_reach_its_set_up_only(app: TestApp) {
    let app = app.offering_messages();
    let (before, _) = by_mail_only(&app, "root").await;
    was_made_administrator(&app, "root").await;
    // A signed-in administrator cannot request a code by mail either.
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
    let given = root.gives_message_code("email", &app.code_by_mail().await).await;
    assert!(given.is_done(), "{}", given.body);
    assert_eq!(given.leads_to(), "/set-up");
    assert!(!root.is_signed_in_as_member().await);
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
    assert!(!root.is_signed_in_as_member().await);
    assert!(root.gives_set_up_code(&secret.code_at(app.now())).await.is_done());
    root.saves_recovery_codes().await;
    assert!(root.is_signed_in_as_member().await && !before.is_signed_in_as_member().await);
    assert_eq!(root.gets("/admin").await.status, 200);
    app.waits(PAUSE);
    app.mails().await;
    let next = app.browser();
    assert!(next.gives_password("root", PASSWORD).await.is_done());
    assert!(app.mails().await.is_empty(), "no code is sent any more");
    app.waits(30);
    assert!(next.gives_code(&secret.code_at(app.now())).await.is_done());
    assert!(next.is_signed_in_as_member().await);
}

async fn a_recovery_code_of_an_administrator_without_an_app_opens_the_set_up_only(app: TestApp) {
    let app = app.offering_messages();
    let (_, codes) = by_mail_only(&app, "root").await;
    was_made_administrator(&app, "root").await;
    let root = app.browser();
    assert!(root.gives_password("root", PASSWORD).await.is_done());
    let given = root.gives_recovery_code(&codes[0]).await;
    assert_eq!((given.is_done(), given.leads_to()), (true, "/set-up"));
    assert!(!root.is_signed_in_as_member().await);
    // After an hour the set-up page redirects to the sign-in, and the sign-in works: no page redirects back and forth.
    app.waits(3600);
    assert_eq!(root.gets("/set-up").await.leads_to(), "/sign-in");
    assert!(root.gives_password("root", PASSWORD).await.is_done());
    assert!(root.gives_recovery_code(&codes[1]).await.is_done());
    root.connects_first().await;
    assert!(root.is_signed_in_as_member().await);
}

async fn a_member_without_an_app_cannot_become_administrator(app: TestApp) {
    let app = app.offering_messages();
    let root = app.administrator("root").await;
    let (bob, codes) = by_mail_only(&app, "bob").await;
    let new = app.browser();
    new.registers("eve").await;
    new.confirms_email("eve").await;
    root.reauthenticates().await;
    for name in ["bob", "eve"] {
        let seen = root.opens_account(name).await;
        assert_eq!(
            root.acts(&seen, "make_admin").await.refusal(),
            Refusal::AppNeeded,
            "{name}"
        );
        let by_command = app.stepwise.admin.make_administrator(name, &address_of(name)).await;
        assert_eq!(by_command.unwrap_err().into_refusal(), Refusal::AppNeeded, "{name}");
        let after = root.opens_account(name).await;
        assert_eq!((after.account.role, after.seen), (seen.account.role, seen.seen));
    }
    assert!(bob.is_signed_in_as_member().await, "nothing has ended");
    // The page of the account shows the refusal without scripts too.
    let seen = root.opens_account("bob").await;
    let (id, epoch) = (seen.account.id.to_string(), seen.seen.to_string());
    root.browser.opens(&format!("/admin/accounts/{id}")).await;
    let form = [("id", id.as_str()), ("act", "make_admin"), ("seen", epoch.as_str())];
    let page = root.browser.submits_and_follows("/admin/account-act", &form).await;
    assert!(page.says(Texts::of(Locale::En).refusal_app_needed()));
    // After an app is connected, the member can become an administrator.
    assert!(
        bob.changes("/account/connect", &codes[0], &[("kind", "totp")])
            .await
            .is_done()
    );
    let secret = bob.opens_set_up().await;
    assert!(bob.gives_set_up_code(&secret.code_at(app.now())).await.is_done());
    assert!(
        root.acts(&root.opens_account("bob").await, "make_admin")
            .await
            .is_done()
    );
}

async fn a_new_administrator_must_set_up_an_app(app: TestApp) {
    let app = app.offering_messages();
    let link = app
        .stepwise
        .admin
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
    assert!(root.is_signed_in_as_member().await);
}
