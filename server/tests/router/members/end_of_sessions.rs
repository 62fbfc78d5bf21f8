//! Tests of the things that end together with the sessions of an account: pending addresses, links, codes, requests for
//! help.

use super::account_takeover::{NEW, confirms_address, requests_address, requests_reset_link, resets_password};
use crate::{
    common::{member::*, message_codes::*, *},
    on_every_database,
};
use backend::admin::AccountAct;
use domain::{audit::AuditKind, refusal::Refusal};

on_every_database!(
    a_changed_address_ends_all_sessions_but_the_one_that_followed_the_link,
    an_unconfirmed_first_address_survives_a_set_up_a_sign_out_and_a_rescue,
    a_thief_s_address_in_place_of_the_first_one_is_dropped,
    a_reset_link_to_the_previous_address_is_refused,
    a_new_password_ends_a_request_for_help,
    a_deactivation_ends_an_issued_enrolment_code,
    a_code_that_was_not_sent_yet_is_not_sent_after_the_sessions_ended,
);

async fn a_changed_address_ends_all_sessions_but_the_one_that_followed_the_link(app: TestApp) {
    let ada = ada(&app).await;
    let other = app.browser();
    assert!(other.signs_in_as("ada", PASSWORD, &ada.secret).await.is_done());
    let tokens = app.api_client().logs_in_again("ada", &ada.secret).await;
    let link = requests_address(&ada.browser, &ada.secret, "new@school.example").await;
    assert!(other.is_signed_in_as_member().await, "nothing has changed yet");
    let session = ada.browser.session();
    assert!(confirms_address(&ada.browser, &link).await.is_done());
    assert!(ada.browser.is_signed_in_as_member().await && !other.is_signed_in_as_member().await);
    assert_ne!(ada.browser.session(), session);
    assert_eq!(app.api_client().user_info(&tokens.access).await.status, 401);
    // If the link is opened in a browser where another user is signed in, that user's session does not change.
    let bob = app.browser();
    bob.becomes_a_member("bob").await;
    let link = requests_address(&ada.browser, &ada.secret, "newest@school.example").await;
    assert!(confirms_address(&bob, &link).await.is_done());
    assert_eq!(account(&bob).await.username, "bob");
    assert!(!ada.browser.is_signed_in_as_member().await);
}

async fn an_unconfirmed_first_address_survives_a_set_up_a_sign_out_and_a_rescue(app: TestApp) {
    let ada = app.browser();
    assert!(ada.registers("ada").await.is_done());
    let link = token(&app.mail_to(&address_of("ada")).await, "/confirm-email/");
    let (secret, _) = ada.connects_first().await;
    let waits = async |browser: &Browser| account(browser).await.unconfirmed_email;
    assert_eq!(waits(&ada).await, Some(address_of("ada")));
    let none = ada.calls("/account/cancel-email", &[]).await;
    assert_eq!(none.refusal(), Refusal::NotFound, "it is no change");
    assert!(ada.calls("/account/end-others", &[]).await.is_done());
    assert_eq!(waits(&ada).await, Some(address_of("ada")));
    let code = app.stepwise.admin.reset_member_factors("ada").await.unwrap();
    let back = app.browser();
    back.gives_password("ada", PASSWORD).await;
    assert!(back.gives_enrolment_code(&code.to_string()).await.is_done());
    let (new, _) = back.connects_first().await;
    assert_ne!(new, secret);
    assert_eq!(waits(&back).await, Some(address_of("ada")));
    // The link of the registration still confirms the address. No session ends, because the address has not changed.
    assert!(confirms_address(&app.browser(), &link).await.is_done());
    assert_eq!(account(&back).await.email, Some(address_of("ada")));
    assert!(back.is_signed_in_as_member().await);
}

async fn a_thief_s_address_in_place_of_the_first_one_is_dropped(app: TestApp) {
    let ada = app.browser();
    assert!(ada.registers("ada").await.is_done());
    let first = token(&app.mail_to(&address_of("ada")).await, "/confirm-email/");
    let (secret, _) = ada.connects_first().await;
    let thief = app.browser();
    assert!(thief.signs_in_as("ada", PASSWORD, &secret).await.is_done());
    let planted = requests_address(&thief, &secret, "ada@evil.example").await;
    assert!(ada.calls("/account/end-others", &[]).await.is_done());
    assert_eq!(account(&ada).await.unconfirmed_email, None);
    for link in [planted, first] {
        assert_eq!(
            confirms_address(&app.browser(), &link).await.refusal(),
            Refusal::LinkDead
        );
    }
    assert_eq!(account(&ada).await.email, None);
}

async fn a_reset_link_to_the_previous_address_is_refused(app: TestApp) {
    let ada = ada(&app).await;
    let reset = requests_reset_link(&app.browser(), "ada", &address_of("ada")).await;
    let link = requests_address(&ada.browser, &ada.secret, "new@school.example").await;
    assert!(confirms_address(&ada.browser, &link).await.is_done());
    assert_eq!(
        resets_password(&app.browser(), &reset).await.refusal(),
        Refusal::LinkDead
    );
    assert_eq!(app.browser().opens(&format!("/forgot/{reset}")).await.status, 410);
    let events = account(&ada.browser).await.events;
    assert!(events.iter().any(|event| event.kind == AuditKind::EmailConfirmed));
    assert!(events.iter().all(|event| event.kind != AuditKind::PasswordReset));
}

async fn a_new_password_ends_a_request_for_help(app: TestApp) {
    let app = app.with_rescue();
    let root = app.administrator("root").await;
    let ada = ada(&app).await;
    let thief = app.browser();
    assert!(thief.gives_password("ada", PASSWORD).await.is_done());
    assert!(thief.asks_for_help().await.is_done());
    assert!(root.opens_account("ada").await.rescue.is_some());
    let fields = [("new_password", NEW), ("new_password_again", NEW)];
    let changed = ada.browser.changes("/account/password", &ada.code(), &fields).await;
    assert!(changed.is_done(), "{}", changed.body);
    assert_eq!(root.opens_account("ada").await.rescue, None);
}

async fn a_deactivation_ends_an_issued_enrolment_code(app: TestApp) {
    ada(&app).await;
    let code = app.stepwise.admin.reset_member_factors("ada").await.unwrap();
    for act in [AccountAct::Deactivate, AccountAct::Reactivate] {
        app.stepwise.admin.act_on_member("ada", act).await.unwrap();
    }
    let back = app.browser();
    assert!(back.gives_password("ada", PASSWORD).await.is_done());
    assert_eq!(
        back.gives_enrolment_code(&code.to_string()).await.refusal(),
        Refusal::EnrolmentCodeWrong
    );
    // The next enrolment code is valid.
    let code = app.stepwise.admin.reset_member_factors("ada").await.unwrap();
    assert!(back.gives_password("ada", PASSWORD).await.is_done());
    assert!(back.gives_enrolment_code(&code.to_string()).await.is_done());
}

async fn a_code_that_was_not_sent_yet_is_not_sent_after_the_sessions_ended(app: TestApp) {
    let app = app.offering_messages();
    let ada = ada_with_messages(&app).await;
    for leaves in [true, false] {
        app.waits(PAUSE);
        let sent = ada.browser.calls("/account/send-code", &[("kind", "email")]).await;
        assert!(sent.is_done(), "{}", sent.body);
        if !leaves {
            assert!(ada.browser.calls("/account/end-others", &[]).await.is_done());
        }
        let subject = texts::Texts::of(domain::locale::Locale::En).messages_mail_subject();
        let codes = app.mails().await;
        assert_eq!(codes.iter().any(|letter| letter.subject == subject), leaves);
    }
}
