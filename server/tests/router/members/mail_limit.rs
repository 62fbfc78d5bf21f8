//! Tests of the maximum number of messages to one mailbox or one phone number in an hour, no matter which users
//! cause them.

use crate::{
    always_on_every_database,
    common::{api_client::*, member::*, message_codes::*, *},
    on_every_database,
};
use domain::{locale::Locale, recipient_limit::Cause, refusal::Refusal};
use sea_orm::{ConnectionTrait, sea_query::Query};
use serde_json::json;
use std::time::Duration;
use texts::Texts;

on_every_database!(
    two_hundred_registrations_with_a_taken_address_send_a_few_mails,
    repeated_requests_of_one_account_flood_no_other_mailbox,
    a_flood_of_links_leaves_the_last_one_working,
    a_number_gets_a_limited_number_of_texts_from_all_accounts,
);

always_on_every_database!(simultaneous_mails_are_counted_one_by_one,);

/// Number of mails to Ada's address that any client can still cause. One mail was already sent: the one with the link
/// that confirms her address.
const LEFT: usize = Cause::Address.max_mails() - 1;

/// Number of mails with this cause that the limit has suppressed, from the metrics of the process.
async fn suppressed_mails(app: &TestApp, cause: Cause) -> usize {
    let metrics = server::operations::metrics::render(&app.stepwise).await.unwrap();
    let name = format!(
        "stepwise_messages_suppressed_total{{channel=\"email\",reason=\"{}\"}} ",
        cause.code()
    );
    let figure = metrics.lines().find_map(|line| line.strip_prefix(&name));
    figure.expect("a figure").parse().unwrap()
}

async fn registers_with_taken_address(client: &ApiClient, n: usize) -> Answer {
    let body = json!({
        "username": format!("mallory{n}"),
        // An address in another spelling is the same mailbox.
        "email": if n.is_multiple_of(2) { "ada@school.example" } else { "Ada@School.example" },
        "password1": PASSWORD,
        "password2": PASSWORD,
    });
    client.posts("/user", body).await
}

async fn two_hundred_registrations_with_a_taken_address_send_a_few_mails(app: TestApp) {
    server::operations::metrics::install();
    let ada = ada(&app).await;
    let client = app.api_client();
    let mut answers = Vec::new();
    for n in 0..200 {
        let from_elsewhere = ApiClient {
            address: [10, 1, 0, u8::try_from(n).unwrap()],
            ..client.clone()
        };
        let answer = registers_with_taken_address(&from_elsewhere, n).await;
        answers.push((answer.status.as_u16(), names(&answer)));
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "the answer does not tell that a mail was suppressed");
    let mails = app.mails().await;
    assert_eq!(mails.len(), LEFT);
    assert!(mails.iter().all(|letter| letter.to == address_of("ada")));
    let suppressed = suppressed_mails(&app, Cause::Address).await;
    assert!(suppressed >= 200 - LEFT, "{suppressed}");
    // The mailbox still gets notices to Ada, and mails that Ada requests.
    let asked = ada
        .browser
        .changes("/account/email", &ada.code(), &[("email", "other@school.example")])
        .await;
    assert!(asked.is_done(), "{}", asked.body);
    ada.got_mail(Texts::of(Locale::En).mail_email_asked_subject()).await;
    assert!(app.browser().calls("/forgot", &[("username", "ada")]).await.is_done());
    app.mail_with(&address_of("ada"), "/forgot/").await;
    // After an hour the limit allows mails again, so a further registration with Ada's address sends her a mail.
    app.waits(3600);
    registers_with_taken_address(&client, 200).await;
    assert_eq!(app.mails().await.len(), 1);
}

async fn repeated_requests_of_one_account_flood_no_other_mailbox(app: TestApp) {
    ada(&app).await;
    let mallory = app.browser();
    let registered = mallory
        .registers_with("mallory", &address_of("ada"), PASSWORD, PASSWORD)
        .await;
    assert!(registered.is_done());
    for n in 0..50 {
        let answer = mallory.calls("/account/confirm-again", &[]).await;
        assert!(answer.is_done(), "{n} {}", answer.body);
    }
    assert_eq!(app.mails().await.len(), LEFT);
    assert_eq!(
        app.count("mailed_link").await,
        1 + LEFT,
        "what is not mailed makes no link"
    );
}

/// The test uses requests without a password, because hashing would delay them, and they must arrive at the same
/// moment.
async fn simultaneous_mails_are_counted_one_by_one(app: TestApp) {
    let mut browsers = Vec::new();
    for n in 0..25 {
        let browser = app.browser();
        let registered = browser
            .registers_with(&format!("mallory{n}"), "office@school.example", PASSWORD, PASSWORD)
            .await;
        assert!(registered.is_done(), "{}", registered.body);
        browsers.push(browser);
    }
    assert_eq!(app.mails().await.len(), Cause::Address.max_mails());
    // Deletes the log of sent messages, as if an hour had passed. The clock of the test is not moved by an hour,
    // because then the sessions of the registrations would end.
    let forget = Query::delete().from_table("message_log").to_owned();
    app.db.migration_connection().execute(&forget).await.unwrap();
    let tries = browsers
        .into_iter()
        .map(|browser| tokio::spawn(async move { browser.calls("/account/confirm-again", &[]).await }));
    for asked in tries.collect::<Vec<_>>() {
        let answer = asked.await.unwrap();
        assert!(answer.is_done(), "{}", answer.body);
    }
    assert_eq!(app.mails().await.len(), Cause::Address.max_mails());
}

/// The last link that was mailed before the limit stays valid, although other clients request more links.
async fn a_flood_of_links_leaves_the_last_one_working(app: TestApp) {
    server::operations::metrics::install();
    ada(&app).await;
    let asks = async |n: u8| {
        let stranger = app.browser().from([10, 2, 0, n]);
        assert!(stranger.calls("/forgot", &[("username", "ada")]).await.is_done());
    };
    let mut last = String::new();
    for n in 1..Cause::ForgottenPassword.max_mails() {
        asks(u8::try_from(n).unwrap()).await;
        let letter = app.mail_with(&address_of("ada"), "/forgot/").await;
        last = token(&letter, "/forgot/");
    }
    let before = suppressed_mails(&app, Cause::ForgottenPassword).await;
    for n in 100..110 {
        asks(n).await;
    }
    // The server suppresses the mails after its responses.
    for _ in 0..500 {
        if suppressed_mails(&app, Cause::ForgottenPassword).await == before + 10 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(suppressed_mails(&app, Cause::ForgottenPassword).await, before + 10);
    assert!(app.mails().await.is_empty());
    let fields = [
        ("token", last.as_str()),
        ("password", "another horse battery"),
        ("password_again", "another horse battery"),
    ];
    let done = app.browser().calls("/forgot/new-password", &fields).await;
    assert!(done.is_done(), "{}", done.body);
    let told = app.mail_to(&address_of("ada")).await;
    assert_eq!(told.subject, Texts::of(Locale::En).mail_password_changed_subject());
}

const MOST_TEXTS: usize = Cause::Password.max_text_messages();

async fn a_number_gets_a_limited_number_of_texts_from_all_accounts(app: TestApp) {
    let app = app.offering_messages();
    ada_with_messages(&app).await;
    let pending_browser = pending_browser(&app).await;
    let mut texts = 1;
    for _ in 0..4 {
        assert!(pending_browser.requests_code("sms").await.is_done());
        texts += app.texts().await.len();
        app.waits(PAUSE);
    }
    assert_eq!(texts, 5);
    let bob = app.browser();
    let (secret, _) = bob.becomes_a_member("bob").await;
    app.waits(30);
    let allowed = bob
        .changes("/account/connect", &secret.code_at(app.now()), &[("kind", "sms")])
        .await;
    assert!(allowed.is_done(), "{}", allowed.body);
    let asks = async || bob.calls("/set-up/send", &[("kind", "sms"), ("number", NUMBER)]).await;
    // Bob enters the number in a set-up, but he could enter the number of another person. So set-ups can use up only a
    // part of the limit, and the owner of the number still gets codes to sign in.
    assert!(matches!(asks().await.refusal(), Refusal::TooManyMessages { .. }));
    let mut refused = None;
    while refused.is_none() && texts <= MOST_TEXTS {
        let answer = pending_browser.requests_code("sms").await;
        match answer.is_done() {
            true => texts += app.texts().await.len(),
            false => refused = Some(answer.refusal()),
        }
        app.waits(PAUSE);
    }
    assert_eq!(texts, MOST_TEXTS);
    let Some(Refusal::TooManyMessages { until }) = refused else {
        panic!("{refused:?}")
    };
    assert!(until > app.now());
}
