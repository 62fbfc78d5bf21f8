//! Tests of the API from registration to logout, in the order of its documentation, and of its protection against
//! guessing.

use crate::{always_on_every_database, common::api_client::*, common::member::PASSWORD, common::*, on_every_database};
use axum::http::{Method, header};
use serde_json::{Value, json};

on_every_database!(
    all_calls_work_in_the_documented_order,
    a_code_is_accepted_once_by_the_api_and_the_pages_together,
    an_unknown_name_and_a_wrong_password_look_the_same_and_do_the_same_work,
    wrong_answers_to_the_api_and_the_pages_are_counted_together,
    a_confirmed_address_can_be_used_as_the_name,
    a_student_passes_the_four_stages_with_an_api_client,
);

always_on_every_database!(fifty_logins_with_one_code_have_one_success,);

const TIME: &str = "2026-11-20T09:00:10.000000Z";

async fn all_calls_work_in_the_documented_order(app: TestApp) {
    let client = app.api_client();
    let body = json!({
        "username": "ada", "email": "ada@school.example", "password1": "test_password1", "password2": "test_password1",
    });
    let registered = client.posts("/user", body).await;
    assert_eq!(registered.status, 201, "{}", registered.body);
    let ada: Value = registered.json();
    let uuid = ada["uuid"].as_str().unwrap();
    assert_eq!(uuid.len(), 36);
    let expected = json!({
        "created_at": TIME, "username": "ada", "is_active": true, "email": "ada@school.example", "uuid": uuid,
    });
    assert_eq!(ada, expected);

    let known = client.gets("/user/ada").await;
    let expected = json!({"created_at": TIME, "updated_at": null, "username": "ada", "is_active": true});
    assert_eq!((known.status.as_u16(), known.json::<Value>()), (200, expected));

    let secret = client.gets_secret("ada", "test_password1").await;
    let code = secret.code_at(app.now());
    let answer = client.logs_in("ada", "test_password1", &code).await;
    assert_eq!(names(&answer), ["access_token", "refresh_token", "token_type"]);
    assert_eq!(answer.json::<Value>()["token_type"], "Bearer");
    let tokens = logged_in(&answer, secret);
    let cookies = answer.cookies();
    assert_eq!(
        cookies,
        [
            format!(
                "access_token={}; HttpOnly; SameSite=Strict; Path=/api/v1; Max-Age=3600",
                tokens.access
            ),
            format!(
                "refresh_token={}; HttpOnly; SameSite=Strict; Path=/api/v1; Max-Age=5184000",
                tokens.refresh
            ),
        ]
    );

    let info = client.user_info(&tokens.access).await;
    let expected = json!({
        "created_at": TIME, "updated_at": null, "username": "ada", "email": "ada@school.example", "is_active": true,
        "uuid": uuid,
    });
    assert_eq!((info.status.as_u16(), info.json::<Value>()), (200, expected));
    assert_eq!(info.header(header::CACHE_CONTROL), "no-store");

    let again = client
        .calls(&tokens.refresh, Method::POST, "/auth-jwt/refresh", None)
        .await;
    assert_eq!(
        (again.status.as_u16(), names(&again)),
        (
            200,
            vec!["access_token".into(), "refresh_token".into(), "token_type".into()]
        )
    );
    let access = again.json::<Value>()["access_token"].as_str().unwrap().to_owned();
    assert_ne!(access, tokens.access);
    let cookie = again.cookies()[0];
    assert!(
        cookie.starts_with(&format!("access_token={access}; ")) && cookie.contains("; Path=/api/v1; "),
        "{cookie}"
    );
    assert_eq!(client.user_info(&access).await.status, 200);

    let out = client
        .calls(&tokens.access, Method::POST, "/auth-jwt/logout", None)
        .await;
    assert_eq!((out.status.as_u16(), out.body.as_str()), (204, ""));
    assert!(
        out.cookies()
            .iter()
            .all(|cookie| cookie.contains("=; ") && cookie.contains("Max-Age=0"))
    );
    assert_eq!(out.cookies().len(), 2);
    for dead in [&tokens.access, &access] {
        assert_eq!(refused(&client.user_info(dead).await), (401, "sign_in_first".into()));
    }
    let dead = client
        .calls(&tokens.refresh, Method::POST, "/auth-jwt/refresh", None)
        .await;
    assert_eq!(refused(&dead), (401, "sign_in_first".into()));
    assert_eq!(dead.header(header::WWW_AUTHENTICATE), "Bearer");
}

async fn a_code_is_accepted_once_by_the_api_and_the_pages_together(app: TestApp) {
    let client = app.api_client();
    let ada = client.becomes_a_member("ada").await;
    let spent = ada.secret.code_at(app.now());
    assert_eq!(
        refused(&client.logs_in("ada", PASSWORD, &spent).await),
        (401, "code_used".into())
    );
    let browser = app.browser();
    browser.gives_password("ada", PASSWORD).await;
    assert!(!browser.gives_code(&spent).await.is_done());
    app.waits(30);
    let next = ada.secret.code_at(app.now());
    assert!(browser.gives_code(&next).await.is_done());
    let replayed = client.logs_in("ada", PASSWORD, &next).await;
    assert_eq!(refused(&replayed), (401, "code_used".into()));
    assert!(replayed.headers.contains_key(header::RETRY_AFTER));
    assert_eq!(client.requests_qr_code("ada", PASSWORD, Some(&next)).await.status, 401);
}

async fn fifty_logins_with_one_code_have_one_success(app: TestApp) {
    let client = app.api_client();
    let ada = client.becomes_a_member("ada").await;
    app.waits(30);
    let code = ada.secret.code_at(app.now());
    let tries = (0..50).map(|_| {
        let (client, code) = (client.clone(), code.clone());
        tokio::spawn(async move { client.logs_in("ada", PASSWORD, &code).await.status.as_u16() })
    });
    let tries: Vec<_> = tries.collect();
    let mut statuses = Vec::new();
    for attempt in tries {
        statuses.push(attempt.await.unwrap());
    }
    assert_eq!(
        statuses.iter().filter(|status| **status == 200).count(),
        1,
        "{statuses:?}"
    );
    assert!(
        statuses.iter().all(|status| [200, 401, 429].contains(status)),
        "{statuses:?}"
    );
}

async fn an_unknown_name_and_a_wrong_password_look_the_same_and_do_the_same_work(app: TestApp) {
    let client = app.api_client();
    client.becomes_a_member("ada").await;
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    for (known, unknown) in [("ada", "eve"), (seat.login.as_str(), "kestrel-0000")] {
        for path in ["/auth-jwt/login", "/auth-totp/qrcode"] {
            let mut seen = Vec::new();
            for name in [known, unknown] {
                let before = app.stepwise.work_done();
                let mut body = json!({"username": name, "password": "wrong-wrong-wrong"});
                if path.ends_with("login") {
                    body["security_code"] = "123456".into();
                }
                let answer = client.posts(path, body).await;
                let after = app.stepwise.work_done();
                assert_eq!(refused(&answer), (401, "sign_in_failed".into()));
                seen.push((
                    answer.body,
                    after.opened - before.opened,
                    after.verified - before.verified,
                ));
            }
            assert_eq!(seen[0], seen[1], "{path}");
        }
    }
}

async fn wrong_answers_to_the_api_and_the_pages_are_counted_together(app: TestApp) {
    let client = app.api_client();
    let ada = client.becomes_a_member("ada").await;
    app.waits(30);
    let browser = app.browser();
    browser.gives_password("ada", PASSWORD).await;
    for _ in 0..3 {
        browser.gives_code(&ada.secret.wrong_code(app.now())).await;
    }
    for _ in 0..3 {
        let wrong = client.logs_in("ada", PASSWORD, &ada.secret.wrong_code(app.now())).await;
        assert_eq!(wrong.status, 401);
    }
    let locked = client.logs_in("ada", PASSWORD, &ada.secret.code_at(app.now())).await;
    assert_eq!(refused(&locked), (429, "locked".into()));
    assert_eq!(locked.header(header::RETRY_AFTER), "60");
    assert_eq!(locked.json::<Value>()["retry_at"], "2026-11-20T09:01:40.000000Z");
    assert_eq!(
        client
            .requests_qr_code("ada", PASSWORD, Some(&ada.secret.code_at(app.now())))
            .await
            .status,
        429
    );
    for _ in 0..6 {
        client.logs_in("eve", "wrong-wrong", "123456").await;
    }
    assert_eq!(client.logs_in("eve", "wrong-wrong", "123456").await.status, 429);
}

async fn a_confirmed_address_can_be_used_as_the_name(app: TestApp) {
    let client = app.api_client();
    let ada = client.becomes_a_member("ada").await;
    app.waits(30);
    let code = ada.secret.code_at(app.now());
    let answer = client.logs_in("ada@school.example", PASSWORD, &code).await;
    assert_eq!(refused(&answer), (401, "sign_in_failed".into()));
    app.browser().confirms_email("ada").await;
    assert_eq!(client.logs_in("Ada@school.example", PASSWORD, &code).await.status, 200);
}

async fn a_student_passes_the_four_stages_with_an_api_client(app: TestApp) {
    let client = app.api_client();
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let (login, password) = (seat.login.as_str(), seat.password.as_str());
    let secret = client.gets_secret(login, password).await;
    assert_eq!(class.badges(seat).await, 2);
    let wrong = client.logs_in(login, password, &secret.wrong_code(app.now())).await;
    assert_eq!(refused(&wrong), (401, "code_wrong".into()));
    let answer = client.logs_in(login, password, &secret.code_at(app.now())).await;
    let tokens = logged_in(&answer, secret.clone());
    assert_eq!(class.badges(seat).await, 3);
    app.waits(30);
    // A request for another QR code contains a security code, but it is not a sign-in. So the client reaches no stage.
    assert_eq!(
        client
            .requests_qr_code(login, password, Some(&secret.code_at(app.now())))
            .await
            .status,
        201
    );
    assert_eq!(class.badges(seat).await, 3);
    app.waits(30);
    assert_eq!(
        client.logs_in(login, password, &secret.code_at(app.now())).await.status,
        200
    );
    assert_eq!(class.badges(seat).await, 4);
    let info = client.user_info(&tokens.access).await;
    assert_eq!(info.status, 200);
    assert_eq!(info.json::<Value>()["email"], Value::Null);
    assert_eq!(client.gets(&format!("/user/{login}")).await.status, 404);
    let classes = client.calls(&tokens.access, Method::GET, "/classes", None).await;
    assert_eq!(refused(&classes), (404, "not_found".into()));
    class.seat_action(seat, "new_password").await;
    assert_eq!(client.user_info(&tokens.access).await.status, 401);
}
