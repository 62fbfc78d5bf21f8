//! Tests of the `admin` commands, and of a key rotation under load.

use crate::{
    always_on_every_database,
    common::{member::*, test_app::KEYS, *},
    on_every_database,
};
use backend::admin::AccountAct;
use domain::{locale::Locale, refusal::Refusal, view::AccountView};
use texts::Texts;

on_every_database!(
    a_new_administrator_chooses_the_password_and_connects_a_phone,
    a_member_becomes_an_administrator_with_the_next_sign_in,
    a_member_who_lost_phone_and_codes_connects_again,
    a_deactivated_member_cannot_sign_in_in_any_way,
);

always_on_every_database!(keys_are_rotated_under_load_and_the_old_one_can_be_dropped,);

const NEW_KEY: &str = "next:IB8eHRwbGhkYFxYVFBMSERAPDg0MCwoJCAcGBQQDAgE=";

async fn a_new_administrator_chooses_the_password_and_connects_a_phone(app: TestApp) {
    let link = app
        .stepwise
        .admin
        .make_administrator("Root", &address_of("root"))
        .await
        .unwrap()
        .unwrap();
    let root = app.browser();
    let page = root.opens(link.strip_prefix("http://127.0.0.1:3000").unwrap()).await;
    let token = page.field("token");
    assert!(!database_dump::contains_secret(&app.dump().await, &token));
    let fields = [
        ("token", token.as_str()),
        ("password", PASSWORD),
        ("password_again", PASSWORD),
    ];
    assert!(root.calls("/forgot/new-password", &fields).await.is_done());
    assert!(root.gives_password(&address_of("root"), PASSWORD).await.is_done());
    assert!(!root.is_signed_in_as_member().await);
    root.connects_first().await;
    let account: AccountView = root.loads("/sfn/account", &[]).await.json();
    assert!(account.is_admin);
    for (name, email) in [
        ("kestrel-4821", "a@school.example"),
        ("root2", "nowhere"),
        ("other", "root@school.example"),
    ] {
        let refused = app
            .stepwise
            .admin
            .make_administrator(name, email)
            .await
            .unwrap_err()
            .into_refusal();
        assert!(matches!(refused, Refusal::Faults { .. }), "{name}");
    }
}

async fn a_member_becomes_an_administrator_with_the_next_sign_in(app: TestApp) {
    let ada = app.browser();
    let (secret, _) = ada.becomes_a_member("ada").await;
    // Another person could have registered the name. So the command is refused unless the account has confirmed the
    // same address that the command names.
    for (name, email) in [("ada", address_of("ada")), ("ada", "root@school.example".to_owned())] {
        let refused = app.stepwise.admin.make_administrator(name, &email).await;
        assert!(matches!(refused.unwrap_err().into_refusal(), Refusal::Faults { .. }));
    }
    ada.confirms_email("ada").await;
    assert_eq!(
        app.stepwise
            .admin
            .make_administrator("ada", &address_of("ada"))
            .await
            .unwrap(),
        None
    );
    assert!(
        !ada.is_signed_in_as_member().await,
        "more rights begin with a new sign-in"
    );
    assert!(ada.signs_in_as("ada", PASSWORD, &secret).await.is_done());
    let account: AccountView = ada.loads("/sfn/account", &[]).await.json();
    assert!(account.is_admin);
    let page = ada.opens("/account").await;
    assert!(page.says(Texts::of(Locale::En).account_role_admin()));
    assert!(page.says(Texts::of(Locale::En).audit_role_changed()));
}

async fn a_member_who_lost_phone_and_codes_connects_again(app: TestApp) {
    let ada = app.browser();
    let (old, codes) = ada.becomes_a_member("ada").await;
    ada.confirms_email("ada").await;
    app.mails().await;
    assert!(app.stepwise.admin.reset_member_factors("nobody").await.is_err());
    let code = app.stepwise.admin.reset_member_factors(" ADA ").await.unwrap();
    assert!(!ada.is_signed_in_as_member().await);
    let letter = app.mail_to(&address_of("ada")).await;
    assert_eq!(letter.subject, Texts::of(Locale::En).mail_factors_reset_subject());
    assert!(ada.gives_password("ada", PASSWORD).await.is_done());
    ada.opens("/set-up").await;
    assert_eq!(ada.here(), "/sign-in", "a password alone enrols nothing");
    assert!(ada.gives_enrolment_code(&code.to_string()).await.is_done());
    assert_eq!(ada.opens("/classes").await.status, 200);
    assert_eq!(ada.here(), "/set-up");
    let (new, _) = ada.connects_first().await;
    app.waits(30);
    let back = app.browser();
    back.gives_password("ada", PASSWORD).await;
    assert_eq!(
        back.gives_code(&old.code_at(app.now())).await.refusal(),
        Refusal::CodeWrong
    );
    assert_eq!(
        back.gives_recovery_code(&codes[0]).await.refusal(),
        Refusal::RecoveryCodeWrong
    );
    assert!(back.gives_code(&new.code_at(app.now())).await.is_done());
}

async fn a_deactivated_member_cannot_sign_in_in_any_way(app: TestApp) {
    let ada = app.browser();
    let (_, codes) = ada.becomes_a_member("ada").await;
    ada.confirms_email("ada").await;
    let pending = app.browser();
    pending.gives_password("ada", PASSWORD).await;
    app.mails().await;
    app.browser().calls("/forgot", &[("username", "ada")]).await;
    let link = token(&app.mail_to(&address_of("ada")).await, "/forgot/");
    app.stepwise
        .admin
        .act_on_member("ada", AccountAct::Deactivate)
        .await
        .unwrap();
    assert!(!ada.is_signed_in_as_member().await);
    assert_eq!(
        pending.gives_recovery_code(&codes[0]).await.refusal(),
        Refusal::SignInFirst
    );
    let fields = [
        ("token", link.as_str()),
        ("password", "another horse battery"),
        ("password_again", "another horse battery"),
    ];
    assert_eq!(
        app.browser().calls("/forgot/new-password", &fields).await.refusal(),
        Refusal::LinkDead
    );
    for (name, password) in [
        ("ada", PASSWORD),
        ("ada", "another horse battery"),
        ("ada@school.example", PASSWORD),
    ] {
        let refused = app.browser().gives_password(name, password).await.refusal();
        assert_eq!(refused, Refusal::SignInFailed);
    }
    app.stepwise
        .admin
        .act_on_member("ada", AccountAct::Reactivate)
        .await
        .unwrap();
    app.waits(3600);
    let back = app.browser();
    assert!(back.gives_password("ada", PASSWORD).await.is_done());
    assert!(
        back.gives_recovery_code(&codes[0]).await.is_done(),
        "the member's data is kept"
    );
}

async fn keys_are_rotated_under_load_and_the_old_one_can_be_dropped(app: TestApp) {
    let class = app.class_of(30).await;
    let ada = app.browser();
    let (secret, _) = ada.becomes_a_member("ada").await;
    // To change the key, the operator first appends the new key to the list of keys on all replicas, and then moves it
    // to the front. Here one replica has the new key last, and the other has it first.
    let last = app.with(|config| config.keys = format!("{KEYS},{NEW_KEY}"));
    let first = app.with(|config| config.keys = format!("{NEW_KEY},{KEYS}"));
    assert_eq!(first.stepwise.operations.key_usage().await.unwrap()["next"], 0);
    let load = class.seats.clone().into_iter().enumerate().map(|(n, seat)| {
        let browser = if n % 2 == 0 { last.browser() } else { first.browser() };
        tokio::spawn(async move {
            assert!(browser.signs_in(&seat).await.is_done());
            browser.opens_set_up().await;
        })
    });
    let load: Vec<_> = load.collect();
    for _ in 0..2 {
        first.stepwise.operations.reseal_all(|_| ()).await.unwrap();
    }
    for done in load {
        done.await.unwrap();
    }
    let mut told = 0;
    let rotated = first.stepwise.operations.reseal_all(|_| told += 1).await.unwrap();
    assert!(told > 0 && rotated.looked_at >= 61, "{rotated:?}");
    let usage = first.stepwise.operations.key_usage().await.unwrap();
    assert_eq!(usage["test"], 0, "{usage:?}");
    assert!(usage["next"] >= 61, "{usage:?}");
    assert_eq!(
        first.stepwise.operations.reseal_all(|_| ()).await.unwrap().sealed_again,
        0,
        "again is nothing"
    );
    let only = app.with(|config| config.keys = NEW_KEY.to_owned());
    only.stepwise.operations.can_open_all().await.unwrap();
    for seat in &class.seats[..3] {
        assert!(only.browser().signs_in(seat).await.is_done());
    }
    assert!(only.browser().signs_in_as("ada", PASSWORD, &secret).await.is_done());
    assert_eq!(only.mails().await.len(), 1, "the mail that waited");
    // If the configured key cannot open the sealed data, the operations fail and change nothing.
    let before = app.dump().await;
    let wrong = app.with(|config| config.keys = KEYS.to_owned());
    assert!(wrong.stepwise.operations.can_open_all().await.is_err());
    assert!(wrong.stepwise.operations.reseal_all(|_| ()).await.is_err());
    assert_eq!(app.dump().await, before);
}
