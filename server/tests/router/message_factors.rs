//! Tests of connecting mail and SMS as factors, and of removing factors.

use crate::{
    common::{member::*, messages::*, program::refused, *},
    on_every_database,
};
use domain::{audit::AuditKind, factor::FactorKind, refusal::Refusal};

on_every_database!(
    connecting_asks_again_and_ends_the_other_sessions,
    a_number_counts_when_its_code_has_come_back,
    numbers_that_are_none_are_refused,
    the_whole_server_sends_so_many_text_messages_in_an_hour,
    mail_codes_go_to_a_confirmed_address_and_move_with_it,
    the_last_factor_cannot_be_removed,
    whoever_has_taken_the_app_off_changes_things_with_a_sent_code,
    a_new_member_without_a_phone_begins_with_mail,
    whoever_was_rescued_may_begin_with_mail,
    a_secret_got_with_the_password_alone_is_worth_nothing_once_a_factor_is_on,
);

async fn connecting_asks_again_and_ends_the_other_sessions(app: TestApp) {
    let app = app.offering_messages();
    let ada = ada(&app).await;
    let other = app.browser();
    other.comes_back_as("ada", PASSWORD, &ada.secret).await;
    let send = [("kind", "email")];
    assert_eq!(
        ada.browser.calls("/set-up/send", &send).await.refusal(),
        Refusal::AlreadyConnected,
        "password and code first"
    );
    assert_eq!(ada.browser.gets("/set-up/email").await.leads_to(), "/account");
    let wrong = ada.secret.wrong_code(app.now());
    for path in ["/account/connect", "/account/remove"] {
        assert_eq!(
            ada.browser.changes(path, &wrong, &send).await.refusal(),
            match path {
                "/account/connect" => Refusal::CodeWrong,
                _ => Refusal::NotFound,
            },
            "{path}"
        );
    }
    assert!(ada.browser.connects_message("email", &ada.code()).await.is_done());
    assert!(ada.browser.is_at_home().await && !other.is_at_home().await);
    let view = account(&ada.browser).await;
    assert_eq!(view.recovery_codes_left, 10, "the codes she has saved still count");
    assert_eq!(view.factors.connected.len(), 2);
    assert_eq!(view.factors.offered, [FactorKind::Sms]);
    assert!(
        view.events
            .iter()
            .any(|event| event.kind == AuditKind::EmailCodesConnected)
    );
    ada.was_told(texts::Texts::of(domain::locale::Locale::En).messages_mail_connected_subject())
        .await;
    let lost = app.browser();
    lost.gives_password("ada", PASSWORD).await;
    assert!(lost.gives_recovery_code(&ada.codes[0]).await.is_done());
}

async fn a_number_counts_when_its_code_has_come_back(app: TestApp) {
    let app = app.offering_messages();
    let ada = ada(&app).await;
    ada.browser
        .changes("/account/connect", &ada.code(), &[("kind", "sms")])
        .await;
    let sent = ada
        .browser
        .calls("/set-up/send", &[("kind", "sms"), ("number", NUMBER)])
        .await;
    assert!(sent.is_done(), "{}", sent.body);
    let code = app.code_by_sms().await;
    let half = app.browser();
    half.gives_password("ada", PASSWORD).await;
    assert_eq!(
        half.asks_for("sms").await.refusal(),
        Refusal::NotFound,
        "not proved yet"
    );
    // The code is not valid at the sign-in, nor in another session.
    assert_eq!(half.gives_sent_code("sms", &code).await.refusal(), Refusal::CodeExpired);
    let bob = app.browser();
    bob.becomes_a_member("bob").await;
    assert_eq!(
        bob.calls("/set-up/message", &[("code", &code)]).await.refusal(),
        Refusal::CodeExpired
    );
    let wrong = if code == "000000" { "111111" } else { "000000" };
    assert_eq!(
        ada.browser.calls("/set-up/message", &[("code", wrong)]).await.refusal(),
        Refusal::CodeWrong
    );
    // A second message to the same number needs no input; the first code is not valid any more.
    app.waits(PAUSE);
    assert!(ada.browser.calls("/set-up/send", &[("kind", "sms")]).await.is_done());
    let newest = app.code_by_sms().await;
    if newest != code {
        assert_eq!(
            ada.browser.calls("/set-up/message", &[("code", &code)]).await.refusal(),
            Refusal::CodeWrong
        );
    }
    let connected = ada.browser.calls("/set-up/message", &[("code", &newest)]).await;
    assert!(connected.is_done(), "{}", connected.body);
    assert_eq!(
        ada.browser
            .calls("/set-up/message", &[("code", &newest)])
            .await
            .refusal(),
        Refusal::CodeExpired
    );
}

async fn numbers_that_are_none_are_refused(app: TestApp) {
    let app = app.offering_messages();
    let ada = ada(&app).await;
    ada.browser
        .changes("/account/connect", &ada.code(), &[("kind", "sms")])
        .await;
    let flood = "1".repeat(10_000);
    for number in [
        "",
        "9161234512",
        "+7916",
        "+7916123451234567",
        "+7 916 12345a",
        "+0916123451",
        &flood,
    ] {
        let refused = ada
            .browser
            .calls("/set-up/send", &[("kind", "sms"), ("number", number)])
            .await;
        assert_eq!(refused.refusal(), Refusal::NumberUnfit, "{number:.20}");
    }
    assert_eq!(
        ada.browser.calls("/set-up/send", &[("kind", "sms")]).await.refusal(),
        Refusal::NumberUnfit
    );
    assert!(app.texts().await.is_empty());
}

async fn the_whole_server_sends_so_many_text_messages_in_an_hour(app: TestApp) {
    let app = app
        .offering_messages()
        .with(|serving| serving.settings.sms_per_hour = 2);
    let mut outcomes = Vec::new();
    for name in ["ada", "bob", "carol"] {
        let browser = app.browser();
        let (secret, _) = browser.becomes_a_member(name).await;
        app.waits(30);
        let code = secret.code_at(app.now());
        browser.changes("/account/connect", &code, &[("kind", "sms")]).await;
        let number = [("kind", "sms"), ("number", NUMBER)];
        outcomes.push(browser.calls("/set-up/send", &number).await.is_done());
        if name == "carol" {
            app.waits(3600 - 90);
            browser.comes_back_as(name, PASSWORD, &secret).await;
            app.waits(30);
            let code = secret.code_at(app.now());
            browser.changes("/account/connect", &code, &[("kind", "sms")]).await;
            assert!(browser.calls("/set-up/send", &number).await.is_done(), "an hour later");
        }
    }
    assert_eq!(outcomes, [true, true, false]);
}

async fn mail_codes_go_to_a_confirmed_address_and_move_with_it(app: TestApp) {
    let app = app.offering_messages();
    let bob = app.browser();
    let (secret, _) = bob.becomes_a_member("bob").await;
    app.waits(30);
    let code = secret.code_at(app.now());
    let connect = async || bob.changes("/account/connect", &code, &[("kind", "email")]).await;
    assert_eq!(connect().await.refusal(), Refusal::EmailFirst);
    bob.confirms_email("bob").await;
    assert!(connect().await.is_done(), "the code was not spent");
    assert!(bob.proves_message("email").await.is_done());
    app.waits(30);
    let changed = bob
        .changes(
            "/account/email",
            &secret.code_at(app.now()),
            &[("email", "new@school.example")],
        )
        .await;
    assert!(changed.is_done());
    let letter = app.mail_with("new@school.example", "/confirm-email/").await;
    let token = token(&letter, "/confirm-email/");
    assert!(bob.calls("/confirm-email", &[("token", &token)]).await.is_done());
    app.mails().await;
    let half = app.browser();
    half.gives_password("bob", PASSWORD).await;
    assert!(half.asks_for("email").await.is_done());
    let mails = app.mails().await;
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].to, "new@school.example");
    assert!(
        half.gives_sent_code("email", &six_digits(&mails[0].text))
            .await
            .is_done()
    );
}

async fn the_last_factor_cannot_be_removed(app: TestApp) {
    let app = app.offering_messages();
    let ada = ada(&app).await;
    let totp = [("kind", "totp")];
    assert_eq!(
        ada.browser
            .changes("/account/remove", &ada.code(), &totp)
            .await
            .refusal(),
        Refusal::LastFactor
    );
    ada.browser.connects_message("email", &ada.code()).await;
    let other = app.browser();
    other.comes_back_as("ada", PASSWORD, &ada.secret).await;
    // Both requests at the same moment: one factor stays.
    let codes = [ada.codes[0].clone(), ada.codes[1].clone()];
    let tries = ["totp", "email"].into_iter().zip(codes).map(|(kind, code)| {
        let browser = ada.browser.copied();
        tokio::spawn(async move {
            browser
                .changes("/account/remove", &code, &[("kind", kind)])
                .await
                .is_done()
        })
    });
    let mut removed = 0;
    for done in tries.collect::<Vec<_>>() {
        removed += usize::from(done.await.unwrap());
    }
    assert_eq!(removed, 1);
    assert!(!other.is_at_home().await);
}

async fn whoever_has_taken_the_app_off_changes_things_with_a_sent_code(app: TestApp) {
    let app = app.offering_messages();
    let ada = ada(&app).await;
    ada.browser.connects_message("email", &ada.code()).await;
    let removed = ada
        .browser
        .changes("/account/remove", &ada.code(), &[("kind", "totp")])
        .await;
    assert!(removed.is_done(), "{}", removed.body);
    app.mails().await;
    app.waits(PAUSE);
    assert_eq!(
        ada.browser
            .changes("/account/recovery-codes", "123456", &[])
            .await
            .refusal(),
        Refusal::OtherFactor {
            factors: vec![FactorKind::Email]
        },
        "no app, and nothing was sent"
    );
    assert!(
        ada.browser
            .calls("/account/send-code", &[("kind", "email")])
            .await
            .is_done()
    );
    let code = app.code_by_mail().await;
    let thief = app.browser();
    assert_eq!(
        thief.changes("/account/recovery-codes", &code, &[]).await.refusal(),
        Refusal::SignInFirst
    );
    assert!(
        ada.browser
            .changes("/account/recovery-codes", &code, &[])
            .await
            .is_done()
    );
    ada.browser.saves_recovery_codes().await;
    assert_eq!(
        ada.browser
            .changes("/account/recovery-codes", &code, &[])
            .await
            .refusal(),
        Refusal::CodeExpired,
        "once"
    );
    // The codes of the removed app are not valid; an app can be connected again.
    let half = app.browser();
    half.gives_password("ada", PASSWORD).await;
    let other = Refusal::OtherFactor {
        factors: vec![FactorKind::Email],
    };
    assert_eq!(half.gives_code(&ada.code()).await.refusal(), other);
    app.waits(60);
    assert!(
        ada.browser
            .calls("/account/send-code", &[("kind", "email")])
            .await
            .is_done()
    );
    let code = app.code_by_mail().await;
    assert!(
        ada.browser
            .changes("/account/connect", &code, &[("kind", "totp")])
            .await
            .is_done()
    );
    let new = ada.browser.opens_set_up().await;
    assert!(ada.browser.gives_set_up_code(&new.code_at(app.now())).await.is_done());
    assert_eq!(account(&ada.browser).await.factors.connected.len(), 2);
}

async fn a_new_member_without_a_phone_begins_with_mail(app: TestApp) {
    let app = app.offering_messages();
    let bob = app.browser();
    bob.registers("bob").await;
    let page = bob.opens("/set-up").await;
    assert!(page.body.contains("href=\"/set-up/email\""));
    bob.confirms_email("bob").await;
    assert!(!bob.is_at_home().await);
    assert!(bob.proves_message("email").await.is_done());
    // The member's first factor: recovery codes to save, as with an app.
    bob.saves_recovery_codes().await;
    assert!(bob.is_at_home().await);
    app.waits(PAUSE);
    let half = app.browser();
    half.gives_password("bob", PASSWORD).await;
    assert!(!half.is_at_home().await, "a code is owed from now on");
    let code = app.code_by_mail().await;
    assert!(half.gives_sent_code("email", &code).await.is_done());
}

async fn whoever_was_rescued_may_begin_with_mail(app: TestApp) {
    let app = app.offering_messages();
    let ada = ada(&app).await;
    let code = app.stepwise.reset_member_factors("ada").await.unwrap();
    let thief = app.browser();
    thief.gives_password("ada", PASSWORD).await;
    for path in ["/set-up", "/set-up/email"] {
        assert_eq!(thief.gets(path).await.leads_to(), "/sign-in", "{path}");
    }
    let back = app.browser();
    back.gives_password("ada", PASSWORD).await;
    assert!(back.gives_enrolment_code(&code.to_string()).await.is_done());
    assert!(back.proves_message("email").await.is_done());
    back.saves_recovery_codes().await;
    assert!(back.is_at_home().await && !ada.browser.is_at_home().await);
    app.waits(PAUSE);
    // From now on the sign-in requires a code, and an administrator's code is not needed.
    let half = app.browser();
    half.gives_password("ada", PASSWORD).await;
    assert!(!half.challenge().await.must_enrol);
    let code = app.code_by_mail().await;
    assert!(half.gives_sent_code("email", &code).await.is_done());
    assert!(half.is_at_home().await);
}

async fn a_secret_got_with_the_password_alone_is_worth_nothing_once_a_factor_is_on(app: TestApp) {
    let app = app.offering_messages();
    let bob = app.browser();
    bob.registers("bob").await;
    bob.confirms_email("bob").await;
    // A thief with the password requests a secret before the account has a factor.
    let thief = app.program();
    let secret = thief.scans("bob", PASSWORD).await;
    assert!(bob.proves_message("email").await.is_done());
    bob.saves_recovery_codes().await;
    let answer = thief.logs_in("bob", PASSWORD, &secret.code_at(app.now())).await;
    assert_eq!(refused(&answer), (409, "other_way".into()));
    assert!(bob.is_at_home().await);
    // The pending secret is deleted too.
    assert_eq!(app.count("factor").await, 1);
}
