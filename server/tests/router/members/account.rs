//! Tests of a member's account: every change requires password and code again, is mailed to the member, and is
//! recorded.

use crate::{common::member::*, common::*, on_every_database};
use domain::{locale::Locale, refusal::Refusal};
use texts::Texts;

on_every_database!(
    every_change_requires_password_and_code,
    the_old_phone_works_until_the_new_one_is_confirmed,
    a_lost_phone_is_replaced_with_recovery_codes,
    a_member_cannot_continue_before_the_recovery_codes_are_saved,
    recovery_codes_can_be_renewed_and_the_page_warns_if_few_are_left,
    a_new_password_ends_the_other_sessions,
);

const NEW: &str = "another horse battery";

async fn every_change_requires_password_and_code(app: TestApp) {
    let ada = ada(&app).await;
    let changes: [(&str, &[(&str, &str)]); 5] = [
        ("/account/phone", &[]),
        ("/account/recovery-codes", &[]),
        (
            "/account/password",
            &[("new_password", NEW), ("new_password_again", NEW)],
        ),
        ("/account/email", &[("email", "new@school.example")]),
        ("/account/delete", &[]),
    ];
    let before = account(&ada.browser).await;
    for (path, more) in changes {
        let with = async |password: &str, code: &str| {
            let mut fields = vec![("password", password), ("code", code)];
            fields.extend_from_slice(more);
            ada.browser.calls(path, &fields).await.refusal()
        };
        assert_eq!(
            with("wrong password", &ada.code()).await,
            Refusal::PasswordWrong,
            "{path}"
        );
        assert_eq!(with("", "").await, Refusal::PasswordWrong, "{path}");
        let wrong = ada.secret.wrong_code(app.now());
        assert_eq!(with(PASSWORD, &wrong).await, Refusal::CodeWrong, "{path}");
        assert_eq!(
            with(PASSWORD, "k7qm-2xnp-w4rt-h9dc").await,
            Refusal::RecoveryCodeWrong,
            "{path}"
        );
        // A sign-in resets the counter of wrong answers, so that the next change is not locked.
        app.waits(3600);
        ada.browser.signs_in_as("ada", PASSWORD, &ada.secret).await;
        let spent = ada.secret.code_at(app.now());
        assert!(
            matches!(with(PASSWORD, &spent).await, Refusal::CodeUsed { .. }),
            "{path}"
        );
        let stranger = app.browser().changes(path, &ada.code(), more).await;
        assert_eq!(stranger.refusal(), Refusal::SignInFirst, "{path}");
    }
    let after = account(&ada.browser).await;
    assert_eq!(
        (before.email, before.factor_since, before.recovery_codes_left),
        (after.email, after.factor_since, after.recovery_codes_left)
    );
    assert_eq!(after.unconfirmed_email, None);
    // Wrong answers are counted as at the sign-in.
    for _ in 0..6 {
        ada.browser
            .calls("/account/delete", &[("password", "wrong"), ("code", "123456")])
            .await;
    }
    let locked = ada
        .browser
        .calls("/account/delete", &[("password", PASSWORD), ("code", &ada.code())])
        .await;
    assert!(matches!(locked.refusal(), Refusal::Locked { .. }));
}

async fn the_old_phone_works_until_the_new_one_is_confirmed(app: TestApp) {
    let ada = ada(&app).await;
    let other = app.browser();
    other.signs_in_as("ada", PASSWORD, &ada.secret).await;
    assert_eq!(
        ada.browser.gets("/set-up").await.leads_to(),
        "/account",
        "connected already"
    );
    let allowed = ada.browser.changes("/account/phone", &ada.code(), &[]).await;
    assert!(allowed.is_done(), "{}", allowed.body);
    let page = ada.browser.opens("/set-up").await;
    assert!(page.says(Texts::of(Locale::En).members_replaces()));
    let new = ada.browser.opens_set_up().await;
    assert_ne!(new, ada.secret);
    let third = app.browser();
    assert!(
        third.signs_in_as("ada", PASSWORD, &ada.secret).await.is_done(),
        "the old one works"
    );
    assert_eq!(
        other.gets("/set-up").await.leads_to(),
        "/account",
        "only where password and code were given again"
    );
    assert!(ada.browser.gives_set_up_code(&new.code_at(app.now())).await.is_done());
    assert!(
        ada.browser.is_signed_in_as_member().await
            && !other.is_signed_in_as_member().await
            && !third.is_signed_in_as_member().await
    );
    let codes = ada.browser.shown_codes().await.codes;
    assert_eq!(codes.len(), 10);
    ada.got_mail(Texts::of(Locale::En).mail_factor_replaced_subject()).await;
    app.waits(30);
    other.gives_password("ada", PASSWORD).await;
    assert_eq!(
        other.gives_code(&ada.secret.code_at(app.now())).await.refusal(),
        Refusal::CodeWrong
    );
    assert_eq!(
        other.gives_recovery_code(&ada.codes[0]).await.refusal(),
        Refusal::RecoveryCodeWrong
    );
    assert!(other.gives_code(&new.code_at(app.now())).await.is_done());
}

async fn a_lost_phone_is_replaced_with_recovery_codes(app: TestApp) {
    let ada = ada(&app).await;
    let browser = app.browser();
    browser.gives_password("ada", PASSWORD).await;
    assert!(browser.gives_recovery_code(&ada.codes[0]).await.is_done());
    assert_eq!(
        browser.changes("/account/phone", &ada.codes[0], &[]).await.refusal(),
        Refusal::RecoveryCodeWrong
    );
    assert!(browser.changes("/account/phone", &ada.codes[1], &[]).await.is_done());
    let (new, _) = browser.connects_first().await;
    assert!(app.browser().signs_in_as("ada", PASSWORD, &new).await.is_done());
}

async fn a_member_cannot_continue_before_the_recovery_codes_are_saved(app: TestApp) {
    let browser = app.browser();
    browser.registers("ada").await;
    let secret = browser.opens_set_up().await;
    assert!(browser.gives_set_up_code(&secret.code_at(app.now())).await.is_done());
    let saves = async || {
        let mut codes = Vec::new();
        for page in ["/classes", "/account"] {
            let shown = browser.opens(page).await;
            assert_eq!(browser.here(), "/set-up/recovery-codes", "{page}");
            codes = browser.shown_codes().await.codes;
            assert!(codes.len() == 10 && codes.iter().all(|code| shown.says(code)));
        }
        browser.saves_recovery_codes().await;
        for page in ["/classes", "/account"] {
            browser.opens(page).await;
            assert_eq!(browser.here(), page);
        }
        codes
    };
    let first = saves().await;
    let renewed = browser.changes("/account/recovery-codes", &first[0], &[]).await;
    assert!(renewed.is_done(), "{}", renewed.body);
    assert_ne!(saves().await, first);
}

async fn recovery_codes_can_be_renewed_and_the_page_warns_if_few_are_left(app: TestApp) {
    let ada = ada(&app).await;
    let texts = Texts::of(Locale::En);
    for code in &ada.codes[..7] {
        let warned = ada.browser.opens("/classes").await.says(texts.classes_few_codes_text());
        assert!(!warned);
        let browser = app.browser();
        browser.gives_password("ada", PASSWORD).await;
        assert!(browser.gives_recovery_code(code).await.is_done());
    }
    let home = ada.browser.opens("/classes").await;
    assert!(home.says(&texts.classes_few_codes_title(3)));
    assert!(
        ada.browser
            .changes("/account/recovery-codes", &ada.code(), &[])
            .await
            .is_done()
    );
    let codes = ada.browser.shown_codes().await.codes;
    assert!(codes.len() == 10 && codes.iter().all(|code| !ada.codes.contains(code)));
    ada.got_mail(texts.mail_recovery_renewed_subject()).await;
    // After saving the codes, the user returns to the page on which the codes were renewed.
    let page = ada.browser.opens("/set-up/recovery-codes?renewed=yes").await;
    assert!(!page.says(texts.recovery_connected()));
    let saved = [("saved", "yes"), ("renewed", &page.field("renewed"))];
    assert_eq!(
        ada.browser.submits("/set-up/saved", &saved).await.leads_to(),
        "/account"
    );
    let browser = app.browser();
    browser.gives_password("ada", PASSWORD).await;
    assert_eq!(
        browser.gives_recovery_code(&ada.codes[9]).await.refusal(),
        Refusal::RecoveryCodeWrong
    );
    assert!(browser.gives_recovery_code(&codes[0]).await.is_done());
    assert_eq!(account(&browser).await.recovery_codes_left, 9);
}

async fn a_new_password_ends_the_other_sessions(app: TestApp) {
    let ada = ada(&app).await;
    let other = app.browser();
    other.signs_in_as("ada", PASSWORD, &ada.secret).await;
    let more = [("new_password", "password"), ("new_password_again", "passwort")];
    let code = ada.code();
    let Refusal::Faults { faults } = ada.browser.changes("/account/password", &code, &more).await.refusal() else {
        panic!()
    };
    assert!(faults.password.is_some() && faults.again);
    let more = [("new_password", NEW), ("new_password_again", NEW)];
    let changed = ada.browser.changes("/account/password", &code, &more).await;
    assert!(changed.is_done(), "the code was not spent: {}", changed.body);
    assert!(ada.browser.is_signed_in_as_member().await && !other.is_signed_in_as_member().await);
    ada.got_mail(Texts::of(Locale::En).mail_password_changed_subject())
        .await;
    assert_eq!(
        other.gives_password("ada", PASSWORD).await.refusal(),
        Refusal::SignInFailed
    );
    assert!(other.signs_in_as("ada", NEW, &ada.secret).await.is_done());
}
