//! Tests of the API with malformed requests: fields, JSON, content types, sizes, unknown paths.

use crate::{common::api_client::*, common::member::PASSWORD, common::*, on_every_database};
use axum::{
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{Method, Request, header},
};
use domain::locale::Locale;
use serde_json::{Value, json};
use std::net::SocketAddr;
use texts::Texts;
use tower::ServiceExt;

on_every_database!(
    fields_that_are_missing_unknown_or_mistyped_are_named,
    invalid_json_is_reported_as_such,
    a_wrong_content_type_is_reported_as_such,
    a_body_of_two_megabytes_is_refused,
    an_unknown_path_is_answered_with_a_problem,
    a_value_of_a_wrong_type_is_not_repeated_in_the_response,
    refusals_fit_the_request,
);

async fn fields_that_are_missing_unknown_or_mistyped_are_named(app: TestApp) {
    let client = app.api_client();
    let whole = json!({
        "username": "ada", "email": "ada@school.example", "password1": PASSWORD, "password2": PASSWORD,
    });
    let before = app.dump().await;
    for (field, value, code) in [
        ("username", None, "missing"),
        ("password2", None, "missing"),
        ("is_admin", Some(json!(true)), "unknown"),
        ("username", Some(json!(7)), "mistyped"),
        ("email", Some(Value::Null), "mistyped"),
        ("password1", Some(json!(["a"])), "mistyped"),
    ] {
        let mut body = whole.clone();
        match value {
            Some(value) => body[field] = value,
            None => drop(body.as_object_mut().unwrap().remove(field)),
        }
        let answer = client.posts("/user", body).await;
        assert_eq!(refused(&answer), (422, "faults".into()), "{field}");
        assert_eq!(
            answer.json::<Value>()["errors"],
            json!([{"field": field, "code": code}])
        );
    }
    let list = json!(["ada", "ada@school.example", PASSWORD, PASSWORD]);
    for body in [json!([]), list, json!("ada"), json!(null), json!(1)] {
        assert_eq!(client.posts("/user", body).await.status, 422);
    }
    let code = client.logs_in("ada", PASSWORD, "12345").await;
    assert_eq!(refused(&code), (422, "not_a_code".into()));
    assert_eq!(
        code.json::<Value>()["errors"],
        json!([{"field": "security_code", "code": "not_a_code"}])
    );
    assert_eq!(app.dump().await, before);
}

async fn invalid_json_is_reported_as_such(app: TestApp) {
    let client = app.api_client();
    for path in ["/user", "/auth-totp/qrcode", "/auth-jwt/login"] {
        for body in [
            "",
            "{",
            "username=ada&password=x",
            "{\"username\": \"ada\",}",
            "{} {}",
            "\u{feff}{}",
        ] {
            let request = request(Method::POST, path).header(header::CONTENT_TYPE, "application/json");
            let answer = client.sends(request, body).await;
            let (status, code) = refused(&answer);
            // In `{} {}` the first object lacks all fields. The server reports missing fields before it looks at the
            // text after the object.
            assert!(
                (status, code.as_str()) == (400, "not_json") || body == "{} {}" && status == 422,
                "{path} {body}"
            );
        }
        let broken = request(Method::POST, path)
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::HOST, "stepwise.test");
        let mut broken: Request<Body> = broken.body(Body::from(&b"{\"username\": \"\xff\xfe\"}"[..])).unwrap();
        broken
            .extensions_mut()
            .insert(ConnectInfo(SocketAddr::from(([10, 0, 0, 8], 5000))));
        let response = client.app.router.clone().oneshot(broken).await.unwrap();
        assert_eq!(response.status(), 400, "{path}");
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        assert_eq!(serde_json::from_slice::<Value>(&body).unwrap()["code"], "not_json");
    }
}

async fn a_wrong_content_type_is_reported_as_such(app: TestApp) {
    let client = app.api_client();
    let body = json!({"username": "ada", "password": PASSWORD}).to_string();
    for kind in [
        None,
        Some("text/plain"),
        Some("application/x-www-form-urlencoded"),
        Some("multipart/form-data"),
    ] {
        let mut request = request(Method::POST, "/auth-totp/qrcode");
        if let Some(kind) = kind {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        let answer = client.sends(request, body.clone()).await;
        assert_eq!(refused(&answer), (415, "unsupported_media_type".into()), "{kind:?}");
    }
    let request =
        request(Method::POST, "/auth-totp/qrcode").header(header::CONTENT_TYPE, "Application/JSON; charset=utf-8");
    assert_eq!(client.sends(request, body).await.status, 401);
}

async fn a_body_of_two_megabytes_is_refused(app: TestApp) {
    let client = app.api_client();
    let body = json!({"username": "a".repeat(2_000_000), "password": PASSWORD});
    let answer = client.posts("/auth-totp/qrcode", body).await;
    assert_eq!(refused(&answer), (413, "too_large".into()));
}

async fn an_unknown_path_is_answered_with_a_problem(app: TestApp) {
    let client = app.api_client();
    for path in [
        "/api",
        "/api/",
        "/api/v1",
        "/api/v1/nowhere",
        "/api/v2/user",
        "/api/v1/user/",
        "/api/v1/classes/",
    ] {
        for accept in ["application/json", "text/html"] {
            let request = request(Method::GET, path).header(header::ACCEPT, accept);
            assert_eq!(
                refused(&client.sends(request, "").await),
                (404, "not_found".into()),
                "{path}"
            );
        }
    }
    for (method, path, allowed) in [
        (Method::GET, "/user", "POST"),
        (Method::PUT, "/classes", "GET,HEAD,POST"),
        (Method::POST, "/auth-jwt/user-info", "GET,HEAD"),
    ] {
        let answer = client.sends(request(method, path), "").await;
        assert_eq!(refused(&answer), (405, "method_not_allowed".into()), "{path}");
        assert_eq!(answer.header(header::ALLOW), allowed, "{path}");
    }
}

async fn a_value_of_a_wrong_type_is_not_repeated_in_the_response(app: TestApp) {
    let client = app.api_client();
    let ada = client.becomes_a_member("ada").await;
    let typed = "typed-into-the-wrong-field";
    for (path, body) in [
        ("/classes", json!({"seats": typed})),
        ("/classes", json!({"seats": 1, "locale": typed})),
        ("/classes", json!(typed)),
    ] {
        let answer = client.calls(&ada.access, Method::POST, path, Some(body)).await;
        assert_eq!(answer.status, 422);
        assert!(!answer.body.contains(typed), "{}", answer.body);
    }
    for path in [
        format!("/classes?limit={typed}"),
        format!("/classes?cursor={typed}"),
        "/classes?limit=0".into(),
    ] {
        let answer = client.calls(&ada.access, Method::GET, &path, None).await;
        assert_eq!(refused(&answer), (422, "faults".into()), "{path}");
        assert!(!answer.body.contains(typed));
    }
}

async fn refusals_fit_the_request(app: TestApp) {
    let client = app.api_client();
    let ada = client.becomes_a_member("ada").await;
    let detail = |answer: &Answer| answer.json::<Value>()["detail"].as_str().unwrap().to_owned();
    let en = Texts::of(Locale::En);
    // A body over the size limit is refused. Routes that accept no body do not read a body.
    let large = json!({"username": "a".repeat(2_000_000), "password": PASSWORD});
    for path in ["/auth-totp/qrcode", "/user"] {
        let answer = client.posts(path, large.clone()).await;
        assert_eq!(refused(&answer), (413, "too_large".into()), "{path}");
        assert_eq!(detail(&answer), en.program_too_large(16));
    }
    let refresh = client.posts("/auth-jwt/refresh", large).await;
    assert_eq!(refused(&refresh), (401, "sign_in_first".into()));
    // Names that are not valid UTF-8 text belong to no user.
    for path in ["/user/%ff", "/user/%00", "/user/%e2%82"] {
        let answer = client.gets(path).await;
        assert_eq!(refused(&answer), (404, "not_found".into()), "{path}");
    }
    for path in ["/classes/%ff", "/classes/%ff/progress", "/classes/x/results.csv"] {
        let answer = client.calls(&ada.access, Method::GET, path, None).await;
        assert_eq!(refused(&answer), (404, "not_found".into()), "{path}");
    }
    let answer = client
        .calls(&ada.access, Method::POST, "/classes/%ff/seats/%fe/reset", None)
        .await;
    assert_eq!(refused(&answer), (404, "not_found".into()));
    // The message that a class has ended is a text for API clients. Students see another text.
    let class = json!({"title": "7b", "seats": 1, "locale": "en", "hours": 1});
    let opened: Value = client
        .calls(&ada.access, Method::POST, "/classes", Some(class))
        .await
        .json();
    let (id, seat) = (opened["id"].as_str().unwrap(), &opened["seats"][0]);
    let end = format!("/classes/{id}/end");
    assert_eq!(client.calls(&ada.access, Method::POST, &end, None).await.status, 204);
    let more = format!("/classes/{id}/seats");
    let late = client
        .calls(&ada.access, Method::POST, &more, Some(json!({"seats": 1})))
        .await;
    assert_eq!(refused(&late), (409, "class_ended".into()));
    assert_eq!(detail(&late), en.program_class_ended());
    let (login, password) = (seat["login"].as_str().unwrap(), seat["password"].as_str().unwrap());
    let late = client.requests_qr_code(login, password, None).await;
    assert_eq!(refused(&late), (409, "class_ended".into()));
    assert_eq!(detail(&late), en.program_class_ended());
}
