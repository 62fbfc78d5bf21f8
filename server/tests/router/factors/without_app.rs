//! Tests of members who use codes by mail or SMS and no app: messages, pauses between codes, and the rights of all
//! members.

use crate::{
    common::{member::*, message_codes::*, *},
    on_every_database,
};
use domain::{factor::FactorKind, locale::Locale, refusal::Refusal};
use texts::Texts;

on_every_database!(
    an_unconfirmed_address_is_refused_before_a_recovery_code_is_used_up,
    a_new_member_can_request_the_confirmation_link_on_the_set_up_page,
    pages_name_the_factor_that_is_connected,
    after_connecting_the_pages_show_the_wait_for_the_next_code,
    a_member_without_an_app_reauthenticates_with_a_message_code,
    a_new_member_without_a_phone_can_start_with_codes_by_mail,
    a_rescued_member_can_start_with_codes_by_mail,
);

/// A signed-in member whose only second factor is codes by mail.
async fn by_mail_only(app: &TestApp, name: &str) -> Browser {
    let browser = app.browser();
    browser.registers(name).await;
    browser.confirms_email(name).await;
    assert!(browser.proves_message("email").await.is_done());
    browser.saves_recovery_codes().await;
    browser
}

async fn an_unconfirmed_address_is_refused_before_a_recovery_code_is_used_up(app: TestApp) {
    let app = app.offering_messages();
    let bob = app.browser();
    let (_, codes) = bob.becomes_a_member("bob").await;
    let en = Texts::of(Locale::En);
    let page = bob.opens("/account/connect/email").await;
    assert!(page.says(&en.proof_confirm_first("bob@school.example")));
    assert!(!page.body.contains("name=\"password\""), "nothing is asked for");
    let connect = async || bob.changes("/account/connect", &codes[0], &[("kind", "email")]).await;
    let before = app.dump().await;
    assert_eq!(connect().await.refusal(), Refusal::EmailFirst);
    assert_eq!(app.dump().await, before);
    // If the operator does not offer codes by mail, the request is refused too, and the recovery code is not used up.
    let off = app.with(|config| config.settings.offered.email = false);
    let mut there = bob.copied();
    there.app = off;
    assert_eq!(
        there
            .changes("/account/connect", &codes[0], &[("kind", "email")])
            .await
            .refusal(),
        Refusal::NotFound
    );
    assert_eq!(account(&bob).await.recovery_codes_left, 10);
    // The form mails the confirmation link again and returns to this page.
    app.mails().await;
    let again = [("to", "/account/connect/email")];
    let sent = bob.submits_and_follows("/account/confirm-again", &again).await;
    assert!(sent.says(&en.proof_sent("bob@school.example")));
    bob.confirms_email("bob").await;
    assert!(
        bob.opens("/account/connect/email")
            .await
            .body
            .contains("name=\"password\"")
    );
    assert!(connect().await.is_done());
    assert!(bob.proves_message("email").await.is_done());
    assert_eq!(account(&bob).await.recovery_codes_left, 9);
}

async fn a_new_member_can_request_the_confirmation_link_on_the_set_up_page(app: TestApp) {
    let app = app.offering_messages();
    let bob = app.browser();
    bob.registers("bob").await;
    app.mails().await;
    let page = bob.opens("/set-up/email").await;
    let en = Texts::of(Locale::En);
    assert!(page.says(&en.proof_confirm_first("bob@school.example")));
    assert!(page.says(en.proof_with_app()) && !page.body.contains("href=\"/account\""));
    assert_eq!(
        bob.calls("/set-up/send", &[("kind", "email")]).await.refusal(),
        Refusal::EmailFirst
    );
    let sent = bob
        .submits_and_follows("/account/confirm-again", &[("to", "/set-up/email")])
        .await;
    assert!(sent.says(&en.proof_sent("bob@school.example")));
    bob.confirms_email("bob").await;
    assert!(!bob.opens("/set-up/email").await.says(en.classes_confirm_again()));
    assert!(bob.proves_message("email").await.is_done());
    // A student has no address, so no mail is sent.
    let class = app.class_of(1).await;
    let student = app.browser();
    student.signs_in(&class.seats[0]).await;
    app.mails().await;
    assert_eq!(
        student.calls("/account/confirm-again", &[]).await.refusal(),
        Refusal::NotFound
    );
    assert!(app.mails().await.is_empty());
}

async fn pages_name_the_factor_that_is_connected(app: TestApp) {
    let app = app.offering_messages();
    let en = Texts::of(Locale::En);
    let bob = app.browser();
    bob.registers("bob").await;
    bob.confirms_email("bob").await;
    assert!(bob.proves_message("email").await.is_done());
    let page = bob.opens("/set-up/recovery-codes").await;
    assert!(page.says(en.messages_audit_email()) && !page.says(en.recovery_connected()));
    bob.saves_recovery_codes().await;
    let carol = app.browser();
    carol.registers("carol").await;
    assert!(carol.proves_message("sms").await.is_done());
    assert!(
        carol
            .opens("/set-up/recovery-codes")
            .await
            .says(en.messages_audit_sms())
    );
    let dave = app.browser();
    dave.registers("dave").await;
    let secret = dave.opens_set_up().await;
    dave.gives_set_up_code(&secret.code_at(app.now())).await;
    assert!(dave.opens("/set-up/recovery-codes").await.says(en.recovery_connected()));
    app.browser().registers("eve").await;

    let root = app.administrator("root").await;
    for (name, kinds, said) in [
        ("bob", vec![FactorKind::Email], en.messages_by_email()),
        ("carol", vec![FactorKind::Sms], en.messages_by_sms()),
        ("dave", vec![FactorKind::Totp], en.messages_by_app()),
        ("eve", vec![], en.proof_none()),
    ] {
        let seen = root.opens_account(name).await;
        assert_eq!(seen.account.factors, kinds, "{name}");
        let page = root
            .browser
            .opens(&format!("/admin/accounts/{}", seen.account.id))
            .await;
        assert!(page.says(said), "{name}");
    }
}

async fn after_connecting_the_pages_show_the_wait_for_the_next_code(app: TestApp) {
    let app = app.offering_messages();
    by_mail_only(&app, "bob").await;
    let connected = app.now();
    app.waits(10);
    let half = app.browser();
    half.gives_password("bob", PASSWORD).await;
    let challenge = half.challenge().await;
    assert_eq!(challenge.sent, None);
    let until = connected.after(domain::sent_code::RESEND_COOLDOWN);
    assert_eq!(challenge.factors[0].resend_at, Some(until));
    let page = half.opens("/sign-in/code").await;
    assert!(page.says(&Texts::of(Locale::En).messages_send_in(20)));
    app.waits(20);
    assert_eq!(half.challenge().await.factors[0].resend_at, None);
    assert!(half.requests_code("email").await.is_done());
    let code = app.code_by_mail().await;
    assert!(half.gives_message_code("email", &code).await.is_done());
    // The time until the next code can be sent is also shown on pages that require password and code again, and on the
    // page that connects a factor.
    let page = half.opens("/account/password").await;
    assert!(page.says(&Texts::of(Locale::En).messages_send_in(30)));
    app.waits(30);
    assert!(half.calls("/account/send-code", &[("kind", "email")]).await.is_done());
    let code = app.code_by_mail().await;
    assert!(
        half.changes("/account/connect", &code, &[("kind", "email")])
            .await
            .is_done()
    );
    app.waits(5);
    let page = half.opens("/set-up/email").await;
    assert!(page.says(&Texts::of(Locale::En).messages_send_in(25)));
}

async fn a_member_without_an_app_reauthenticates_with_a_message_code(app: TestApp) {
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
    // The codes of the removed app are not valid. An app can be connected again.
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

async fn a_new_member_without_a_phone_can_start_with_codes_by_mail(app: TestApp) {
    let app = app.offering_messages();
    let bob = app.browser();
    bob.registers("bob").await;
    let page = bob.opens("/set-up").await;
    assert!(page.body.contains("href=\"/set-up/email\""));
    bob.confirms_email("bob").await;
    assert!(!bob.is_signed_in_as_member().await);
    assert!(bob.proves_message("email").await.is_done());
    // The first factor of a member comes with recovery codes to save, as with an app.
    bob.saves_recovery_codes().await;
    assert!(bob.is_signed_in_as_member().await);
    app.waits(PAUSE);
    let half = app.browser();
    half.gives_password("bob", PASSWORD).await;
    assert!(!half.is_signed_in_as_member().await, "a code is owed from now on");
    let code = app.code_by_mail().await;
    assert!(half.gives_message_code("email", &code).await.is_done());
}

async fn a_rescued_member_can_start_with_codes_by_mail(app: TestApp) {
    let app = app.offering_messages();
    let ada = ada(&app).await;
    let code = app.stepwise.admin.reset_member_factors("ada").await.unwrap();
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
    assert!(back.is_signed_in_as_member().await && !ada.browser.is_signed_in_as_member().await);
    app.waits(PAUSE);
    // From now on the sign-in requires a code by mail, and no enrolment code.
    let half = app.browser();
    half.gives_password("ada", PASSWORD).await;
    assert!(!half.challenge().await.must_enrol);
    let code = app.code_by_mail().await;
    assert!(half.gives_message_code("email", &code).await.is_done());
    assert!(half.is_signed_in_as_member().await);
}
