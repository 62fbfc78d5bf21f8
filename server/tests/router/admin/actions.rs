//! Tests of actions by administrators: each requires a recent code, simultaneous ones are serialized, and all are
//! recorded.

use crate::{
    always_on_every_database,
    common::{admin::*, member::*, *},
    on_every_database,
};
use axum::http::Method;
use domain::{audit::AuditKind, locale::Locale, refusal::Refusal};
use texts::Texts;

on_every_database!(
    pages_of_administrators_are_hidden_from_teachers,
    every_action_requires_a_recent_code,
    the_last_administrator_cannot_be_removed,
    a_deactivated_member_can_be_reactivated,
    administrators_cannot_reset_themselves,
);

always_on_every_database!(
    of_two_simultaneous_actions_one_succeeds_and_the_other_is_refused,
    two_administrators_who_demote_each_other_leave_one,
);

fn is_admins(path: &str) -> bool {
    path.starts_with("/admin") || path.starts_with("/sfn/admin")
}

async fn pages_of_administrators_are_hidden_from_teachers(app: TestApp) {
    let root = app.administrator("root").await;
    let bob = app.browser();
    bob.becomes_a_member("bob").await;
    let id = root.opens_account("bob").await.account.id.to_string();
    let nowhere = bob.gets("/nowhere").await;
    let before = app.dump().await;
    let mut pages: Vec<String> = routes::pages().into_iter().filter(|page| is_admins(page)).collect();
    pages.push("/admin/audit.csv".to_owned());
    assert!(pages.len() >= 10, "{pages:?}");
    for page in pages {
        let path = routes::filled(&page, &id, "no-link");
        assert_eq!(root.browser.gets(&path).await.status, 200, "{path}");
        let his = bob.gets(&path).await;
        assert_eq!(his.status, 404, "{path}");
        if !path.ends_with(".csv") {
            assert_eq!(
                html::text(&his.comparable_body()),
                html::text(&nowhere.comparable_body()),
                "{path}"
            );
        }
        let strangers = app.browser().gets(&path).await;
        assert!(strangers.leads_to() == "/sign-in" || strangers.status == 401, "{path}");
    }
    let functions: Vec<_> = routes::server_functions()
        .into_iter()
        .filter(|(path, _)| is_admins(path))
        .collect();
    assert!(functions.len() >= 16, "{functions:?}");
    for (path, method) in functions {
        let fields = routes::fields(&id, "no-link", "no-form", "nobody");
        let ask = async |person: &Browser| match method {
            Method::GET => person.loads(&path, &fields).await,
            _ => person.calls(&path, &fields).await,
        };
        assert_eq!(ask(&bob).await.refusal(), Refusal::NotFound, "{path}");
        assert_eq!(ask(&app.browser()).await.refusal(), Refusal::SignInFirst, "{path}");
    }
    assert_eq!(app.dump().await, before);
}

async fn every_action_requires_a_recent_code(app: TestApp) {
    let root = app.administrator("root").await;
    let elsewhere = app.browser();
    assert!(elsewhere.signs_in_as("root", PASSWORD, &root.secret).await.is_done());
    app.browser().becomes_a_member("bob").await;
    let seen = root.opens_account("bob").await;
    assert_eq!(seen.proof.until, None);
    let (id, epoch) = (seen.account.id.to_string(), seen.seen.to_string());
    let acts: [(&str, Vec<(&str, &str)>); 5] = [
        (
            "/admin/account-act",
            vec![("id", &id), ("act", "deactivate"), ("seen", &epoch)],
        ),
        ("/admin/enrolment-code", vec![("id", &id), ("seen", &epoch)]),
        ("/admin/decline", vec![("id", &id)]),
        ("/admin/invite", vec![]),
        ("/admin/revoke-invite", vec![("hash", "none")]),
    ];
    let refused = async |browser: &Browser| {
        for (path, fields) in &acts {
            assert_eq!(
                browser.calls(path, fields).await.refusal(),
                Refusal::ProveFirst,
                "{path}"
            );
        }
    };
    refused(&root.browser).await;
    let prove = async |code: &str| root.browser.calls("/admin/again", &[("code", code)]).await.refusal();
    assert_eq!(prove("nonsense").await, Refusal::NotACode);
    assert_eq!(prove(&root.secret.wrong_code(app.now())).await, Refusal::CodeWrong);
    let spent = root.secret.code_at(app.now());
    assert!(
        matches!(prove(&spent).await, Refusal::CodeUsed { .. }),
        "the one of the sign-in"
    );
    refused(&root.browser).await;
    root.reauthenticates().await;
    assert!(root.opens_account("bob").await.proof.until.is_some());
    refused(&elsewhere).await;
    app.waits(599);
    assert!(root.browser.calls("/admin/invite", &[]).await.is_done());
    app.waits(1);
    refused(&root.browser).await;
    // Wrong codes lock the account, as wrong codes at the sign-in do.
    for _ in 0..6 {
        root.browser
            .calls("/admin/again", &[("code", &root.secret.wrong_code(app.now()))])
            .await;
    }
    app.waits(30);
    assert!(matches!(
        prove(&root.secret.code_at(app.now())).await,
        Refusal::Locked { .. }
    ));
    assert!(root.opens_account("bob").await.account.active);
    // Without scripts the response redirects to the page in the field `to`, but never to another site.
    app.waits(3600);
    for (to, page) in [
        ("/admin/invites", "/admin/invites"),
        ("https://evil.test/", "/admin"),
        ("//evil.test/admin", "/admin"),
    ] {
        app.waits(30);
        let code = root.secret.code_at(app.now());
        let proved = root
            .browser
            .submits("/admin/again", &[("code", &code), ("to", to)])
            .await;
        assert_eq!(proved.leads_to(), page);
    }
}

async fn of_two_simultaneous_actions_one_succeeds_and_the_other_is_refused(app: TestApp) {
    let (one, two) = (app.administrator("root").await, app.administrator("rita").await);
    app.browser().becomes_a_member("bob").await;
    one.reauthenticates().await;
    two.reauthenticates().await;
    for act in ["deactivate", "reactivate", "make_admin", "make_teacher", "issue"] {
        let seen = one.opens_account("bob").await;
        let together = async |root: &Admin| match act {
            "issue" => root.issues_code(&seen).await,
            act => root.acts(&seen, act).await,
        };
        let answers = tokio::join!(together(&one), together(&two));
        let (won, told) = match answers.0.status == 200 {
            true => answers,
            false => (answers.1, answers.0),
        };
        assert!(won.is_done(), "{act}: {}", won.body);
        assert_eq!(told.refusal(), Refusal::ChangedMeanwhile, "{act}");
        // An action is refused if the account has changed since the administrator loaded the page of the account.
        assert_eq!(together(&one).await.refusal(), Refusal::ChangedMeanwhile, "{act}");
    }
    let done: Vec<AuditKind> = one
        .opens_account("bob")
        .await
        .events
        .into_iter()
        .map(|event| event.kind)
        .collect();
    let count = |kind| done.iter().filter(|known| **known == kind).count();
    assert_eq!(
        [
            AuditKind::Deactivated,
            AuditKind::Reactivated,
            AuditKind::RoleChanged,
            AuditKind::FactorsReset
        ]
        .map(count),
        [1, 1, 2, 1]
    );
}

async fn two_administrators_who_demote_each_other_leave_one(app: TestApp) {
    let (one, two) = (app.administrator("root").await, app.administrator("rita").await);
    one.reauthenticates().await;
    two.reauthenticates().await;
    let (her, him) = (one.opens_account("rita").await, two.opens_account("root").await);
    let answers = tokio::join!(one.acts(&her, "make_teacher"), two.acts(&him, "deactivate"));
    let (won, told) = match answers.0.status == 200 {
        true => answers,
        false => (answers.1, answers.0),
    };
    assert!(won.is_done());
    assert_eq!(told.refusal(), Refusal::SignInFirst);
    let mut left = 0;
    for root in [&one, &two] {
        left += usize::from(root.browser.loads("/sfn/admin", &[]).await.status == 200);
    }
    assert_eq!(left, 1);
}

async fn the_last_administrator_cannot_be_removed(app: TestApp) {
    let root = app.administrator("root").await;
    root.reauthenticates().await;
    let seen = root.opens_account("root").await;
    assert!(seen.is_oneself);
    for act in ["deactivate", "make_teacher"] {
        assert_eq!(
            root.acts(&seen, act).await.refusal(),
            Refusal::LastAdministrator,
            "{act}"
        );
    }
    app.waits(30);
    let fields = [("password", PASSWORD), ("code", &root.secret.code_at(app.now()))];
    assert_eq!(
        root.browser.calls("/account/delete", &fields).await.refusal(),
        Refusal::LastAdministrator
    );
    // A member who has never set a password is no administrator yet.
    let link = app
        .stepwise
        .admin
        .make_administrator("rita", &address_of("rita"))
        .await
        .unwrap();
    assert!(link.is_some());
    assert_eq!(
        root.acts(&seen, "make_teacher").await.refusal(),
        Refusal::LastAdministrator
    );
    app.browser().becomes_a_member("bob").await;
    assert!(
        root.acts(&root.opens_account("bob").await, "make_admin")
            .await
            .is_done()
    );
    let given_up = root.acts(&seen, "make_teacher").await;
    assert!(given_up.is_done(), "{}", given_up.body);
    assert!(root.browser.signs_in_as("root", PASSWORD, &root.secret).await.is_done());
    assert_eq!(root.browser.gets("/admin").await.status, 404);
}

async fn a_deactivated_member_can_be_reactivated(app: TestApp) {
    let texts = Texts::of(Locale::En);
    let root = app.administrator("root").await;
    let ada = ada(&app).await;
    root.reauthenticates().await;
    assert!(
        root.acts(&root.opens_account("ada").await, "deactivate")
            .await
            .is_done()
    );
    ada.got_mail(texts.rescue_mail_deactivated_subject()).await;
    assert!(!ada.browser.is_signed_in_as_member().await);
    assert_eq!(
        ada.browser.gives_password("ada", PASSWORD).await.refusal(),
        Refusal::SignInFailed
    );
    let page = root.browser.opens("/admin/accounts?only=deactivated").await;
    assert!(page.says("ada") && page.says(texts.admin_deactivated()));
    assert!(
        root.acts(&root.opens_account("ada").await, "reactivate")
            .await
            .is_done()
    );
    ada.got_mail(texts.rescue_mail_reactivated_subject()).await;
    app.waits(3600);
    assert!(ada.browser.signs_in_as("ada", PASSWORD, &ada.secret).await.is_done());
    let events = root.opens_account("ada").await.events;
    let by: Vec<_> = events
        .iter()
        .map(|event| (event.kind, event.actor.as_deref()))
        .collect();
    assert!(by.contains(&(AuditKind::Reactivated, Some("root"))), "{by:?}");
    assert!(by.contains(&(AuditKind::Deactivated, Some("root"))), "{by:?}");
}

async fn administrators_cannot_reset_themselves(app: TestApp) {
    let root = app.administrator("root").await;
    root.reauthenticates().await;
    let seen = root.opens_account("root").await;
    assert_eq!(root.issues_code(&seen).await.refusal(), Refusal::NotOneself);
    let class = app.class_of(1).await;
    let nobody = [("id", class.id.as_str()), ("act", "deactivate"), ("seen", "0")];
    assert_eq!(
        root.browser.calls("/admin/account-act", &nobody).await.refusal(),
        Refusal::NotFound
    );
    let id = seen.account.id.to_string();
    for (act, seen) in [("promote", "0"), ("deactivate", "x")] {
        let fields = [("id", id.as_str()), ("act", act), ("seen", seen)];
        assert_eq!(
            root.browser.calls("/admin/account-act", &fields).await.refusal(),
            Refusal::BadRequest
        );
    }
}
