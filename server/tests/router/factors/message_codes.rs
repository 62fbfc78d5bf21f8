//! Tests of codes by mail and SMS at the sign-in: a code is random and valid once, for one sign-in, for ten minutes,
//! and until a newer code is sent.

use crate::{
    always_on_every_database,
    common::{member::*, message_codes::*, *},
    on_every_database,
};
use domain::refusal::Refusal;

on_every_database!(
    codes_by_message_are_off_by_default,
    a_code_by_mail_and_a_code_by_sms_sign_in,
    a_code_is_valid_for_its_own_sign_in_and_its_own_account_only,
    a_code_expires_after_ten_minutes,
    wrong_codes_are_counted_with_those_of_other_factors,
);

always_on_every_database!(a_code_works_once_in_twenty_simultaneous_requests,);

async fn codes_by_message_are_off_by_default(app: TestApp) {
    let ada = ada(&app).await;
    for page in [
        "/set-up/email",
        "/set-up/sms",
        "/account/connect/email",
        "/account/connect/sms",
        "/account/remove/sms",
        "/account/connect/fax",
    ] {
        assert_eq!(ada.browser.gets(page).await.status, 404, "{page}");
    }
    let allowed = ada.browser.changes("/account/phone", &ada.code(), &[]).await;
    assert!(allowed.is_done());
    for kind in ["email", "sms", "totp"] {
        for path in ["/set-up/send", "/account/send-code"] {
            let fields = [("kind", kind), ("number", NUMBER)];
            assert_eq!(
                ada.browser.calls(path, &fields).await.refusal(),
                Refusal::NotFound,
                "{path} {kind}"
            );
        }
        let half = pending_browser(&app).await;
        assert_eq!(half.requests_code(kind).await.refusal(), Refusal::NotFound);
    }
    let page = ada.browser.opens("/account").await;
    let en = texts::Texts::of(domain::locale::Locale::En);
    for text in [
        en.messages_connect_email(),
        en.messages_connect_sms(),
        en.messages_remove(),
        en.trust_title(),
    ] {
        assert!(!page.says(text), "{text}");
    }
    let half = pending_browser(&app).await;
    let challenge = half.challenge().await;
    assert_eq!(
        (challenge.factors.len(), challenge.trust_days, challenge.sent),
        (1, None, None)
    );
    assert!(!half.opens("/sign-in/code").await.says(en.messages_another()));
}

async fn a_code_by_mail_and_a_code_by_sms_sign_in(app: TestApp) {
    let app = app.offering_messages();
    let _ada = ada_with_messages(&app).await;
    for kind in ["email", "sms"] {
        let browser = pending_browser(&app).await;
        let ways = browser.challenge().await.factors;
        let targets: Vec<_> = ways.into_iter().filter_map(|way| way.target).collect();
        assert_eq!(targets, ["a•••@school.example", "+7 ••• ••12"]);
        let early = browser.gives_message_code(kind, "123456").await;
        assert_eq!(early.refusal(), Refusal::CodeExpired, "none was sent");
        assert!(browser.requests_code(kind).await.is_done());
        assert!(browser.challenge().await.sent.is_some());
        let code = match kind {
            "email" => app.code_by_mail().await,
            _ => app.code_by_sms().await,
        };
        let page = browser.opens(&format!("/sign-in/code?with={kind}")).await;
        assert!(!page.body.contains(&code) && !page.body.contains(NUMBER));
        assert_eq!(
            browser.gives_code(&code).await.refusal(),
            Refusal::CodeWrong,
            "it is none of the app"
        );
        assert!(browser.gives_message_code(kind, &code).await.is_done());
        assert!(browser.is_signed_in_as_member().await);
    }
    let kinds: Vec<_> = account(&_ada.browser)
        .await
        .events
        .into_iter()
        .map(|event| event.kind)
        .collect();
    assert!(kinds.contains(&domain::audit::AuditKind::SignedInByMessage));
}

async fn a_code_works_once_in_twenty_simultaneous_requests(app: TestApp) {
    let app = app.offering_messages();
    ada_with_messages(&app).await;
    let browser = pending_browser(&app).await;
    browser.requests_code("sms").await;
    let code = app.code_by_sms().await;
    let tries = (0..20).map(|_| {
        let (copy, code) = (browser.copied(), code.clone());
        tokio::spawn(async move { copy.gives_message_code("sms", &code).await.is_done() })
    });
    let mut inside = 0;
    for done in tries.collect::<Vec<_>>() {
        inside += usize::from(done.await.unwrap());
    }
    assert_eq!(inside, 1);
}

async fn a_code_is_valid_for_its_own_sign_in_and_its_own_account_only(app: TestApp) {
    let app = app.offering_messages();
    ada_with_messages(&app).await;
    let (one, two) = (pending_browser(&app).await, pending_browser(&app).await);
    one.requests_code("email").await;
    let first = app.code_by_mail().await;
    app.waits(PAUSE);
    two.requests_code("email").await;
    let second = app.code_by_mail().await;
    if first != second {
        assert_eq!(
            two.gives_message_code("email", &first).await.refusal(),
            Refusal::CodeWrong
        );
        assert_eq!(
            one.gives_message_code("email", &second).await.refusal(),
            Refusal::CodeWrong
        );
    }
    // A code that was sent to Ada is not accepted at the sign-in of Bob.
    let bob = app.browser();
    bob.becomes_a_member("bob").await;
    bob.confirms_email("bob").await;
    app.mails().await;
    app.waits(PAUSE);
    let half = app.browser();
    half.gives_password("bob", PASSWORD).await;
    assert_eq!(
        half.requests_code("email").await.refusal(),
        Refusal::NotFound,
        "this factor is not connected"
    );
    assert_eq!(
        half.gives_message_code("email", &second).await.refusal(),
        Refusal::CodeExpired
    );
    // A code that was sent to connect a factor is not valid at the sign-in, and the other way round.
    assert!(two.gives_message_code("email", &second).await.is_done());
    assert!(one.gives_message_code("email", &first).await.is_done());
    assert!(one.is_signed_in_as_member().await && two.is_signed_in_as_member().await);
}

async fn a_code_expires_after_ten_minutes(app: TestApp) {
    let app = app.offering_messages();
    ada_with_messages(&app).await;
    let browser = pending_browser(&app).await;
    app.waits(5);
    browser.requests_code("sms").await;
    let code = app.code_by_sms().await;
    app.waits(594);
    assert!(browser.copied().gives_message_code("sms", &code).await.is_done());
    let browser = pending_browser(&app).await;
    browser.requests_code("sms").await;
    let code = app.code_by_sms().await;
    app.waits(599);
    let late = browser.requests_code("email").await;
    assert!(late.is_done(), "{}", late.body);
    assert_eq!(
        browser.gives_message_code("sms", &code).await.refusal(),
        Refusal::CodeWrong,
        "the newest only"
    );
    app.waits(1);
    assert_eq!(
        browser.gives_message_code("email", "123456").await.refusal(),
        Refusal::PendingExpired
    );
    // If a message has waited longer than its code is valid, it is not sent.
    let browser = pending_browser(&app).await;
    browser.requests_code("sms").await;
    app.waits(600);
    assert!(app.texts().await.is_empty());
    assert_eq!(
        app.count("mail").await,
        2,
        "the mails of before: a code, and a sign-in from a new device"
    );
}

async fn wrong_codes_are_counted_with_those_of_other_factors(app: TestApp) {
    let app = app.offering_messages();
    let ada = ada_with_messages(&app).await;
    let browser = pending_browser(&app).await;
    browser.requests_code("sms").await;
    let code = app.code_by_sms().await;
    let wrong = if code == "123456" { "654321" } else { "123456" };
    for n in 0..6 {
        let given = match n % 2 {
            0 => browser.gives_message_code("sms", wrong).await,
            _ => browser.gives_code(&ada.secret.wrong_code(app.now())).await,
        };
        assert_eq!(given.refusal(), Refusal::CodeWrong);
    }
    let locked = browser.gives_message_code("sms", &code).await.refusal();
    assert!(matches!(locked, Refusal::Locked { .. }), "{locked}");
    let other = pending_browser(&app).await;
    app.waits(PAUSE);
    other.requests_code("email").await;
    let code = app.code_by_mail().await;
    let locked = other.gives_message_code("email", &code).await.refusal();
    assert!(matches!(locked, Refusal::Locked { .. }), "{locked}");
    app.waits(60);
    assert!(other.gives_message_code("email", &code).await.is_done());
}
