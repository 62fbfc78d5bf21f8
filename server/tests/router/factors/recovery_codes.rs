//! Recovery codes when changes ask for password and code again (faults 30 and 31).

use crate::{common::member::*, common::*, on_every_database};
use domain::{audit::AuditKind, locale::Locale, refusal::Refusal};
use texts::Texts;

on_every_database!(
    simultaneous_renewals_leave_ten_codes,
    a_recovery_code_that_confirms_a_change_is_audited_and_mailed,
);

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
