//! Tests that every API call that needs a token refuses requests without one, and that the API's cookies give no access
//! to pages.

use crate::{common::api_client::*, common::member::PASSWORD, common::*, on_every_database};
use axum::http::{Method, header};
use utoipa::openapi::path::Operation;

on_every_database!(
    every_call_is_refused_without_its_token,
    cookies_of_the_api_give_no_access_to_pages,
);

/// All calls in the OpenAPI description: method, path, and whether a token is required.
fn calls() -> Vec<(Method, String, bool)> {
    let api = server::api::openapi();
    let mut calls = Vec::new();
    for (path, item) in api.paths.paths {
        let mut add = |method: Method, call: Option<Operation>| {
            calls.extend(call.map(|call| (method, path.clone(), call.security.is_some())));
        };
        add(Method::GET, item.get);
        add(Method::POST, item.post);
        add(Method::PUT, item.put);
        add(Method::PATCH, item.patch);
        add(Method::DELETE, item.delete);
    }
    assert!(calls.len() >= 20, "{calls:?}");
    calls
}

/// Calls that accept requests without a token. If such a call needs authentication, it reads user name and password
/// from the body.
const OPEN: [&str; 6] = [
    "/api/v1/user",
    "/api/v1/user/{username}",
    "/api/v1/auth-totp/qrcode",
    "/api/v1/auth-jwt/login",
    "/api/v1/auth-jwt/send-code",
    "/.well-known/jwks.json",
];

async fn every_call_is_refused_without_its_token(app: TestApp) {
    let client = app.api_client();
    let ada = client.becomes_a_member("ada").await;
    // Three browsers: one signed in with both factors, one with the password only, one of a member without a factor.
    let (whole, half, new) = (app.browser(), app.browser(), app.browser());
    whole.signs_in_as("ada", PASSWORD, &ada.secret).await;
    assert!(whole.is_signed_in_as_member().await);
    half.gives_password("ada", PASSWORD).await;
    new.registers("ben").await;
    let class = whole.opens_own_class(1).await;
    let teacher = app.class_of(1).await;
    let before = app.dump().await;
    let mut tried = 0;
    for (method, path, wants_token) in calls() {
        assert_eq!(wants_token, !OPEN.contains(&path.as_str()), "{path}");
        if !wants_token {
            continue;
        }
        let path = path.replace("{id}", &class).replace("{number}", "1");
        let body = "{\"seats\": 1, \"label\": null}";
        for browser in [&whole, &half, &new, &teacher.teacher, &app.browser()] {
            let request = request(method.clone(), &path)
                .header(header::CONTENT_TYPE, "application/json")
                .header("sec-fetch-site", "same-origin");
            let answer = browser.copied().sends(request, body).await;
            assert_eq!(refused(&answer), (401, "sign_in_first".into()), "{method} {path}");
            assert!(answer.cookies().is_empty(), "{path}");
            tried += 1;
        }
        // A refresh token is not accepted as an access token.
        if !path.contains("/auth-jwt/re") && !path.contains("/auth-jwt/logout") {
            let answer = client.calls(&ada.refresh, method.clone(), &path, None).await;
            assert_eq!(answer.status, 401, "{path}");
        }
    }
    assert!(tried >= 75, "{tried}");
    assert_eq!(app.dump().await, before);
}

async fn cookies_of_the_api_give_no_access_to_pages(app: TestApp) {
    let client = app.api_client();
    let ada = client.becomes_a_member("ada").await;
    let opened = client
        .calls(
            &ada.access,
            Method::POST,
            "/classes",
            Some(serde_json::json!({"seats": 1})),
        )
        .await;
    let class = opened.json::<serde_json::Value>()["id"].as_str().unwrap().to_owned();
    let with_cookies = || {
        let browser = app.browser();
        for name in ["session", "access_token", "__Host-access_token"] {
            browser.sets_cookie(name, &ada.access);
        }
        browser.sets_cookie("refresh_token", &ada.refresh);
        browser
    };
    for page in routes::pages() {
        let path = routes::filled(&page, &class, "no-link");
        let (hers, theirs) = (with_cookies().gets(&path).await, app.browser().gets(&path).await);
        assert_eq!(
            (hers.status, hers.leads_to()),
            (theirs.status, theirs.leads_to()),
            "{path}"
        );
        assert!(!hers.body.contains("ada@school.example"), "{path}");
    }
    for (path, method) in routes::server_functions() {
        let fields = routes::fields(&class, "no-link", "no-form", "nobody-at-all");
        let mut statuses = Vec::new();
        for browser in [with_cookies(), app.browser()] {
            let answer = match method {
                Method::GET => browser.loads(&path, &fields).await,
                _ => browser.calls(&path, &fields).await,
            };
            statuses.push(answer.status);
        }
        assert_eq!(statuses[0], statuses[1], "{path}");
    }
}
