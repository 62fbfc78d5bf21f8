//! The API client of the tour: every operation of the JSON API.

use crate::common::{api_client::*, api_teacher::*, member::PASSWORD, message_codes::PAUSE, *};
use axum::http::Method;
use serde_json::{Value, json};

pub async fn an_api_client_manages_a_class(app: &TestApp) {
    let teacher = tokens_are_renewed_and_end(ApiTeacher::new(app, "grace").await).await;
    assert_eq!(teacher.client.gets("/.well-known/jwks.json").await.status, 200);
    assert_eq!(teacher.gets("/user/grace").await.status, 200);
    a_code_is_mailed(app, &teacher.client).await;

    let key = teacher
        .opens_with_key("first", json!({"title": "7b", "seats": 2}))
        .await;
    let again = teacher
        .opens_with_key("first", json!({"title": "7b", "seats": 2}))
        .await;
    assert_eq!((key.status.as_u16(), &key.body), (201, &again.body));
    let class: Value = key.json();
    let path = format!("/classes/{}", class_id(&class));
    let student = class_seat(&class, 0);
    let secret = teacher.client.gets_secret(&student.login, &student.password).await;
    let login = teacher
        .client
        .logs_in(&student.login, &student.password, &secret.code_at(app.now()))
        .await;
    assert_eq!(login.status, 200, "{}", login.body);

    for path in [
        "/classes".to_owned(),
        "/classes?limit=1".to_owned(),
        path.clone(),
        format!("{path}/progress"),
        format!("{path}/progress?since=1"),
    ] {
        let answer = teacher.gets(&path).await;
        assert_eq!(answer.status, 200, "{path} {}", answer.body);
    }
    let more = teacher
        .calls(Method::POST, &format!("{path}/seats"), Some(json!({"seats": 3})))
        .await;
    assert_eq!(more.status, 201, "{}", more.body);
    let seat = format!("{path}/seats/1");
    let changes = [
        (&path, json!({"locale": "en"})),
        (&format!("{path}/exercises"), json!({"exercises": {"files": "open"}})),
    ];
    for (path, body) in changes {
        assert_eq!(
            teacher.calls(Method::PATCH, path, Some(body)).await.status,
            200,
            "{path}"
        );
    }
    let label = teacher.calls(Method::PATCH, &seat, Some(json!({"label": "Ada"}))).await;
    assert_eq!(label.json::<Value>()["label"], "Ada");
    for act in ["helped", "reset", "unlock", "new-password", "free"] {
        let done = teacher.posts(&format!("{seat}/{act}")).await;
        assert_eq!(done.status, 200, "{act} {}", done.body);
    }
    a_seat_is_taken_back(app, &teacher, &path).await;
    let results = teacher.gets(&format!("{path}/results.csv")).await;
    assert!(
        results.status == 200 && results.body.lines().count() > 5,
        "{}",
        results.body
    );
    assert_eq!(teacher.calls(Method::DELETE, &seat, None).await.status, 204);
    assert_eq!(teacher.posts(&format!("{path}/end")).await.status, 204);
    assert_eq!(teacher.calls(Method::DELETE, &path, None).await.status, 204);
    assert_eq!(teacher.gets(&path).await.status, 404);
}

/// Logs out, once from this login and once from all, and logs in again.
async fn tokens_are_renewed_and_end(teacher: ApiTeacher) -> ApiTeacher {
    let client = &teacher.client;
    for everywhere in ["", "?everywhere=true"] {
        let tokens = client.logs_in_again("grace", &teacher.secret).await;
        let renewed = client
            .calls(&tokens.refresh, Method::POST, "/auth-jwt/refresh", None)
            .await;
        let renewed = logged_in(&renewed, tokens.secret);
        assert_eq!(client.user_info(&renewed.access).await.status, 200);
        let path = format!("/auth-jwt/logout{everywhere}");
        assert_eq!(
            client.calls(&renewed.access, Method::POST, &path, None).await.status,
            204
        );
        assert_eq!(client.user_info(&renewed.access).await.status, 401);
    }
    let token = client.logs_in_again("grace", &teacher.secret).await.access;
    ApiTeacher { token, ..teacher }
}

/// A member whose only second factor is codes by mail logs in.
async fn a_code_is_mailed(app: &TestApp, client: &ApiClient) {
    let browser = app.browser();
    browser.registers("heidi").await;
    browser.confirms_email("heidi").await;
    assert!(browser.proves_message("email").await.is_done());
    browser.saves_recovery_codes().await;
    app.waits(PAUSE);
    app.mails().await;
    let sent = client
        .posts(
            "/auth-jwt/send-code",
            json!({"username": "heidi", "password": PASSWORD}),
        )
        .await;
    assert_eq!(sent.status, 201, "{}", sent.body);
    let body = json!({
        "username": "heidi",
        "password": PASSWORD,
        "security_code": app.code_by_mail().await,
        "attempt": sent.json::<Value>()["attempt"],
    });
    let login = client.posts("/auth-jwt/login", body).await;
    assert_eq!(login.status, 200, "{}", login.body);
}

/// The owner of the class allows students to take seats; that is possible on the pages only.
async fn a_seat_is_taken_back(app: &TestApp, teacher: &ApiTeacher, path: &str) {
    let class: Value = teacher.gets(path).await.json();
    let pages = app.browser();
    assert!(pages.signs_in_as("grace", PASSWORD, &teacher.secret).await.is_done());
    pages
        .does("/classes/self-join", &[("id", class_id(&class)), ("on", "true")])
        .await;
    let shown = app
        .browser()
        .takes_a_seat(class["join_code"].as_str().unwrap())
        .await
        .seat()
        .unwrap();
    let all: Value = teacher.gets(&format!("{path}/progress")).await.json();
    let seats = all["seats"].as_array().unwrap();
    let seat = seats.iter().find(|seat| seat["login"] == shown.login.as_str()).unwrap();
    let back = teacher
        .posts(&format!("{path}/seats/{}/take-back", seat["number"]))
        .await;
    assert_eq!(back.json::<Value>()["login"], shown.login);
}
