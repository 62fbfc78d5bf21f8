//! Tests of the sign-in of members: by name or address, with a code or a recovery code.

use crate::{always_on_every_database, common::member::*, common::*, on_every_database};
use domain::refusal::Refusal;

on_every_database!(a_member_signs_in_by_name_or_by_confirmed_address,);

always_on_every_database!(
    a_recovery_code_signs_a_member_in_once_and_a_mail_reports_it,
    a_member_s_code_works_once_in_fifty_simultaneous_requests,
);

async fn a_member_signs_in_by_name_or_by_confirmed_address(app: TestApp) {
    let ada = app.browser();
    let (secret, _) = ada.becomes_a_member("ada").await;
    let unconfirmed = app.browser().gives_password(&address_of("ada"), PASSWORD).await;
    assert_eq!(unconfirmed.refusal(), Refusal::SignInFailed);
    ada.confirms_email("ada").await;
    for name in ["ada", " ADA ", "ada@school.example", " Ada@School.Example"] {
        let person = app.browser();
        assert!(person.signs_in_as(name, PASSWORD, &secret).await.is_done(), "{name}");
        assert!(person.is_signed_in_as_member().await);
    }
    // A known and an unknown name or address cost the same work.
    let mut seen = Vec::new();
    for name in ["ada@school.example", "bob@school.example", "ada", "bob"] {
        let before = app.stepwise.work_done();
        let answer = app.browser().gives_password(name, "wrong password").await;
        let after = app.stepwise.work_done();
        assert_eq!((after.opened - before.opened, after.verified - before.verified), (0, 1));
        seen.push((answer.status, answer.body));
    }
    assert!(seen.windows(2).all(|pair| pair[0] == pair[1]));
}

async fn a_recovery_code_signs_a_member_in_once_and_a_mail_reports_it(app: TestApp) {
    let ada = app.browser();
    let (_, codes) = ada.becomes_a_member("ada").await;
    ada.confirms_email("ada").await;
    app.mails().await;
    let tries = (0..10).map(|_| {
        let (app, code) = (app.clone(), codes[0].clone());
        tokio::spawn(async move {
            let browser = app.browser();
            browser.gives_password("ada", PASSWORD).await;
            browser.gives_recovery_code(&code).await.is_done()
        })
    });
    let mut inside = 0;
    for done in tries.collect::<Vec<_>>() {
        inside += usize::from(done.await.unwrap());
    }
    assert_eq!(inside, 1);
    // One mail is about the used recovery code, and one about the new browser.
    let en = texts::Texts::of(domain::locale::Locale::En);
    let mut subjects: Vec<_> = app.mails().await.into_iter().map(|letter| letter.subject).collect();
    subjects.sort();
    assert_eq!(
        subjects,
        [en.mail_recovery_used_subject(), en.mail_new_device_subject()]
    );
}

async fn a_member_s_code_works_once_in_fifty_simultaneous_requests(app: TestApp) {
    let (secret, _) = app.browser().becomes_a_member("ada").await;
    let first = app.browser();
    first.gives_password("ada", PASSWORD).await;
    let spent = first.gives_code(&secret.code_at(app.now())).await;
    assert!(
        matches!(spent.refusal(), Refusal::CodeUsed { .. }),
        "the set-up code counts"
    );
    app.waits(30);
    let code = secret.code_at(app.now());
    let mut browsers = Vec::new();
    for _ in 0..50 {
        let browser = app.browser();
        browser.gives_password("ada", PASSWORD).await;
        browsers.push(browser);
    }
    let tries = browsers.into_iter().map(|browser| {
        let code = code.clone();
        tokio::spawn(async move { browser.gives_code(&code).await.is_done() })
    });
    let mut inside = 0;
    for done in tries.collect::<Vec<_>>() {
        inside += usize::from(done.await.unwrap());
    }
    assert_eq!(inside, 1);
}
