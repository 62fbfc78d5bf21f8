//! Tests of sending mails: retries, several replicas, stop of the server, expiry, language.

use crate::{
    always_on_every_database,
    common::{member::*, message_codes::*, *},
    on_every_database,
};
use async_trait::async_trait;
use backend::notify::{Channel, Delivered, OutgoingMessage, SendError, Transport};
use domain::sent_code::CODE_LIFETIME;
use std::sync::atomic::{AtomicBool, Ordering};

on_every_database!(
    a_mail_server_that_is_down_loses_nothing,
    a_server_that_stops_takes_no_further_mail,
    mails_that_are_too_old_are_not_sent,
    mails_are_in_the_reader_s_language,
);

always_on_every_database!(
    two_replicas_send_each_mail_once,
    messages_that_no_task_sends_are_deleted_an_hour_after_their_expiry,
);

async fn a_mail_server_that_is_down_loses_nothing(app: TestApp) {
    let down = Mailbox {
        is_down: true,
        ..Mailbox::default()
    };
    assert!(
        app.browser().registers("ada").await.is_done(),
        "the request does not wait for the mail server"
    );
    assert!(app.browser().registers("bob").await.is_done());
    let mut tries = 0;
    for pause in [10, 30, 60, 300, 900, 1800, 3600, 3600] {
        let delivered = app
            .stepwise
            .notifications
            .deliver(Channel::Email, &down, &|| false)
            .await
            .unwrap();
        assert_eq!(
            delivered,
            Delivered {
                later: 1,
                ..Delivered::default()
            }
        );
        tries += 1;
        // The first attempt has failed, and its mail waits for a retry. So the second attempt sends the other mail.
        assert_eq!(
            app.stepwise
                .notifications
                .deliver(Channel::Email, &down, &|| false)
                .await
                .unwrap()
                .later,
            1
        );
        assert_eq!(
            app.stepwise
                .notifications
                .deliver(Channel::Email, &down, &|| false)
                .await
                .unwrap(),
            Delivered::default(),
            "{tries}"
        );
        app.waits(pause);
    }
    let mut reached: Vec<String> = app.mails().await.into_iter().map(|letter| letter.to).collect();
    reached.sort();
    assert_eq!(reached, [address_of("ada"), address_of("bob")]);
    assert_eq!(app.count("mail").await, 0);
}

async fn two_replicas_send_each_mail_once(app: TestApp) {
    for n in 0..10 {
        app.browser().registers(&format!("member{n}")).await;
    }
    let rounds = (0..4).map(|_| {
        let replica = app.restarted();
        tokio::spawn(async move { replica.mails().await })
    });
    let mut letters: Vec<OutgoingMessage> = Vec::new();
    for round in rounds.collect::<Vec<_>>() {
        letters.extend(round.await.unwrap());
    }
    letters.sort_by(|one, two| one.to.cmp(&two.to));
    assert_eq!(letters.len(), 10);
    letters.dedup_by(|one, two| one.to == two.to);
    assert_eq!(letters.len(), 10);
}

/// A mail transport whose first mail makes the server stop.
#[derive(Default)]
struct StoppingMailbox {
    mailbox: Mailbox,
    is_stopping: AtomicBool,
}

#[async_trait]
impl Transport for StoppingMailbox {
    async fn send(&self, letter: &OutgoingMessage) -> Result<(), SendError> {
        self.is_stopping.store(true, Ordering::SeqCst);
        self.mailbox.send(letter).await
    }
}

async fn a_server_that_stops_takes_no_further_mail(app: TestApp) {
    for name in ["ada", "bob", "eve"] {
        assert!(app.browser().registers(name).await.is_done());
    }
    let post = StoppingMailbox::default();
    let is_stopping = || post.is_stopping.load(Ordering::SeqCst);
    let delivered = app
        .stepwise
        .notifications
        .deliver(Channel::Email, &post, &is_stopping)
        .await
        .unwrap();
    assert_eq!(
        delivered,
        Delivered {
            sent: 1,
            ..Delivered::default()
        }
    );
    let mut letters = post.mailbox.letters.into_inner().unwrap();
    assert_eq!((letters.len(), app.count("mail").await), (1, 2));
    // The clock stands still, so the next server sends only mails that the first one has not reserved.
    letters.extend(app.restarted().mails().await);
    let mut reached: Vec<String> = letters.into_iter().map(|letter| letter.to).collect();
    reached.sort();
    assert_eq!(reached, ["ada", "bob", "eve"].map(address_of));
}

async fn mails_that_are_too_old_are_not_sent(app: TestApp) {
    app.browser().registers("ada").await;
    app.waits(3 * 24 * 3600);
    let mailbox = Mailbox::default();
    let delivered = app
        .stepwise
        .notifications
        .deliver(Channel::Email, &mailbox, &|| false)
        .await
        .unwrap();
    assert_eq!(
        delivered,
        Delivered {
            dropped: 1,
            ..Delivered::default()
        }
    );
    assert!(mailbox.letters.lock().unwrap().is_empty());
    assert_eq!(app.count("mail").await, 0);
}

async fn messages_that_no_task_sends_are_deleted_an_hour_after_their_expiry(app: TestApp) {
    let app = app.offering_messages();
    ada_with_messages(&app).await;
    let browser = pending_browser(&app).await;
    assert!(browser.requests_code("sms").await.is_done());
    assert_eq!(app.count("mail").await, 1);
    // The server has no SMS gateway, so its tasks never take the message.
    app.waits(CODE_LIFETIME.as_secs() + 3599);
    app.stepwise.operations.sweep().await.unwrap();
    assert_eq!(app.count("mail").await, 1);
    app.waits(1);
    app.stepwise.operations.sweep().await.unwrap();
    assert_eq!(app.count("mail").await, 0);
}

async fn mails_are_in_the_reader_s_language(app: TestApp) {
    for (language, locale) in [
        ("en", domain::locale::Locale::En),
        ("ru", domain::locale::Locale::Ru),
        ("fr", domain::locale::Locale::Fr),
    ] {
        app.browser()
            .speaking(language)
            .registers(&format!("ada.{language}"))
            .await;
        let letter = app.mail_to(&address_of(&format!("ada.{language}"))).await;
        let texts = texts::Texts::of(locale);
        assert_eq!(letter.subject, texts.mail_confirm_subject());
        assert!(letter.text.contains(texts.mail_ignore()) && letter.html.contains(texts.mail_confirm_button()));
        // Links lead to the configured address, not to the host of the request.
        assert!(letter.text.contains("http://127.0.0.1:3000/confirm-email/"));
    }
}
