//! Tests of a forgotten password: the same response for all names, a link that works once, and the second factor still
//! required.

use crate::{always_on_every_database, common::member::*, common::*, on_every_database};
use domain::{locale::Locale, lockout::MAX_MAILS_PER_NETWORK, recipient_limit::Cause, refusal::Refusal};
use texts::Texts;

on_every_database!(
    the_response_is_the_same_for_every_name,
    a_mailed_link_sets_a_new_password_and_ends_every_session,
    a_link_works_once_and_for_half_an_hour,
    a_mailbox_is_not_flooded,
    a_network_can_request_a_limited_number_of_mails_for_all_accounts,
    links_are_stored_nowhere_in_readable_form,
);

always_on_every_database!(of_two_simultaneous_uses_of_a_link_one_succeeds,);

const NEW: &str = "another horse battery";

async fn requests_link(app: &TestApp, name: &str) -> String {
    assert!(app.browser().calls("/forgot", &[("username", name)]).await.is_done());
    token(&app.mail_with(&address_of("ada"), "/forgot/").await, "/forgot/")
}

async fn sets_new_password(browser: &Browser, token: &str, password: &str) -> Answer {
    let fields = [("token", token), ("password", password), ("password_again", password)];
    browser.calls("/forgot/new-password", &fields).await
}

async fn with_ada(app: &TestApp) -> (Browser, Secret) {
    let ada = app.browser();
    let (secret, _) = ada.becomes_a_member("ada").await;
    ada.confirms_email("ada").await;
    app.mails().await;
    (ada, secret)
}

async fn the_response_is_the_same_for_every_name(app: TestApp) {
    with_ada(&app).await;
    app.browser().registers("unconfirmed").await;
    let class = app.class_of(1).await;
    app.mails().await;
    let mut seen = Vec::new();
    for name in [
        "ada",
        &address_of("ada"),
        "nobody",
        &address_of("unconfirmed"),
        "unconfirmed",
        &class.seats[0].login,
        "",
        "\u{0}",
    ] {
        let before = app.stepwise.work_done();
        let answer = app.browser().calls("/forgot", &[("username", name)]).await;
        assert_eq!(app.stepwise.work_done(), before, "{name}");
        let page = app
            .browser()
            .submits_and_follows("/forgot", &[("username", name)])
            .await;
        seen.push((answer.status, answer.body, page.status, html::text(&page.body)));
    }
    assert!(seen.windows(2).all(|pair| pair[0] == pair[1]));
    assert!(seen[0].3.contains(Texts::of(Locale::En).forgot_sent_text()));
    app.mail_to(&address_of("ada")).await;
    for letter in app.mails().await {
        assert_eq!(letter.to, address_of("ada"));
    }
}

async fn a_mailed_link_sets_a_new_password_and_ends_every_session(app: TestApp) {
    let (ada, secret) = with_ada(&app).await;
    let token = requests_link(&app, &address_of("ada")).await;
    let reader = app.browser();
    let page = reader.opens(&format!("/forgot/{token}")).await;
    let token = page.field("token");
    let Refusal::Faults { faults } = sets_new_password(&reader, &token, "password").await.refusal() else {
        panic!()
    };
    assert!(
        faults.password.is_some(),
        "a common one is refused and the link is not spent"
    );
    let fields = [("token", token.as_str()), ("password", NEW), ("password_again", NEW)];
    let done = reader.submits_and_follows("/forgot/new-password", &fields).await;
    assert!(done.says(Texts::of(Locale::En).forgot_done()));
    assert!(
        !reader.is_signed_in_as_member().await,
        "the link opens nothing by itself"
    );
    assert!(!ada.is_signed_in_as_member().await, "every session is over");
    assert_eq!(
        ada.gives_password("ada", PASSWORD).await.refusal(),
        Refusal::SignInFailed
    );
    assert!(reader.gives_password("ada", NEW).await.is_done());
    assert!(!reader.is_signed_in_as_member().await, "the factor is still owed");
    app.waits(30);
    assert!(reader.gives_code(&secret.code_at(app.now())).await.is_done());
    assert!(reader.is_signed_in_as_member().await);
    let told = app.mails().await;
    assert!(
        told.iter()
            .any(|letter| letter.subject == Texts::of(Locale::En).mail_password_changed_subject())
    );
    assert!(
        reader
            .opens("/account")
            .await
            .says(Texts::of(Locale::En).audit_password_reset())
    );
}

async fn a_link_works_once_and_for_half_an_hour(app: TestApp) {
    let (_, secret) = with_ada(&app).await;
    let first = requests_link(&app, "ada").await;
    assert!(sets_new_password(&app.browser(), &first, NEW).await.is_done());
    assert_eq!(
        sets_new_password(&app.browser(), &first, PASSWORD).await.refusal(),
        Refusal::LinkDead
    );
    let page = app.browser().opens(&format!("/forgot/{first}")).await;
    assert_eq!(page.status, 410);
    assert!(page.says(Texts::of(Locale::En).refusal_link_dead()));
    let second = requests_link(&app, "ada").await;
    let third = requests_link(&app, "ada").await;
    assert_eq!(
        sets_new_password(&app.browser(), &second, PASSWORD).await.refusal(),
        Refusal::LinkDead,
        "a newer one is out"
    );
    app.waits(30 * 60);
    assert_eq!(
        sets_new_password(&app.browser(), &third, PASSWORD).await.refusal(),
        Refusal::LinkDead
    );
    assert!(app.browser().signs_in_as("ada", NEW, &secret).await.is_done());
    // The link for a new password is not valid for the confirmation of an address.
    let fourth = requests_link(&app, "ada").await;
    assert_eq!(
        app.browser()
            .calls("/confirm-email", &[("token", &fourth)])
            .await
            .refusal(),
        Refusal::LinkDead
    );
}

async fn of_two_simultaneous_uses_of_a_link_one_succeeds(app: TestApp) {
    with_ada(&app).await;
    let link = requests_link(&app, "ada").await;
    let tries = (0..8).map(|n| {
        let (app, link) = (app.clone(), link.clone());
        tokio::spawn(async move {
            sets_new_password(&app.browser(), &link, &format!("{NEW} {n}"))
                .await
                .is_done()
        })
    });
    let mut done = 0;
    for attempt in tries.collect::<Vec<_>>() {
        done += usize::from(attempt.await.unwrap());
    }
    assert_eq!(done, 1);
}

async fn a_mailbox_is_not_flooded(app: TestApp) {
    with_ada(&app).await;
    let most = Cause::ForgottenPassword.max_mails();
    for _ in 1..most {
        requests_link(&app, "ada").await;
    }
    for _ in 0..5 {
        assert!(app.browser().calls("/forgot", &[("username", "ada")]).await.is_done());
    }
    assert_eq!(
        app.count("mailed_link").await,
        most,
        "one to confirm, the others to reset"
    );
    app.waits(3600);
    requests_link(&app, "ada").await;
}

async fn a_network_can_request_a_limited_number_of_mails_for_all_accounts(app: TestApp) {
    with_ada(&app).await;
    let asks_from = async |browser: Browser, name: String| browser.calls("/forgot", &[("username", &name)]).await;
    // All requests are sent at the same moment, so that the limit must hold for concurrent requests.
    let asked = (0..40).map(|n| {
        let name = if n % 2 == 0 {
            "ada".to_owned()
        } else {
            format!("nobody{n}")
        };
        tokio::spawn(asks_from(app.browser(), name))
    });
    let mut taken = 0;
    for asked in asked.collect::<Vec<_>>() {
        let answer = asked.await.unwrap();
        if answer.status.is_success() {
            taken += 1;
        } else {
            assert!(matches!(answer.refusal(), Refusal::TooManyMails { .. }));
        }
    }
    assert_eq!(taken, MAX_MAILS_PER_NETWORK);
    for name in ["ada", "nobody"] {
        let browser = app.browser();
        browser.opens("/forgot").await;
        let page = browser.submits_and_follows("/forgot", &[("username", name)]).await;
        assert_eq!(page.status, 429);
    }
    let elsewhere = app.browser().from([10, 9, 9, 9]);
    assert!(asks_from(elsewhere, "ada".to_owned()).await.is_done());
    app.waits(15 * 60);
    assert!(asks_from(app.browser(), "ada".to_owned()).await.is_done());
}

async fn links_are_stored_nowhere_in_readable_form(app: TestApp) {
    app.browser().registers("bob").await;
    with_ada(&app).await;
    app.browser().calls("/forgot", &[("username", "ada")]).await;
    // The test searches dumps from before and after the mail is sent.
    let mut dumps = Vec::new();
    while app.count("mail").await == 0 {
        tokio::task::yield_now().await;
    }
    dumps.push(app.dump().await);
    let mut secrets = vec![PASSWORD.to_owned()];
    for letter in app.mails().await {
        if letter.text.contains("/forgot/") {
            secrets.push(token(&letter, "/forgot/"));
        }
    }
    dumps.push(app.dump().await);
    assert_eq!(secrets.len(), 2);
    for dump in dumps {
        assert!(
            database_dump::contains_secret(&dump, &address_of("ada")),
            "the check does not find an address that is there"
        );
        for secret in &secrets {
            assert!(!database_dump::contains_secret(&dump, secret));
        }
    }
}
