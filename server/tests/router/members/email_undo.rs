//! Tests that the owner can cancel a change of address before the new address is confirmed, and can undo the change
//! within three days after that.

use crate::{
    always_on_every_database,
    common::{member::*, message_codes::*, *},
    on_every_database,
};
use domain::{audit::AuditKind, locale::Locale, recipient_limit::Cause, refusal::Refusal};
use texts::Texts;

on_every_database!(
    the_owner_sees_a_pending_change_and_cancels_it,
    the_old_address_undoes_a_change_once_and_for_three_days,
    of_two_links_the_older_one_brings_back_the_older_address,
    an_address_that_was_taken_meanwhile_stays_with_its_account,
    codes_by_mail_move_back_with_the_address,
    changing_the_address_back_ends_the_undo_link,
    a_change_waits_until_the_mailbox_can_get_the_undo_link,
);

always_on_every_database!(of_two_simultaneous_undos_one_succeeds,);

const NEXT: &str = "next@evil.example";
const LAST: &str = "last@evil.example";

/// Requests another address for the account. Returns the secret part of the link that confirms the address.
async fn requests_change(ada: &Member, browser: &Browser, to: &str) -> String {
    let asked = browser.changes("/account/email", &ada.code(), &[("email", to)]).await;
    assert!(asked.is_done(), "{}", asked.body);
    token(&browser.app.mail_with(to, "/confirm-email/").await, "/confirm-email/")
}

/// Changes the address. Returns the secret part of the undo link in the mail to the old address.
async fn changes_address(ada: &Member, browser: &Browser, from: &str, to: &str) -> String {
    let link = requests_change(ada, browser, to).await;
    assert!(browser.calls("/confirm-email", &[("token", &link)]).await.is_done());
    token(&browser.app.mail_with(from, "/undo-email/").await, "/undo-email/")
}

async fn uses_undo_link(app: &TestApp, link: &str) -> Answer {
    app.browser().calls("/undo-email", &[("token", link)]).await
}

async fn address(app: &TestApp, ada: &Member) -> Option<String> {
    let browser = app.browser();
    assert!(browser.signs_in_as("ada", PASSWORD, &ada.secret).await.is_done());
    account(&browser).await.email
}

async fn the_owner_sees_a_pending_change_and_cancels_it(app: TestApp) {
    let ada = ada(&app).await;
    let texts = Texts::of(Locale::En);
    let nothing = ada.browser.calls("/account/cancel-email", &[]).await;
    assert_eq!(nothing.refusal(), Refusal::NotFound);
    let link = requests_change(&ada, &ada.browser, NEXT).await;
    let page = ada.browser.opens("/account").await;
    assert!(page.says(texts.account_pending_title()) && page.says(&texts.account_pending_text(NEXT)));
    let page = ada.browser.submits_and_follows("/account/cancel-email", &[]).await;
    assert!(page.says(texts.account_done_cancelled()) && page.says(texts.audit_email_change_cancelled()));
    assert!(!page.says(texts.account_pending_title()));
    let dead = app.browser().calls("/confirm-email", &[("token", &link)]).await;
    assert_eq!(dead.refusal(), Refusal::LinkDead);
    let view = account(&ada.browser).await;
    assert_eq!((view.email, view.unconfirmed_email), (Some(address_of("ada")), None));
    // Requesting the confirmation mail again does not bring the cancelled change back.
    assert!(ada.browser.calls("/account/confirm-again", &[]).await.is_done());
    assert!(app.mails().await.iter().all(|letter| letter.to != NEXT));
}

async fn the_old_address_undoes_a_change_once_and_for_three_days(app: TestApp) {
    let ada = ada(&app).await;
    let texts = Texts::of(Locale::En);
    let thief = app.browser();
    assert!(thief.signs_in_as("ada", PASSWORD, &ada.secret).await.is_done());
    let link = changes_address(&ada, &thief, &address_of("ada"), NEXT).await;
    assert!(!database_dump::contains_secret(&app.dump().await, &link));
    // The thief changes the password too, and requests one more address: the undo link stays valid.
    let new = "another horse battery";
    let fields = [("new_password", new), ("new_password_again", new)];
    let changed = thief.changes("/account/password", &ada.code(), &fields).await;
    assert!(changed.is_done(), "{}", changed.body);
    app.mails().await;
    app.waits(3 * 24 * 3600 - 120);
    let owner = app.browser();
    let page = owner.opens(&format!("/undo-email/{link}")).await;
    assert!(page.says(texts.undo_title()));
    let done = owner.submits("/undo-email", &[("token", &page.field("token"))]).await;
    assert_eq!(done.leads_to(), "/undo-email/done");
    assert!(owner.opens("/undo-email/done").await.says(texts.undo_done_text()));
    assert!(!thief.is_signed_in_as_member().await);
    let mails = app.mails().await;
    let told = |to: &str| {
        mails
            .iter()
            .find(|letter| letter.to == to)
            .expect("a mail")
            .subject
            .clone()
    };
    assert_eq!(told(&address_of("ada")), texts.mail_email_restored_subject());
    assert_eq!(told(NEXT), texts.mail_email_undone_subject());
    // The link works once.
    assert_eq!(uses_undo_link(&app, &link).await.refusal(), Refusal::LinkDead);
    assert_eq!(app.browser().opens(&format!("/undo-email/{link}")).await.status, 410);
    // The account has its old address again, so the owner can recover the account with a reset link.
    assert!(
        app.browser()
            .calls("/forgot", &[("username", &address_of("ada"))])
            .await
            .is_done()
    );
    let reset = token(&app.mail_with(&address_of("ada"), "/forgot/").await, "/forgot/");
    let fields = [
        ("token", reset.as_str()),
        ("password", PASSWORD),
        ("password_again", PASSWORD),
    ];
    assert!(app.browser().calls("/forgot/new-password", &fields).await.is_done());
    assert_eq!(address(&app, &ada).await, Some(address_of("ada")));
    let events = {
        let browser = app.browser();
        browser.signs_in_as("ada", PASSWORD, &ada.secret).await;
        account(&browser).await.events
    };
    let undone = events.iter().filter(|event| event.kind == AuditKind::EmailChangeUndone);
    assert_eq!(undone.count(), 1);
    // After three days the link is not valid any more.
    let back = app.browser();
    assert!(back.signs_in_as("ada", PASSWORD, &ada.secret).await.is_done());
    let late = changes_address(&ada, &back, &address_of("ada"), LAST).await;
    app.waits(3 * 24 * 3600);
    assert_eq!(uses_undo_link(&app, &late).await.refusal(), Refusal::LinkDead);
    assert_eq!(address(&app, &ada).await, Some(LAST.to_owned()));
}

async fn of_two_links_the_older_one_brings_back_the_older_address(app: TestApp) {
    let ada = ada(&app).await;
    let thief = app.browser();
    assert!(thief.signs_in_as("ada", PASSWORD, &ada.secret).await.is_done());
    let first = changes_address(&ada, &thief, &address_of("ada"), NEXT).await;
    let second = changes_address(&ada, &thief, NEXT, LAST).await;
    // The newer link undoes the newer change only, and the older link stays valid.
    assert!(uses_undo_link(&app, &second).await.is_done());
    assert_eq!(address(&app, &ada).await, Some(NEXT.to_owned()));
    assert!(thief.signs_in_as("ada", PASSWORD, &ada.secret).await.is_done());
    let third = changes_address(&ada, &thief, NEXT, LAST).await;
    assert!(uses_undo_link(&app, &first).await.is_done());
    assert_eq!(address(&app, &ada).await, Some(address_of("ada")));
    assert_eq!(uses_undo_link(&app, &third).await.refusal(), Refusal::LinkDead);
    assert_eq!(address(&app, &ada).await, Some(address_of("ada")));
}

async fn an_address_that_was_taken_meanwhile_stays_with_its_account(app: TestApp) {
    let ada = ada(&app).await;
    let link = changes_address(&ada, &ada.browser, &address_of("ada"), NEXT).await;
    let bob = app.browser();
    let registered = bob.registers_with("bob", &address_of("ada"), PASSWORD, PASSWORD).await;
    assert!(registered.is_done(), "{}", registered.body);
    bob.connects_first().await;
    bob.confirms_email("ada").await;
    assert_eq!(uses_undo_link(&app, &link).await.refusal(), Refusal::LinkDead);
    assert_eq!(account(&bob).await.email, Some(address_of("ada")));
    assert_eq!(account(&ada.browser).await.email, Some(NEXT.to_owned()));
}

async fn codes_by_mail_move_back_with_the_address(app: TestApp) {
    let app = app.offering_messages();
    let ada = ada_with_messages(&app).await;
    let link = changes_address(&ada, &ada.browser, &address_of("ada"), NEXT).await;
    assert!(uses_undo_link(&app, &link).await.is_done());
    app.mails().await;
    app.waits(PAUSE);
    let half = pending_browser(&app).await;
    assert!(half.requests_code("email").await.is_done());
    let mails = app.mails().await;
    let to: Vec<&str> = mails.iter().map(|letter| letter.to.as_str()).collect();
    assert_eq!(to, [address_of("ada")]);
}

async fn of_two_simultaneous_undos_one_succeeds(app: TestApp) {
    let ada = ada(&app).await;
    let link = changes_address(&ada, &ada.browser, &address_of("ada"), NEXT).await;
    app.mails().await;
    let tries = (0..8).map(|_| {
        let (app, link) = (app.clone(), link.clone());
        tokio::spawn(async move { uses_undo_link(&app, &link).await.is_done() })
    });
    let mut done = 0;
    for attempt in tries.collect::<Vec<_>>() {
        done += usize::from(attempt.await.unwrap());
    }
    assert_eq!(done, 1);
    assert_eq!(app.mails().await.len(), 2, "each address gets one mail");
}

/// The change back also sends a mail to the address in between. This mail contains no undo link: otherwise an attacker
/// who has set this address could bring it back.
async fn changing_the_address_back_ends_the_undo_link(app: TestApp) {
    let ada = ada(&app).await;
    let link = changes_address(&ada, &ada.browser, &address_of("ada"), NEXT).await;
    let back = requests_change(&ada, &ada.browser, &address_of("ada")).await;
    app.mails().await;
    assert!(ada.browser.calls("/confirm-email", &[("token", &back)]).await.is_done());
    let told = app.mail_to(NEXT).await;
    assert_eq!(told.subject, Texts::of(Locale::En).mail_email_changed_subject());
    assert!(!told.text.contains("/undo-email/"), "{}", told.text);
    assert_eq!(uses_undo_link(&app, &link).await.refusal(), Refusal::LinkDead);
    assert_eq!(account(&ada.browser).await.email, Some(address_of("ada")));
}

/// A thief causes so many notices that the mailbox reaches its limit. If the address could be changed then, the owner
/// would get no mail with an undo link. So the change has to wait until the mailbox can get mails again.
async fn a_change_waits_until_the_mailbox_can_get_the_undo_link(app: TestApp) {
    let ada = ada(&app).await;
    let link = requests_change(&ada, &ada.browser, NEXT).await;
    let mut codes = ada.codes.clone();
    // Each renewal with a recovery code sends two notices.
    for _ in 0..Cause::Owner.max_mails().div_ceil(2) {
        let renewed = ada.browser.changes("/account/recovery-codes", &codes[0], &[]).await;
        assert!(renewed.is_done(), "{}", renewed.body);
        codes = ada.browser.saves_recovery_codes().await;
    }
    app.mails().await;
    let confirms = async || app.browser().calls("/confirm-email", &[("token", &link)]).await;
    let refused = confirms().await.refusal();
    assert!(matches!(refused, Refusal::TooManyMessages { .. }), "{refused:?}");
    assert_eq!(account(&ada.browser).await.email, Some(address_of("ada")));
    app.waits(3600);
    assert!(confirms().await.is_done());
    let undo = token(&app.mail_with(&address_of("ada"), "/undo-email/").await, "/undo-email/");
    assert!(uses_undo_link(&app, &undo).await.is_done());
}
