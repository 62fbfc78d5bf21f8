//! Tests of members with codes by mail or SMS and without an app: messages, pauses between codes, and that they have
//! the rights of all members.

use crate::{common::member::*, common::*, on_every_database};
use domain::{factor::FactorKind, locale::Locale, refusal::Refusal};
use texts::Texts;

on_every_database!(
    an_address_is_confirmed_before_anything_is_spent,
    a_new_member_has_the_link_mailed_again_where_she_needs_it,
    what_is_connected_is_called_by_its_name,
    whoever_has_just_connected_sees_how_long_to_wait,
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

async fn an_address_is_confirmed_before_anything_is_spent(app: TestApp) {
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
    // A kind that the operator does not offer spends no recovery code either.
    let off = app.with(|serving| serving.settings.offered.email = false);
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
    // Mails the confirmation link again and returns to this page.
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

async fn a_new_member_has_the_link_mailed_again_where_she_needs_it(app: TestApp) {
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

async fn what_is_connected_is_called_by_its_name(app: TestApp) {
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
        let seen = root.looks_at(name).await;
        assert_eq!(seen.account.factors, kinds, "{name}");
        let page = root
            .browser
            .opens(&format!("/admin/accounts/{}", seen.account.id))
            .await;
        assert!(page.says(said), "{name}");
    }
}

async fn whoever_has_just_connected_sees_how_long_to_wait(app: TestApp) {
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
    assert!(half.asks_for("email").await.is_done());
    let code = app.code_by_mail().await;
    assert!(half.gives_sent_code("email", &code).await.is_done());
    // The same on pages that require password and code again, and on the page that connects another address.
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
