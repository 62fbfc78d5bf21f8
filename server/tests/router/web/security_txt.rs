//! Tests of `/.well-known/security.txt`.

use crate::{common::*, on_every_database};
use server::config::SecurityContact;

on_every_database!(
    security_txt_names_the_contact_for_reports,
    security_txt_does_not_expire,
    without_a_contact_there_is_no_security_txt,
);

const PATH: &str = "/.well-known/security.txt";

fn contact() -> SecurityContact {
    SecurityContact {
        contact: Some("mailto:security@school.example".to_owned()),
        policy: Some("https://school.example/security".to_owned()),
        languages: "en, fr".to_owned(),
    }
}

async fn security_txt_names_the_contact_for_reports(app: TestApp) {
    let app = app.with(|config| {
        config.security_contact = contact();
        config.site.base_url = Some("https://stepwise.test".to_owned());
    });
    let answer = app.browser().gets(PATH).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
    assert_eq!(answer.header("set-cookie"), "");
    assert_eq!(
        answer.body,
        "Contact: mailto:security@school.example\nPreferred-Languages: en, fr\n\
         Canonical: https://stepwise.test/.well-known/security.txt\nPolicy: https://school.example/security\n\
         Expires: 2027-05-19T00:00:00Z\n"
    );

    // If the site has no configured address, the file has no `Canonical` line. The server must not use the host of the
    // request instead.
    let bare = app.with(|config| {
        config.site.base_url = None;
        config.security_contact.policy = None;
    });
    let answer = bare.browser().gets(PATH).await;
    let names: Vec<&str> = answer.body.lines().filter_map(|line| line.split(':').next()).collect();
    assert_eq!(names, ["Contact", "Preferred-Languages", "Expires"]);
}

async fn security_txt_does_not_expire(app: TestApp) {
    const YEAR: u64 = 365 * 24 * 3600;
    let app = app.with(|config| config.security_contact = contact());
    for _ in 0..4 {
        let body = app.browser().gets(PATH).await.body;
        let expires = body.lines().find_map(|line| line.strip_prefix("Expires: ")).unwrap();
        let later = |seconds| domain::time::rfc3339(app.now().after(std::time::Duration::from_secs(seconds)));
        // The alphabetical order of times in this format is their order in time, so the test compares them as text.
        assert!(
            later(90 * 24 * 3600).as_str() < expires && expires < later(YEAR).as_str(),
            "{expires}"
        );
        app.waits(200 * 24 * 3600 + 12_345);
    }
}

async fn without_a_contact_there_is_no_security_txt(app: TestApp) {
    assert_eq!(app.browser().gets(PATH).await.status, 404);
}
