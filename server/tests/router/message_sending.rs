//! Tests of sending codes: limits, order of the factors, and what waits in the meantime.

use crate::{
    common::{member::*, messages::*, *},
    on_every_database,
};
use backend::service::Channel;
use domain::{factor::FactorKind, locale::Locale, refusal::Refusal};
use texts::Texts;

on_every_database!(
    twenty_one_mails_do_not_make_twenty_one_codes,
    the_first_is_asked_first,
    a_gateway_that_is_down_keeps_nobody_waiting,
    nothing_of_a_code_or_a_number_lies_in_clear,
);

async fn twenty_one_mails_do_not_make_twenty_one_codes(app: TestApp) {
    let app = app.offering_messages();
    ada_with_messages(&app).await;
    let mut codes = Vec::new();
    let mut browser = half_in(&app).await;
    let mut refused = 0;
    for n in 0..21 {
        if n % 7 == 6 {
            browser = half_in(&app).await;
        }
        let early = browser.asks_for("email").await;
        assert!(early.is_done(), "{n} {}", early.body);
        let again = browser.asks_for("email").await.refusal();
        assert!(matches!(again, Refusal::SentJustNow { .. }), "{again}");
        codes.push(app.code_by_mail().await);
        app.waits(PAUSE);
        // Ten in an hour, in any number of sessions.
        if n % 9 == 8 {
            let fresh = half_in(&app).await;
            if let Refusal::TooManyMessages { until } = match fresh.asks_for("email").await {
                answer if answer.is_done() => Refusal::NotFound,
                answer => answer.refusal(),
            } {
                assert!(until > app.now());
                refused += 1;
            }
            app.waits(3600);
            browser = half_in(&app).await;
        }
    }
    assert!(refused > 0);
    let newest = codes.pop().unwrap();
    // No older code is valid, not even in the session with the newest code.
    for code in codes.iter().rev().take(5).filter(|code| **code != newest) {
        assert_eq!(
            browser.gives_sent_code("email", code).await.refusal(),
            Refusal::CodeWrong
        );
    }
    assert!(browser.gives_sent_code("email", &newest).await.is_done());
}

async fn the_first_is_asked_first(app: TestApp) {
    let app = app.offering_messages();
    let ada = ada_with_messages(&app).await;
    let kinds = async || {
        let ways = account(&ada.browser).await.factors.connected;
        ways.into_iter().map(|way| way.kind).collect::<Vec<_>>()
    };
    assert_eq!(kinds().await, [FactorKind::Totp, FactorKind::Email, FactorKind::Sms]);
    let first = [("kind", "sms")];
    let page = ada.browser.opens("/account/first/sms").await;
    assert!(page.says(Texts::of(Locale::En).messages_order_text()));
    // The order changes with password and code only: a signed-in session is not enough.
    assert_eq!(
        ada.browser.calls("/account/ask-first", &first).await.refusal(),
        Refusal::BadRequest
    );
    let wrong = ada.secret.wrong_code(app.now());
    assert_eq!(
        ada.browser
            .changes("/account/ask-first", &wrong, &first)
            .await
            .refusal(),
        Refusal::CodeWrong
    );
    assert_eq!(kinds().await, [FactorKind::Totp, FactorKind::Email, FactorKind::Sms]);
    let ordered = ada.browser.changes("/account/ask-first", &ada.code(), &first).await;
    assert!(ordered.is_done(), "{}", ordered.body);
    ada.was_told(Texts::of(Locale::En).messages_mail_ordered_subject())
        .await;
    assert_eq!(kinds().await, [FactorKind::Sms, FactorKind::Totp, FactorKind::Email]);
    // The password alone sends the code of the preferred factor.
    let browser = half_in(&app).await;
    let code = app.code_by_sms().await;
    assert_eq!(
        browser.challenge().await.sent.map(|sent| sent.by),
        Some(FactorKind::Sms)
    );
    // A code was sent a moment ago, so the next session has to wait, and its message says so.
    let second = half_in(&app).await;
    assert_eq!(second.challenge().await.sent, None);
    assert!(matches!(
        second.asks_for("sms").await.refusal(),
        Refusal::SentJustNow { .. }
    ));
    assert!(browser.gives_sent_code("sms", &code).await.is_done());
    // Replacing the app keeps the order.
    ada.browser.changes("/account/phone", &ada.code(), &[]).await;
    let new = ada.browser.opens_set_up().await;
    assert!(ada.browser.gives_set_up_code(&new.code_at(app.now())).await.is_done());
    assert_eq!(kinds().await, [FactorKind::Sms, FactorKind::Totp, FactorKind::Email]);
}

async fn a_gateway_that_is_down_keeps_nobody_waiting(app: TestApp) {
    let app = app.offering_messages();
    let ada = ada_with_messages(&app).await;
    let down = Mailbox {
        is_down: true,
        ..Mailbox::default()
    };
    let browser = half_in(&app).await;
    assert!(browser.asks_for("sms").await.is_done());
    assert_eq!(app.stepwise.deliver(Channel::Sms, &down).await.unwrap().later, 1);
    // Meanwhile mails are sent, and the app works.
    assert!(browser.asks_for("email").await.is_done());
    app.code_by_mail().await;
    app.waits(PAUSE);
    // A new code replaces the waiting one.
    assert!(browser.asks_for("sms").await.is_done());
    let texts = app.texts().await;
    assert_eq!(texts.len(), 1);
    assert!(browser.gives_sent_code("sms", &six_digits(&texts[0].1)).await.is_done());
    assert!(
        app.browser()
            .comes_back_as("ada", PASSWORD, &ada.secret)
            .await
            .is_done()
    );
}

async fn nothing_of_a_code_or_a_number_lies_in_clear(app: TestApp) {
    let app = app.offering_messages();
    ada_with_messages(&app).await;
    let browser = half_in(&app).await;
    browser.asks_for("sms").await;
    let dump = app.dump().await;
    let code = app.code_by_sms().await;
    for thing in [NUMBER, &NUMBER[1..], &code] {
        assert!(!dump::holds(&dump, thing), "{thing}");
    }
}
