//! Tests of API logins with codes by mail or SMS, and of accounts without a factor.

use crate::{
    common::{api_client::*, member::*, message_codes::*, *},
    on_every_database,
};
use serde_json::{Value, json};

on_every_database!(
    a_member_without_an_app_logs_in_with_a_code_by_mail,
    a_message_code_is_valid_for_its_own_login_and_its_own_account_only,
    codes_are_sent_as_rarely_as_on_the_pages,
    a_login_sends_nothing_by_itself,
    a_message_code_allows_the_set_up_of_an_app,
    an_account_without_factors_is_told_to_set_one_up,
    an_unknown_name_gets_no_code_and_the_same_response,
);

/// A member whose only second factor is `kind`.
async fn only_by(app: &TestApp, name: &str, kind: &str) -> Browser {
    let browser = app.browser();
    browser.registers(name).await;
    browser.confirms_email(name).await;
    assert!(browser.proves_message(kind).await.is_done());
    browser.saves_recovery_codes().await;
    app.waits(PAUSE);
    app.mails().await;
    browser
}

impl ApiClient {
    async fn has_one_sent(&self, name: &str, more: Value) -> Answer {
        let mut body = json!({"username": name, "password": PASSWORD});
        for (field, value) in more.as_object().unwrap() {
            body[field] = value.clone();
        }
        self.posts("/auth-jwt/send-code", body).await
    }

    /// Requests a code and returns the id of the login attempt.
    async fn attempt(&self, name: &str) -> String {
        let sent = self.has_one_sent(name, json!({})).await;
        assert_eq!(sent.status, 201, "{}", sent.body);
        sent.json::<Value>()["attempt"].as_str().unwrap().to_owned()
    }

    async fn gives(&self, name: &str, code: &str, attempt: &str) -> Answer {
        let body = json!({
            "username": name, "password": PASSWORD, "security_code": code, "attempt": attempt,
        });
        self.posts("/auth-jwt/login", body).await
    }
}

fn ways(answer: &Answer) -> Value {
    answer.json::<Value>()["ways"].clone()
}

async fn a_member_without_an_app_logs_in_with_a_code_by_mail(app: TestApp) {
    let app = app.offering_messages();
    only_by(&app, "bob", "email").await;
    let client = app.api_client();
    // The response tells the client the factors of the member. Entering a code of an authenticator app, which this
    // member does not have, is not counted as a wrong code.
    for _ in 0..7 {
        let other = client.logs_in("bob", PASSWORD, "123456").await;
        assert_eq!(refused(&other), (409, "other_way".into()));
        assert_eq!(ways(&other), json!(["email"]));
    }
    let by_sms = client.has_one_sent("bob", json!({"by": "sms"})).await;
    assert_eq!(refused(&by_sms), (409, "other_way".into()));
    assert_eq!(ways(&by_sms), json!(["email"]));
    assert!(app.mails().await.is_empty());

    let sent = client.has_one_sent("bob", json!({"by": "email"})).await;
    assert_eq!(sent.status, 201, "{}", sent.body);
    assert_eq!(
        names(&sent),
        ["attempt", "by", "expires_at", "retry_at", "target", "ways"]
    );
    let said: Value = sent.json();
    assert_eq!(
        (&said["by"], &said["target"], &said["ways"]),
        (&json!("email"), &json!("b•••@school.example"), &json!(["email"]))
    );
    let attempt = said["attempt"].as_str().unwrap();
    let code = app.code_by_mail().await;
    assert!(!sent.body.contains(&code));
    let wrong = if code == "000000" { "111111" } else { "000000" };
    assert_eq!(
        refused(&client.gives("bob", wrong, attempt).await),
        (401, "code_wrong".into())
    );
    let answer = client.gives("bob", &code, attempt).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let access = answer.json::<Value>()["access_token"].as_str().unwrap().to_owned();
    assert_eq!(client.user_info(&access).await.status, 200);
    assert_eq!(
        refused(&client.gives("bob", &code, attempt).await),
        (401, "code_expired".into()),
        "once"
    );
}

async fn a_message_code_is_valid_for_its_own_login_and_its_own_account_only(app: TestApp) {
    let app = app.offering_messages();
    only_by(&app, "bob", "email").await;
    let carol = only_by(&app, "carol", "email").await;
    let client = app.api_client();
    let first = client.attempt("bob").await;
    let first_code = app.code_by_mail().await;
    app.waits(PAUSE);
    let second = client.attempt("bob").await;
    let second_code = app.code_by_mail().await;
    if first_code != second_code {
        let crossed = client.gives("bob", &first_code, &second).await;
        assert_eq!(refused(&crossed), (401, "code_wrong".into()));
        let crossed = client.gives("bob", &second_code, &first).await;
        assert_eq!(refused(&crossed), (401, "code_wrong".into()));
    }
    // A code is refused if the login attempt in the request belongs to another account or does not exist.
    for (name, attempt) in [("carol", second.as_str()), ("bob", "nonsense"), ("bob", "")] {
        let dead = client.gives(name, &second_code, attempt).await;
        assert_eq!(refused(&dead), (401, "code_expired".into()), "{name} {attempt}");
    }
    let half = app.browser();
    half.gives_password("bob", PASSWORD).await;
    assert!(!half.gives_message_code("email", &second_code).await.is_done());
    // A request that names an earlier attempt ends that attempt, and its code is not accepted any more.
    app.waits(PAUSE);
    let third = client.has_one_sent("bob", json!({"attempt": second})).await;
    assert_eq!(third.status, 201, "{}", third.body);
    assert_eq!(
        refused(&client.gives("bob", &second_code, &second).await),
        (401, "code_expired".into())
    );
    // A code expires after ten minutes.
    let third = third.json::<Value>()["attempt"].as_str().unwrap().to_owned();
    let third_code = app.code_by_mail().await;
    app.waits(600);
    assert_eq!(
        refused(&client.gives("bob", &third_code, &third).await),
        (401, "code_expired".into())
    );
    // If a member ends all other sessions, codes that were sent before are not accepted any more.
    let fourth = client.attempt("carol").await;
    let fourth_code = app.code_by_mail().await;
    assert!(carol.calls("/account/end-others", &[]).await.is_done());
    assert_eq!(
        refused(&client.gives("carol", &fourth_code, &fourth).await),
        (401, "code_expired".into())
    );
}

async fn codes_are_sent_as_rarely_as_on_the_pages(app: TestApp) {
    let app = app.offering_messages();
    let browser = only_by(&app, "bob", "sms").await;
    let client = app.api_client();
    client.attempt("bob").await;
    app.texts().await;
    let early = client.has_one_sent("bob", json!({})).await;
    assert_eq!(refused(&early), (429, "sent_just_now".into()));
    assert_eq!(early.header(axum::http::header::RETRY_AFTER), "30");
    assert!(early.json::<Value>()["retry_at"].is_string());
    // The pause between two messages is the same for pages and API: after a code by the API, the page sends no code
    // yet.
    let half = browser.copied();
    half.gives_password("bob", PASSWORD).await;
    assert!(!half.requests_code("sms").await.is_done());
    for _ in 0..8 {
        app.waits(PAUSE);
        client.attempt("bob").await;
    }
    app.waits(PAUSE);
    let many = client.has_one_sent("bob", json!({})).await;
    assert_eq!(refused(&many), (429, "too_many_messages".into()));
    // The API counts wrong passwords and codes in the same way as the pages do.
    app.waits(3600);
    let attempt = client.attempt("bob").await;
    let code = app.code_by_sms().await;
    let wrong = if code == "000000" { "111111" } else { "000000" };
    for _ in 0..6 {
        client.gives("bob", wrong, &attempt).await;
    }
    assert_eq!(
        refused(&client.gives("bob", &code, &attempt).await),
        (429, "locked".into())
    );
    let mut wrong = Vec::new();
    for _ in 0..7 {
        let body = json!({"username": "bob", "password": "wrong-wrong"});
        wrong.push(client.posts("/auth-jwt/send-code", body).await.status.as_u16());
    }
    assert_eq!((wrong[0], wrong[6]), (401, 429), "{wrong:?}");
}

async fn a_login_sends_nothing_by_itself(app: TestApp) {
    let app = app.offering_messages();
    only_by(&app, "bob", "email").await;
    let client = app.api_client();
    client.logs_in("bob", PASSWORD, "123456").await;
    client.requests_qr_code("bob", PASSWORD, None).await;
    let attempt = client.attempt("bob").await;
    let code = app.code_by_mail().await;
    app.waits(PAUSE);
    assert_eq!(client.gives("bob", &code, &attempt).await.status, 200);
    // The member gets a mail about the login, and no mail with a code.
    let subjects: Vec<_> = app.mails().await.into_iter().map(|letter| letter.subject).collect();
    assert_eq!(
        subjects,
        [texts::Texts::of(domain::locale::Locale::En).mail_new_device_subject()]
    );
}

async fn a_message_code_allows_the_set_up_of_an_app(app: TestApp) {
    let app = app.offering_messages();
    only_by(&app, "bob", "email").await;
    let client = app.api_client();
    let none = client.requests_qr_code("bob", PASSWORD, None).await;
    assert_eq!(refused(&none), (409, "other_way".into()));
    assert_eq!(ways(&none), json!(["email"]));
    let attempt = client.attempt("bob").await;
    let code = app.code_by_mail().await;
    let body = json!({"username": "bob", "password": PASSWORD, "security_code": code, "attempt": attempt});
    let request = request(axum::http::Method::POST, "/auth-totp/qrcode")
        .header(axum::http::header::CONTENT_TYPE, "application/json")
        .header(axum::http::header::ACCEPT, "application/json");
    let begun = client.sends(request, body.to_string()).await;
    assert_eq!(begun.status, 201, "{}", begun.body);
    let secret = secret_of(&begun);
    // A wrong code of a secret that is not connected yet is counted too.
    for _ in 0..6 {
        client.logs_in("bob", PASSWORD, &secret.wrong_code(app.now())).await;
    }
    let locked = client.logs_in("bob", PASSWORD, &secret.code_at(app.now())).await;
    assert_eq!(refused(&locked), (429, "locked".into()));
    app.waits(60);
    let through = client.logs_in("bob", PASSWORD, &secret.code_at(app.now())).await;
    assert_eq!(through.status, 200, "{}", through.body);
    // After the login both factors are accepted.
    let sent = client.has_one_sent("bob", json!({})).await;
    assert_eq!(ways(&sent), json!(["email", "totp"]));
    let attempt = sent.json::<Value>()["attempt"].as_str().unwrap().to_owned();
    let code = app.code_by_mail().await;
    assert_eq!(client.gives("bob", &code, &attempt).await.status, 200);
    app.waits(30);
    assert_eq!(
        client.logs_in("bob", PASSWORD, &secret.code_at(app.now())).await.status,
        200
    );
}

async fn an_account_without_factors_is_told_to_set_one_up(app: TestApp) {
    let app = app.offering_messages();
    let client = app.api_client();
    client.registers("eve").await;
    let none = client.has_one_sent("eve", json!({})).await;
    assert_eq!(refused(&none), (409, "set_up_first".into()));
    // After a reset of the factors, no API call accepts any code, and no code is counted as wrong.
    let ada = ada(&app).await;
    app.stepwise.admin.reset_member_factors("ada").await.unwrap();
    let before = app.dump().await;
    for _ in 0..7 {
        for answer in [
            client.logs_in("ada", PASSWORD, &ada.secret.code_at(app.now())).await,
            client.requests_qr_code("ada", PASSWORD, None).await,
            client.requests_qr_code("ada", PASSWORD, Some("123456")).await,
            client.has_one_sent("ada", json!({})).await,
        ] {
            assert_eq!(refused(&answer), (409, "enrol_first".into()));
        }
    }
    assert_eq!(app.dump().await, before);
}

async fn an_unknown_name_gets_no_code_and_the_same_response(app: TestApp) {
    let app = app.offering_messages();
    only_by(&app, "bob", "email").await;
    let client = app.api_client();
    let mut seen = Vec::new();
    for name in ["bob", "eve"] {
        let before = app.stepwise.work_done();
        let body = json!({"username": name, "password": "wrong-wrong-wrong", "by": "email"});
        let answer = client.posts("/auth-jwt/send-code", body).await;
        let after = app.stepwise.work_done();
        assert_eq!(refused(&answer), (401, "sign_in_failed".into()));
        seen.push((
            answer.body,
            after.opened - before.opened,
            after.verified - before.verified,
        ));
    }
    assert_eq!(seen[0], seen[1]);
    assert!(app.mails().await.is_empty());
    for by in ["totp", "pigeon"] {
        let answer = client.has_one_sent("bob", json!({"by": by})).await;
        assert_eq!(refused(&answer), (422, "faults".into()), "{by}");
    }
}
