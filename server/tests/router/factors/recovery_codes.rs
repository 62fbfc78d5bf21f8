//! Tests of recovery codes: each is shown once and valid once, wrong ones are counted with other wrong codes, and the
//! codes can be renewed.

use crate::{always_on_every_database, common::member::*, common::*, on_every_database};
use domain::{audit::AuditKind, locale::Locale, refusal::Refusal};
use texts::Texts;

on_every_database!(
    a_recovery_code_signs_in_once_and_earns_no_badge,
    recovery_codes_are_shown_once,
    a_student_cannot_continue_before_the_recovery_codes_are_saved,
    codes_of_a_reset_authenticator_are_not_shown_again,
    wrong_recovery_codes_are_counted_with_wrong_codes,
    a_recovery_code_that_confirms_a_change_is_audited_and_mailed,
);

always_on_every_database!(
    twenty_requests_with_one_recovery_code_have_one_success,
    simultaneous_renewals_leave_ten_codes,
);

async fn a_recovery_code_signs_in_once_and_earns_no_badge(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let (secret, codes) = app.browser().connects(seat).await;
    app.waits(60);
    let student = app.browser();
    student.signs_in(seat).await;
    assert!(student.gives_recovery_code(&codes[3]).await.is_done());
    assert!(student.is_signed_in().await);
    assert_eq!(class.badges(seat).await, 3);
    let again = app.browser();
    again.signs_in(seat).await;
    assert_eq!(
        again.gives_recovery_code(&codes[3]).await.refusal(),
        Refusal::RecoveryCodeWrong
    );
    assert!(!again.is_signed_in().await);
    assert!(again.gives_recovery_code(&codes[4]).await.is_done());
    assert_eq!(class.badges(seat).await, 3);
    assert!(app.browser().signs_in_with_code(seat, &secret).await.is_done());
    assert_eq!(class.badges(seat).await, 4);
}

async fn twenty_requests_with_one_recovery_code_have_one_success(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let (_, codes) = app.browser().connects(seat).await;
    let mut browsers = Vec::new();
    for _ in 0..20 {
        let browser = app.browser();
        browser.signs_in(seat).await;
        browsers.push(browser);
    }
    let tries = browsers.into_iter().map(|browser| {
        let code = codes[0].clone();
        tokio::spawn(async move { browser.gives_recovery_code(&code).await })
    });
    let mut successes = 0;
    for answer in tries.collect::<Vec<_>>() {
        let answer = answer.await.unwrap();
        if answer.is_done() {
            successes += 1;
        } else {
            let refusal = answer.refusal();
            assert!(
                matches!(refusal, Refusal::RecoveryCodeWrong | Refusal::Locked { .. }),
                "{refusal}"
            );
        }
    }
    assert_eq!(successes, 1);
}

async fn recovery_codes_are_shown_once(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let student = app.browser();
    let (_, codes) = student.sees_recovery_codes(seat).await;
    let mut different = codes.clone();
    different.sort();
    different.dedup();
    assert_eq!(different.len(), 10);
    assert!(
        codes
            .iter()
            .all(|code| code.len() == 19 && code.split('-').all(|group| group.len() == 4))
    );
    let page = student.opens("/set-up/recovery-codes").await;
    assert!(codes.iter().all(|code| page.says(code)));
    // The page does not show the codes after they were saved. Unsaved codes are shown for ten minutes.
    let copied = student.copied();
    let saved = student.submits("/set-up/saved", &[]).await;
    assert_eq!(saved.leads_to(), "/lesson");
    for path in ["/set-up/recovery-codes", "/lesson", "/set-up"] {
        let page = student.opens(path).await;
        assert!(codes.iter().all(|code| !page.body.contains(code)), "{path}");
    }
    app.waits(600);
    let page = copied.opens("/set-up/recovery-codes").await;
    assert!(codes.iter().all(|code| !page.body.contains(code)));
    // In the session of another account, the cookie shows no codes.
    let other = app.class_of(1).await;
    let thief = app.browser();
    thief.connects(&other.seats[0]).await;
    thief.sets_cookie("recovery_codes", &copied.cookie("recovery_codes").unwrap());
    assert_eq!(thief.shown_codes().await.codes, [""; 0]);
}

async fn a_student_cannot_continue_before_the_recovery_codes_are_saved(app: TestApp) {
    let class = app.class_of(1).await;
    let student = app.browser();
    let (_, codes) = student.sees_recovery_codes(&class.seats[0]).await;
    let lesson = student.opens("/lesson").await;
    assert_eq!(student.here(), "/set-up/recovery-codes");
    assert!(codes.iter().all(|code| lesson.says(code)));
    student.submits("/set-up/saved", &[]).await;
    student.opens("/lesson").await;
    assert_eq!(student.here(), "/lesson");
}

async fn codes_of_a_reset_authenticator_are_not_shown_again(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let student = app.browser();
    let (_, codes) = student.sees_recovery_codes(seat).await;
    class.seat_action(seat, "reset_factor").await;
    assert!(student.signs_in(seat).await.is_done());
    let lesson = student.opens("/lesson").await;
    assert_eq!(student.here(), "/lesson");
    let shown = student.shown_codes().await.codes;
    assert!(shown.is_empty() && codes.iter().all(|code| !lesson.body.contains(code)));
}

async fn wrong_recovery_codes_are_counted_with_wrong_codes(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let (secret, codes) = app.browser().connects(seat).await;
    app.waits(60);
    let student = app.browser();
    student.signs_in(seat).await;
    for n in 0..3 {
        assert_eq!(
            student.gives_code(&secret.wrong_code(app.now())).await.refusal(),
            Refusal::CodeWrong
        );
        let wrong = format!("0000-0000-0000-000{n}");
        assert_eq!(
            student.gives_recovery_code(&wrong).await.refusal(),
            Refusal::RecoveryCodeWrong
        );
    }
    assert!(matches!(
        student.gives_recovery_code(&codes[0]).await.refusal(),
        Refusal::Locked { .. }
    ));
    assert!(matches!(
        student.gives_code(&secret.code_at(app.now())).await.refusal(),
        Refusal::Locked { .. }
    ));
}

async fn simultaneous_renewals_leave_ten_codes(app: TestApp) {
    let ada = ada(&app).await;
    let tries = ada.codes[..4].iter().cloned().map(|code| {
        let browser = ada.browser.copied();
        tokio::spawn(async move { browser.changes("/account/recovery-codes", &code, &[]).await.is_done() })
    });
    let mut done = 0;
    for attempt in tries.collect::<Vec<_>>() {
        done += usize::from(attempt.await.unwrap());
    }
    assert!(done >= 1, "{done}");
    assert_eq!(app.count("recovery_code").await, 10);
    assert_eq!(account(&ada.browser).await.recovery_codes_left, 10);
}

async fn a_recovery_code_that_confirms_a_change_is_audited_and_mailed(app: TestApp) {
    let ada = ada(&app).await;
    let texts = Texts::of(Locale::En);
    let confirmed = async || {
        let events = account(&ada.browser).await.events;
        let kinds = events
            .iter()
            .filter(|event| event.kind == AuditKind::ConfirmedByRecoveryCode);
        kinds.count()
    };
    let told = async || {
        let mails = app.mails().await;
        let right = mails.iter().filter(|letter| {
            letter.to == address_of("ada") && letter.text.contains(&texts.mail_recovery_confirmed_text("ada"))
        });
        right.count()
    };
    let email = [("email", "new@school.example")];
    let wrong = ada
        .browser
        .changes("/account/email", "k7qm-2xnp-w4rt-h9dc", &email)
        .await;
    assert_eq!(wrong.refusal(), Refusal::RecoveryCodeWrong);
    assert_eq!((confirmed().await, told().await), (0, 0));
    assert!(
        ada.browser
            .changes("/account/email", &ada.code(), &email)
            .await
            .is_done()
    );
    assert_eq!((confirmed().await, told().await), (0, 0), "the code of the phone");
    assert!(
        ada.browser
            .changes("/account/email", &ada.codes[0], &email)
            .await
            .is_done()
    );
    assert_eq!((confirmed().await, told().await), (1, 1));
    let page = ada.browser.opens("/account").await;
    assert!(page.says(texts.audit_confirmed_by_recovery_code()));
}
