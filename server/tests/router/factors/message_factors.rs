//! Tests of connecting mail and SMS as factors, and of removing factors.

use crate::{
    always_on_every_database,
    common::{api_client::refused, member::*, message_codes::*, *},
    on_every_database,
};
use domain::{audit::AuditKind, factor::FactorKind, refusal::Refusal};

on_every_database!(
    connecting_requires_reauthentication_and_ends_the_other_sessions,
    a_number_is_stored_after_its_code_was_entered,
    invalid_telephone_numbers_are_refused,
    the_server_sends_a_limited_number_of_text_messages_an_hour,
    mail_codes_go_to_the_confirmed_address_and_follow_its_change,
    a_secret_obtained_with_the_password_alone_is_useless_once_a_factor_is_on,
);

always_on_every_database!(
    the_last_factor_cannot_be_removed,
    text_messages_of_deleted_accounts_count_for_the_limit_of_the_server,
);

async fn connecting_requires_reauthentication_and_ends_the_other_sessions(app: TestApp) {
    let app = app.offering_messages();
    let ada = ada(&app).await;
    let other = app.browser();
    other.signs_in_as("ada", PASSWORD, &ada.secret).await;
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
    assert!(ada.browser.is_signed_in_as_member().await && !other.is_signed_in_as_member().await);
    let view = account(&ada.browser).await;
    assert_eq!(view.recovery_codes_left, 10, "the saved codes are still valid");
    assert_eq!(view.factors.connected.len(), 2);
    assert_eq!(view.factors.offered, [FactorKind::Sms]);
    assert!(
        view.events
            .iter()
            .any(|event| event.kind == AuditKind::EmailCodesConnected)
    );
    ada.got_mail(texts::Texts::of(domain::locale::Locale::En).messages_mail_connected_subject())
        .await;
    let lost = app.browser();
    lost.gives_password("ada", PASSWORD).await;
    assert!(lost.gives_recovery_code(&ada.codes[0]).await.is_done());
}

async fn a_number_is_stored_after_its_code_was_entered(app: TestApp) {
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
        half.requests_code("sms").await.refusal(),
        Refusal::NotFound,
        "not proved yet"
    );
    // The code is valid neither at the sign-in nor in the session of another user.
    assert_eq!(
        half.gives_message_code("sms", &code).await.refusal(),
        Refusal::CodeExpired
    );
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
    // The user does not have to enter the number again to get a second message. The second code replaces the first
    // code.
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

async fn invalid_telephone_numbers_are_refused(app: TestApp) {
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

async fn the_server_sends_a_limited_number_of_text_messages_an_hour(app: TestApp) {
    let app = app.offering_messages().with(|config| config.settings.sms_per_hour = 2);
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
            browser.signs_in_as(name, PASSWORD, &secret).await;
            app.waits(30);
            let code = secret.code_at(app.now());
            browser.changes("/account/connect", &code, &[("kind", "sms")]).await;
            assert!(browser.calls("/set-up/send", &number).await.is_done(), "an hour later");
        }
    }
    assert_eq!(outcomes, [true, true, false]);
}

/// Requests the text message with the set-up code for a telephone number.
async fn requests_text_message(browser: &Browser, secret: &Secret) -> Answer {
    browser.app.waits(30);
    let code = secret.code_at(browser.app.now());
    let allowed = browser.changes("/account/connect", &code, &[("kind", "sms")]).await;
    assert!(allowed.is_done(), "{}", allowed.body);
    browser
        .calls("/set-up/send", &[("kind", "sms"), ("number", NUMBER)])
        .await
}

async fn text_messages_of_deleted_accounts_count_for_the_limit_of_the_server(app: TestApp) {
    let app = app.offering_messages().with(|config| config.settings.sms_per_hour = 2);
    for name in ["ada", "bob"] {
        let browser = app.browser();
        let (secret, _) = browser.becomes_a_member(name).await;
        let sent = requests_text_message(&browser, &secret).await;
        assert!(sent.is_done(), "{}", sent.body);
        app.waits(30);
        let code = secret.code_at(app.now());
        let deleted = browser.changes("/account/delete", &code, &[]).await;
        assert!(deleted.is_done(), "{}", deleted.body);
    }
    assert_eq!(app.count("message_code").await, 2);
    assert!(
        app.texts().await.is_empty(),
        "a deletion removes waiting codes from the queue"
    );
    let dump = app.dump().await;
    for erased in [NUMBER, &NUMBER[1..], "ada@school", "bob@school"] {
        assert!(!database_dump::contains_secret(&dump, erased), "{erased}");
    }
    let carol = app.browser();
    let (secret, _) = carol.becomes_a_member("carol").await;
    let refused = requests_text_message(&carol, &secret).await.refusal();
    assert!(matches!(refused, Refusal::TooManyMessages { .. }), "{refused:?}");
    // Housekeeping deletes the rows without their accounts.
    app.waits(2 * 3600);
    app.stepwise.operations.sweep().await.unwrap();
    assert_eq!(app.count("message_code").await, 0);
}

async fn mail_codes_go_to_the_confirmed_address_and_follow_its_change(app: TestApp) {
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
    assert!(half.requests_code("email").await.is_done());
    let mails = app.mails().await;
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].to, "new@school.example");
    assert!(
        half.gives_message_code("email", &six_digits(&mails[0].text))
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
    other.signs_in_as("ada", PASSWORD, &ada.secret).await;
    // Two simultaneous requests try to remove one factor each. The last factor stays.
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
    assert!(!other.is_signed_in_as_member().await);
}

async fn a_secret_obtained_with_the_password_alone_is_useless_once_a_factor_is_on(app: TestApp) {
    let app = app.offering_messages();
    let bob = app.browser();
    bob.registers("bob").await;
    bob.confirms_email("bob").await;
    // A thief with the password requests a secret before the account has a factor.
    let thief = app.api_client();
    let secret = thief.gets_secret("bob", PASSWORD).await;
    assert!(bob.proves_message("email").await.is_done());
    bob.saves_recovery_codes().await;
    let answer = thief.logs_in("bob", PASSWORD, &secret.code_at(app.now())).await;
    assert_eq!(refused(&answer), (409, "other_way".into()));
    assert!(bob.is_signed_in_as_member().await);
    // The pending secret is deleted too.
    assert_eq!(app.count("factor").await, 1);
}
