//! Tests of a member's e-mail address, sessions, data download and deletion.

use crate::{always_on_every_database, common::member::*, common::*, on_every_database};
use domain::{locale::Locale, refusal::Refusal, registration::EmailFault};
use texts::Texts;

on_every_database!(
    a_new_address_is_valid_after_its_link_was_followed_and_both_addresses_get_a_mail,
    an_address_belongs_to_the_account_whose_link_was_followed_first,
    other_sessions_are_listed_and_can_be_ended,
    the_data_download_contains_no_secret,
    a_deleted_account_leaves_nothing_and_ends_its_classes,
    a_read_only_visitor_sees_that_the_class_of_a_deleted_account_has_ended,
);

always_on_every_database!(results_of_purged_classes_are_downloaded_and_deleted_with_their_owner,);

async fn a_new_address_is_valid_after_its_link_was_followed_and_both_addresses_get_a_mail(app: TestApp) {
    let ada = ada(&app).await;
    let texts = Texts::of(Locale::En);
    let same = ada
        .browser
        .changes("/account/email", &ada.code(), &[("email", &address_of("ada"))])
        .await;
    let Refusal::Faults { faults } = same.refusal() else {
        panic!()
    };
    assert_eq!(faults.email, Some(EmailFault::Same));
    let asked = ada
        .browser
        .changes("/account/email", &ada.code(), &[("email", "Lovelace@School.Example")])
        .await;
    assert!(asked.is_done(), "{}", asked.body);
    let mails = app.mails().await;
    let find = |to: &str| mails.iter().find(|letter| letter.to == to).expect("a mail");
    assert_eq!(find(&address_of("ada")).subject, texts.mail_email_asked_subject());
    let link = token(find(&address_of("lovelace")), "/confirm-email/");
    let before = app.browser().gives_password(&address_of("lovelace"), PASSWORD).await;
    assert_eq!(before.refusal(), Refusal::SignInFailed);
    assert!(
        app.browser()
            .calls("/confirm-email", &[("token", &link)])
            .await
            .is_done()
    );
    assert_eq!(
        app.browser()
            .calls("/confirm-email", &[("token", &link)])
            .await
            .refusal(),
        Refusal::LinkDead
    );
    let mails = app.mails().await;
    let find = |to: &str| mails.iter().find(|letter| letter.to == to).expect("a mail");
    assert_eq!(find(&address_of("ada")).subject, texts.mail_email_changed_subject());
    assert_eq!(
        find(&address_of("lovelace")).subject,
        texts.mail_email_confirmed_subject()
    );
    let person = app.browser();
    assert!(
        person
            .signs_in_as(&address_of("lovelace"), PASSWORD, &ada.secret)
            .await
            .is_done()
    );
    let old = app.browser().gives_password(&address_of("ada"), PASSWORD).await;
    assert_eq!(old.refusal(), Refusal::SignInFailed);
}

async fn an_address_belongs_to_the_account_whose_link_was_followed_first(app: TestApp) {
    let (ada, bob) = (app.browser(), app.browser());
    let shared = "office@school.example";
    ada.registers_with("ada", shared, PASSWORD, PASSWORD).await;
    app.waits(1);
    bob.registers_with("bob", shared, PASSWORD, PASSWORD).await;
    let mut links: Vec<String> = app
        .mails()
        .await
        .iter()
        .map(|letter| token(letter, "/confirm-email/"))
        .collect();
    assert_eq!(links.len(), 2);
    assert!(
        app.browser()
            .calls("/confirm-email", &[("token", &links.remove(1))])
            .await
            .is_done()
    );
    assert_eq!(
        app.browser()
            .calls("/confirm-email", &[("token", &links.remove(0))])
            .await
            .refusal(),
        Refusal::LinkDead
    );
    ada.connects_first().await;
    // If Ada requests another mail to the same address, the owner of the address gets a mail without a link again.
    app.mails().await;
    assert!(ada.calls("/account/confirm-again", &[]).await.is_done());
    let letter = app.mail_to(shared).await;
    assert!(letter.text.contains("bob") && !letter.text.contains("/confirm-email/"));
}

async fn other_sessions_are_listed_and_can_be_ended(app: TestApp) {
    let ada = ada(&app).await;
    let (other, pending) = (app.browser(), app.browser());
    other.signs_in_as("ada", PASSWORD, &ada.secret).await;
    pending.gives_password("ada", PASSWORD).await;
    let sessions = account(&ada.browser).await.sessions;
    assert_eq!(
        sessions.iter().map(|session| session.is_this).collect::<Vec<_>>(),
        [true, false]
    );
    let page = ada.browser.submits_and_follows("/account/end-others", &[]).await;
    assert!(page.says(Texts::of(Locale::En).account_done_sessions()));
    assert_eq!(account(&ada.browser).await.sessions.len(), 1);
    assert!(!other.is_signed_in_as_member().await);
    app.waits(30);
    let code = ada.secret.code_at(app.now());
    assert_eq!(pending.gives_code(&code).await.refusal(), Refusal::SignInFirst);
}

async fn the_data_download_contains_no_secret(app: TestApp) {
    let ada = ada(&app).await;
    ada.browser.opens_own_class(2).await;
    let file = ada.browser.submits("/account/data.json", &[]).await;
    assert_eq!(file.status, 200);
    assert!(file.header("content-disposition").contains("attachment"));
    assert_eq!(file.header("cache-control"), "no-store");
    let data: serde_json::Value = file.json();
    assert_eq!(data["account"]["username"], "ada");
    assert_eq!(data["account"]["email"], address_of("ada"));
    assert_eq!(data["classes"]["open"][0]["seats"], 2);
    for secret in [&ada.secret.base32, PASSWORD, &ada.codes[0], "argon2", "epoch"] {
        assert!(!file.body.contains(secret), "{secret}");
    }
    assert_eq!(
        app.browser().submits("/account/data.json", &[]).await.leads_to(),
        "/sign-in"
    );
    assert_eq!(ada.browser.gets("/account/data.json").await.status, 405);
}

async fn a_deleted_account_leaves_nothing_and_ends_its_classes(app: TestApp) {
    let ada = ada(&app).await;
    let class = ada.browser.opens_own_class(1).await;
    let form = [("id", class.as_str())];
    let passwords: Vec<(u16, String)> = ada.browser.calls("/sfn/seat-passwords", &form).await.json();
    let board: domain::view::BoardChanges = ada
        .browser
        .loads("/sfn/board-changes", &[("id", &class), ("since", "-1")])
        .await
        .json();
    let login = board.seats[0].login.clone();
    let gone = ada
        .browser
        .submits_and_follows("/account/delete", &[("password", PASSWORD), ("code", &ada.code())])
        .await;
    assert!(gone.says(Texts::of(Locale::En).account_deleted_title()));
    ada.got_mail(Texts::of(Locale::En).mail_deleted_subject()).await;
    assert!(!ada.browser.is_signed_in_as_member().await);
    assert_eq!(
        ada.browser.gives_password("ada", PASSWORD).await.refusal(),
        Refusal::SignInFailed
    );
    assert_eq!(
        app.browser().gives_password(&login, &passwords[0].1).await.refusal(),
        Refusal::ClassEnded
    );
    // The audit trail keeps one row without the name.
    assert_eq!(app.count("audit_event").await, 1);
    for table in ["factor", "recovery_code", "mailed_link", "mail"] {
        assert_eq!(app.count(table).await, 0, "{table}");
    }
    for kept in ["ada@school", "'ada'", "\"ada\""] {
        assert!(!database_dump::contains_secret(&app.dump().await, kept), "{kept}");
    }
    assert!(app.browser().registers("ada").await.is_done(), "the name is free again");
}

/// Seconds after which housekeeping deletes a class that is opened now.
const PURGED: u64 = 9 * 24 * 3600;

async fn results_of_purged_classes_are_downloaded_and_deleted_with_their_owner(app: TestApp) {
    let ada = ada(&app).await;
    ada.browser.opens_own_class(2).await;
    app.waits(PURGED);
    assert_eq!(app.stepwise.operations.sweep().await.unwrap().classes, 1);
    assert_eq!(app.count("class_result").await, 2);
    assert_eq!(
        app.count("account").await,
        1,
        "the owner's account is not deleted with the class"
    );
    assert!(ada.browser.signs_in_as("ada", PASSWORD, &ada.secret).await.is_done());
    let data: serde_json::Value = ada.browser.submits("/account/data.json", &[]).await.json();
    assert_eq!(data["results"].as_array().map(Vec::len), Some(2));
    assert_eq!(data["results"][0]["title"], "7b");
    // One more class is open, and another one has ended and will be deleted.
    ada.browser.opens_own_class(1).await;
    let over = ada.browser.opens_own_class(1).await;
    let ended = [("id", over.as_str()), ("what", "end")];
    assert!(ada.browser.calls("/classes/act", &ended).await.is_done());
    let deleted = ada.browser.changes("/account/delete", &ada.code(), &[]).await;
    assert!(deleted.is_done(), "{}", deleted.body);
    assert_eq!(app.count("class_result").await, 0);
    app.waits(PURGED);
    assert_eq!(app.stepwise.operations.sweep().await.unwrap().classes, 2);
    assert_eq!(
        app.count("class_result").await,
        0,
        "results are deleted with their owner"
    );
    assert_eq!(app.count("account").await, 0);
}

async fn a_read_only_visitor_sees_that_the_class_of_a_deleted_account_has_ended(app: TestApp) {
    let ada = ada(&app).await;
    let class = ada.browser.opens_own_class(1).await;
    let read_link = [("id", class.as_str()), ("what", "read_link")];
    let shown = ada.browser.submits_and_follows("/classes/act", &read_link).await;
    let link = shown.body.split("/teach/").nth(1).expect("a link");
    let link: String = link
        .chars()
        .take_while(|letter| letter.is_ascii_alphanumeric() || "-_".contains(*letter))
        .collect();
    let colleague = app.browser();
    assert!(colleague.calls("/teach", &[("token", &link)]).await.is_done());
    let since = async |version: &str| -> domain::view::BoardChanges {
        let fields = [("id", class.as_str()), ("since", version)];
        colleague.loads("/sfn/board-changes", &fields).await.json()
    };
    let before = since("-1").await;
    let deleted = ada.browser.changes("/account/delete", &ada.code(), &[]).await;
    assert!(deleted.is_done(), "{}", deleted.body);
    let after = since(&before.version.to_string()).await;
    assert_eq!(after.state, domain::class::ClassState::Ended);
    assert_eq!(after.expires, Some(app.now()));
}
