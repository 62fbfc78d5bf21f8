//! Tests that the work of a request does not reveal whether an address is taken, and that clients can look up a limited
//! number of names.

use crate::{
    always_on_every_database,
    common::{api_client::*, member::*, *},
};
use axum::http::header;
use domain::{
    locale::Locale,
    refusal::Refusal,
    registration::{Faults, UsernameFault},
};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::json;
use std::time::Duration;
use texts::Texts;

always_on_every_database!(
    a_registration_runs_the_same_statements_for_a_taken_address,
    a_confirmation_mailed_again_runs_the_same_statements_for_a_taken_address,
    a_change_of_address_runs_the_same_statements_for_a_taken_one,
    a_forgotten_password_runs_the_same_statements_for_every_name,
    look_ups_on_all_routes_share_one_budget,
    simultaneous_look_ups_are_counted_one_by_one,
);

/// The cost of a request: statements, password hashes, and new rows.
#[derive(Debug, PartialEq, Eq)]
struct Cost {
    statements: u64,
    hashes: u64,
    mails: i64,
    links: i64,
}

/// The number of rows in a table. The query uses a connection whose statements are not measured.
async fn rows(app: &TestApp, table: &str) -> i64 {
    let count = format!("SELECT COUNT(*) FROM {table}");
    let count = Statement::from_string(app.db.backend(), count);
    let row = app.db.migration_connection().query_one_raw(count).await.unwrap();
    row.unwrap().try_get_by_index(0).unwrap()
}

/// The cost of a request, including the work after the response. That work is finished when the mail is stored.
async fn cost_of(app: &TestApp, request: impl Future<Output = Answer>) -> Cost {
    let (mails, links) = (rows(app, "mail").await, rows(app, "mailed_link").await);
    let (statements, work) = (app.db.statements_so_far(), app.stepwise.work_done());
    let answer = request.await;
    assert!(answer.is_done(), "{}", answer.body);
    for _ in 0..500 {
        if rows(app, "mail").await > mails {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let done = app.stepwise.work_done();
    Cost {
        statements: app.db.statements_so_far() - statements,
        hashes: done.hashed + done.verified - work.hashed - work.verified,
        mails: rows(app, "mail").await - mails,
        links: rows(app, "mailed_link").await - links,
    }
}

/// The fields of a registration form, with the seal of a page that was loaded now.
async fn form_of(browser: &Browser, name: &str, email: &str) -> Vec<(&'static str, String)> {
    vec![
        ("form", browser.opens("/register").await.field("form")),
        ("username", name.to_owned()),
        ("email", email.to_owned()),
        ("password", PASSWORD.to_owned()),
        ("password_again", PASSWORD.to_owned()),
    ]
}

async fn sends(browser: &Browser, form: &[(&'static str, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.calls("/register", &fields).await
}

async fn a_registration_runs_the_same_statements_for_a_taken_address(app: TestApp) {
    ada(&app).await;
    let mut costs = Vec::new();
    for (name, email) in [("curious", address_of("ada")), ("honest", address_of("honest"))] {
        let browser = app.browser();
        let form = form_of(&browser, name, &email).await;
        costs.push(cost_of(&app, sends(&browser, &form)).await);
    }
    assert_eq!(costs[0], costs[1]);
    assert_eq!((costs[0].hashes, costs[0].mails, costs[0].links), (1, 1, 1));
}

async fn a_confirmation_mailed_again_runs_the_same_statements_for_a_taken_address(app: TestApp) {
    ada(&app).await;
    let mut costs = Vec::new();
    for (name, email) in [("curious", address_of("ada")), ("honest", address_of("honest"))] {
        let browser = app.browser();
        assert!(browser.registers_with(name, &email, PASSWORD, PASSWORD).await.is_done());
        for _ in 0..2 {
            costs.push(cost_of(&app, browser.calls("/account/confirm-again", &[])).await);
        }
    }
    assert!(costs.windows(2).all(|pair| pair[0] == pair[1]), "{costs:?}");
    assert_eq!((costs[0].hashes, costs[0].mails, costs[0].links), (0, 1, 1));
}

async fn a_change_of_address_runs_the_same_statements_for_a_taken_one(app: TestApp) {
    ada(&app).await;
    let mut costs = Vec::new();
    for (name, email) in [("curious", address_of("ada")), ("honest", address_of("other"))] {
        let browser = app.browser();
        let (secret, _) = browser.becomes_a_member(name).await;
        browser.confirms_email(name).await;
        app.waits(30);
        let code = secret.code_at(app.now());
        let change = async { browser.changes("/account/email", &code, &[("email", &email)]).await };
        costs.push(cost_of(&app, change).await);
    }
    assert_eq!(costs[0], costs[1]);
    // The second mail goes to the former address.
    assert_eq!((costs[0].hashes, costs[0].mails, costs[0].links), (1, 2, 1));
}

async fn a_forgotten_password_runs_the_same_statements_for_every_name(app: TestApp) {
    ada(&app).await;
    app.browser().registers("unconfirmed").await;
    app.mails().await;
    let mut costs = Vec::new();
    for name in [
        "ada",
        &address_of("ada"),
        "nobody",
        &address_of("nobody"),
        "unconfirmed",
        &address_of("unconfirmed"),
        "ada",
    ] {
        let browser = app.browser();
        costs.push(cost_of(&app, browser.calls("/forgot", &[("username", name)])).await);
    }
    assert!(costs.windows(2).all(|pair| pair[0] == pair[1]), "{costs:?}");
    assert_eq!((costs[0].hashes, costs[0].mails, costs[0].links), (0, 1, 1));
    // Addresses without an account get no mail, and housekeeping deletes the rows of those mails.
    let mails = app.mails().await;
    assert_eq!(mails.len(), 3);
    assert!(mails.iter().all(|letter| letter.to == address_of("ada")));
    assert_eq!(rows(&app, "mail").await, 4);
    assert_eq!(app.stepwise.operations.figures().await.unwrap().waiting_mails, 0);
    app.stepwise.operations.sweep().await.unwrap();
    assert_eq!(rows(&app, "mail").await, 0);
}

fn taken() -> Refusal {
    Refusal::Faults {
        faults: Faults {
            username: Some(UsernameFault::Taken),
            ..Faults::default()
        },
    }
}

async fn look_ups_on_all_routes_share_one_budget(app: TestApp) {
    app.browser().registers("ada").await;
    let app = app.with(|config| config.settings.tokens.lookups_per_hour = Some(4));
    let (here, there) = ([10, 3, 0, 1], [10, 3, 0, 2]);
    let client = ApiClient {
        address: here,
        ..app.api_client()
    };
    let person = || app.browser().from(here);
    let email = address_of("eve");
    // These four requests reveal whether a name is taken, so each is counted: two registration forms and two API calls.
    let answer = person().registers_with("ada", &email, PASSWORD, PASSWORD).await;
    assert_eq!(answer.refusal(), taken());
    let answer = person().registers_with("free", &email, PASSWORD, "differs").await;
    assert!(matches!(answer.refusal(), Refusal::Faults { .. }));
    assert_eq!(client.gets("/user/ada").await.status, 200);
    let body = json!({"username": "ada", "email": email, "password1": PASSWORD, "password2": PASSWORD});
    assert_eq!(
        refused(&client.posts("/user", body.clone()).await),
        (409, "username_taken".into())
    );
    // After the limit is reached, no route reveals anything about any name.
    let until = app.now().after(Duration::from_secs(3590));
    for name in ["ada", "free"] {
        let answer = person().registers_with(name, &email, PASSWORD, PASSWORD).await;
        assert_eq!(answer.refusal(), Refusal::TooManyLookups { until }, "{name}");
        let answer = person().registers_with(name, &email, PASSWORD, "differs").await;
        assert_eq!(answer.refusal(), Refusal::TooManyLookups { until }, "{name}");
        let answer = client.gets(&format!("/user/{name}")).await;
        assert_eq!(refused(&answer), (429, "too_many_lookups".into()));
        assert_eq!(refused(&client.registers(name).await), (429, "too_many_lookups".into()));
    }
    let browser = person();
    let form = form_of(&browser, "ada", &email).await;
    let fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let page = browser.submits_and_follows("/register", &fields).await;
    assert_eq!(page.status, 429);
    assert!(page.says(&Texts::of(Locale::En).refusal_too_many_lookups("59:50".to_owned())));
    assert_eq!(app.count("account").await, 1);
    // Another network has a separate limit.
    let elsewhere = app.browser().from(there);
    assert!(
        elsewhere
            .registers_with("eve", &email, PASSWORD, PASSWORD)
            .await
            .is_done()
    );
    app.waits(3590);
    assert!(person().registers("free").await.is_done());
}

async fn simultaneous_look_ups_are_counted_one_by_one(app: TestApp) {
    app.api_client().registers("ada").await;
    let app = app.with(|config| config.settings.tokens.lookups_per_hour = Some(10));
    let client = ApiClient {
        address: [10, 3, 0, 3],
        ..app.api_client()
    };
    let tries = (0..50).map(|n| {
        let client = client.clone();
        let browser = app.browser().from([10, 3, 0, 4]);
        tokio::spawn(async move {
            let found = client.gets(if n % 2 == 0 { "/user/ada" } else { "/user/nobody" }).await;
            if found.status == 429 {
                assert_eq!(found.header(header::RETRY_AFTER), "3590");
            }
            let form = browser
                .registers_with("ada", "eve@school.example", PASSWORD, PASSWORD)
                .await;
            (found.status != 429, form.refusal() == taken())
        })
    });
    let (mut found, mut told) = (0, 0);
    for tried in tries.collect::<Vec<_>>() {
        let (looked_up, was_told) = tried.await.unwrap();
        found += usize::from(looked_up);
        told += usize::from(was_told);
    }
    assert_eq!((found, told), (10, 10));
}
