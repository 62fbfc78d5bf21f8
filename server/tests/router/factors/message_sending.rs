//! Tests of sending codes: limits, order of the factors, and messages that cannot be sent for a while.

use crate::{
    common::{member::*, message_codes::*, *},
    on_every_database,
};
use backend::notify::Channel;
use domain::{factor::FactorKind, locale::Locale, refusal::Refusal};
use texts::Texts;

on_every_database!(
    of_twenty_one_mailed_codes_only_the_newest_is_valid,
    the_first_factor_of_the_account_is_requested_first,
    a_gateway_that_is_down_delays_no_request,
    no_code_or_number_is_stored_in_readable_form,
);

async fn of_twenty_one_mailed_codes_only_the_newest_is_valid(app: TestApp) {
    let app = app.offering_messages();
    ada_with_messages(&app).await;
    let mut codes = Vec::new();
    let mut browser = pending_browser(&app).await;
    let mut refused = 0;
    for n in 0..21 {
        if n % 7 == 6 {
            browser = pending_browser(&app).await;
        }
        let early = browser.requests_code("email").await;
        assert!(early.is_done(), "{n} {}", early.body);
        let again = browser.requests_code("email").await.refusal();
        assert!(matches!(again, Refusal::SentJustNow { .. }), "{again}");
        codes.push(app.code_by_mail().await);
        app.waits(PAUSE);
        // An account gets at most ten codes in an hour, no matter how many sessions request them.
        if n % 9 == 8 {
            let fresh = pending_browser(&app).await;
            if let Refusal::TooManyMessages { until } = match fresh.requests_code("email").await {
                answer if answer.is_done() => Refusal::NotFound,
                answer => answer.refusal(),
            } {
                assert!(until > app.now());
                refused += 1;
            }
            app.waits(3600);
            browser = pending_browser(&app).await;
        }
    }
    assert!(refused > 0);
    let newest = codes.pop().unwrap();
    // No older code is valid, not even in the session with the newest code.
    for code in codes.iter().rev().take(5).filter(|code| **code != newest) {
        assert_eq!(
            browser.gives_message_code("email", code).await.refusal(),
            Refusal::CodeWrong
        );
    }
    assert!(browser.gives_message_code("email", &newest).await.is_done());
}

async fn the_first_factor_of_the_account_is_requested_first(app: TestApp) {
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
    // To change the order, the member must enter password and code again: a signed-in session is not enough.
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
    ada.got_mail(Texts::of(Locale::En).messages_mail_ordered_subject())
        .await;
    assert_eq!(kinds().await, [FactorKind::Sms, FactorKind::Totp, FactorKind::Email]);
    // After the password the server sends the code of the preferred factor without a request.
    let browser = pending_browser(&app).await;
    let code = app.code_by_sms().await;
    assert_eq!(
        browser.challenge().await.sent.map(|sent| sent.by),
        Some(FactorKind::Sms)
    );
    // In another session the user has to wait for a code, because a code was sent a moment ago. The refusal says so.
    let second = pending_browser(&app).await;
    assert_eq!(second.challenge().await.sent, None);
    assert!(matches!(
        second.requests_code("sms").await.refusal(),
        Refusal::SentJustNow { .. }
    ));
    assert!(browser.gives_message_code("sms", &code).await.is_done());
    // Replacing the authenticator app keeps the order of the factors.
    ada.browser.changes("/account/phone", &ada.code(), &[]).await;
    let new = ada.browser.opens_set_up().await;
    assert!(ada.browser.gives_set_up_code(&new.code_at(app.now())).await.is_done());
    assert_eq!(kinds().await, [FactorKind::Sms, FactorKind::Totp, FactorKind::Email]);
}

async fn a_gateway_that_is_down_delays_no_request(app: TestApp) {
    let app = app.offering_messages();
    let ada = ada_with_messages(&app).await;
    let down = Mailbox {
        is_down: true,
        ..Mailbox::default()
    };
    let browser = pending_browser(&app).await;
    assert!(browser.requests_code("sms").await.is_done());
    assert_eq!(
        app.stepwise
            .notifications
            .deliver(Channel::Sms, &down, &|| false)
            .await
            .unwrap()
            .later,
        1
    );
    // While no text message can be sent, mails are sent, and the authenticator app works.
    assert!(browser.requests_code("email").await.is_done());
    app.code_by_mail().await;
    app.waits(PAUSE);
    // A new code replaces the code in the waiting message.
    assert!(browser.requests_code("sms").await.is_done());
    let texts = app.texts().await;
    assert_eq!(texts.len(), 1);
    assert!(
        browser
            .gives_message_code("sms", &six_digits(&texts[0].1))
            .await
            .is_done()
    );
    assert!(app.browser().signs_in_as("ada", PASSWORD, &ada.secret).await.is_done());
}

async fn no_code_or_number_is_stored_in_readable_form(app: TestApp) {
    let app = app.offering_messages();
    ada_with_messages(&app).await;
    let browser = pending_browser(&app).await;
    browser.requests_code("sms").await;
    let dump = app.dump().await;
    let code = app.code_by_sms().await;
    for thing in [NUMBER, &NUMBER[1..], &code] {
        assert!(!database_dump::contains_secret(&dump, thing), "{thing}");
    }
}
