//! Tests of the enrolment code that an administrator issues: it works once, for one account, for one day.

use crate::{always_on_every_database, common::member::*, common::*, on_every_database};
use domain::refusal::Refusal;

on_every_database!(only_the_newest_enrolment_code_is_valid_for_one_account_and_one_day,);

always_on_every_database!(an_enrolment_code_works_once_in_fifty_simultaneous_requests,);

async fn an_enrolment_code_works_once_in_fifty_simultaneous_requests(app: TestApp) {
    let root = app.administrator("root").await;
    ada(&app).await;
    let code = root.issues_code_for("ada").await;
    let mut browsers = Vec::new();
    for _ in 0..50 {
        let browser = app.browser();
        assert!(browser.gives_password("ada", PASSWORD).await.is_done());
        browsers.push(browser);
    }
    let tries = browsers.into_iter().map(|browser| {
        let code = code.clone();
        tokio::spawn(async move { browser.gives_enrolment_code(&code).await.is_done() })
    });
    let mut inside = 0;
    for done in tries.collect::<Vec<_>>() {
        inside += usize::from(done.await.unwrap());
    }
    assert_eq!(inside, 1);
}

async fn only_the_newest_enrolment_code_is_valid_for_one_account_and_one_day(app: TestApp) {
    let root = app.administrator("root").await;
    ada(&app).await;
    app.browser().becomes_a_member("bob").await;
    let hers = root.issues_code_for("ada").await;
    let bobs = root.issues_code_for("bob").await;
    let wrong = async |name: &str, code: &str| {
        let browser = app.browser();
        assert!(browser.gives_password(name, PASSWORD).await.is_done());
        assert_eq!(
            browser.gives_enrolment_code(code).await.refusal(),
            Refusal::EnrolmentCodeWrong
        );
    };
    wrong("ada", &bobs).await;
    wrong("bob", &hers).await;
    let newest = root.issues_code_for("ada").await;
    wrong("ada", &hers).await;
    app.waits(24 * 3600);
    wrong("ada", &newest).await;
    // An account with a connected authenticator app accepts no enrolment code.
    let carl = app.browser();
    let (secret, _) = carl.becomes_a_member("carl").await;
    wrong("carl", &newest).await;
    assert!(app.browser().signs_in_as("carl", PASSWORD, &secret).await.is_done());
    app.stepwise.operations.sweep().await.unwrap();
    app.waits(4 * 24 * 3600);
    app.stepwise.operations.sweep().await.unwrap();
    assert_eq!(app.count("enrolment_code").await, 0);
}
