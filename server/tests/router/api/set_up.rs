//! Tests of the API call that returns the QR code: its formats, its refusals, and how long the secret is valid.

use crate::{common::api_client::*, common::member::PASSWORD, common::*, on_every_database};
use axum::http::{Method, header};
use serde_json::json;

on_every_database!(
    the_qr_code_has_three_formats_and_is_new_with_every_call,
    a_connected_factor_gives_no_secret_for_a_password_alone,
    a_new_factor_replaces_the_old_one_once_it_is_confirmed,
    a_pending_secret_is_valid_for_fifteen_minutes,
);

async fn the_qr_code_has_three_formats_and_is_new_with_every_call(app: TestApp) {
    let client = app.api_client();
    client.registers("ada").await;
    let body = json!({"username": "ada", "password": PASSWORD}).to_string();
    for (accept, kind, begins) in [
        ("*/*", "image/png", "\u{fffd}PNG"),
        ("image/png", "image/png", "\u{fffd}PNG"),
        ("image/svg+xml", "image/svg+xml", "<svg "),
        (
            "application/json",
            "application/json",
            "{\"otpauth_uri\":\"otpauth://totp/Stepwise:ada?secret=",
        ),
    ] {
        let request = request(Method::POST, "/auth-totp/qrcode")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT, accept);
        let answer = client.sends(request, body.clone()).await;
        assert_eq!(
            (answer.status.as_u16(), answer.header(header::CONTENT_TYPE)),
            (201, kind)
        );
        assert!(answer.body.starts_with(begins), "{accept}: {:.60}", answer.body);
    }
    let request = request(Method::POST, "/auth-totp/qrcode")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ACCEPT, "text/html");
    assert_eq!(
        refused(&client.sends(request, body).await),
        (406, "not_acceptable".into())
    );
    app.waits(1);
    let first = client.gets_secret("ada", PASSWORD).await;
    app.waits(1);
    let second = client.gets_secret("ada", PASSWORD).await;
    assert_ne!(first, second);
    // Only a code of the newest secret is accepted. For a code of the older secret there is a special refusal.
    let older = client.logs_in("ada", PASSWORD, &first.code_at(app.now())).await;
    assert_eq!(refused(&older), (401, "code_of_older_qr".into()));
    assert_eq!(
        client.logs_in("ada", PASSWORD, &second.code_at(app.now())).await.status,
        200
    );
}

async fn a_connected_factor_gives_no_secret_for_a_password_alone(app: TestApp) {
    let client = app.api_client();
    let ada = client.becomes_a_member("ada").await;
    let before = app.dump().await;
    let answer = client.requests_qr_code("ada", PASSWORD, None).await;
    assert_eq!(refused(&answer), (409, "already_connected".into()));
    assert!(!answer.body.contains(&ada.secret.base32) && !answer.body.contains("otpauth"));
    assert_eq!(app.dump().await, before);
    let wrong = client
        .requests_qr_code("ada", PASSWORD, Some(&ada.secret.wrong_code(app.now())))
        .await;
    assert_eq!(refused(&wrong), (401, "code_wrong".into()));
    // The call also refuses a QR code if the factor was connected on a page.
    app.member(&app.browser(), "ben").await;
    let answer = client.requests_qr_code("ben", PASSWORD, None).await;
    assert_eq!(refused(&answer), (409, "already_connected".into()));
}

async fn a_new_factor_replaces_the_old_one_once_it_is_confirmed(app: TestApp) {
    let client = app.api_client();
    let ada = client.becomes_a_member("ada").await;
    app.waits(30);
    let begun = client
        .requests_qr_code("ada", PASSWORD, Some(&ada.secret.code_at(app.now())))
        .await;
    assert_eq!(begun.status, 201, "{}", begun.body);
    let new = secret_of(&begun);
    // The code that requested the QR code cannot be used again. Tokens and the old factor stay valid until the server
    // accepts a code of the new factor.
    let spent = client.logs_in("ada", PASSWORD, &ada.secret.code_at(app.now())).await;
    assert_eq!(refused(&spent), (401, "code_used".into()));
    let meanwhile = client.logs_in_again("ada", &ada.secret).await;
    assert_eq!(client.user_info(&meanwhile.access).await.status, 200);
    let moved = client.logs_in("ada", PASSWORD, &new.code_at(app.now())).await;
    let moved = logged_in(&moved, new);
    assert_eq!(client.user_info(&moved.access).await.status, 200);
    // Changing the factor has ended the tokens that were issued before.
    assert_eq!(client.user_info(&meanwhile.access).await.status, 401);
    app.waits(30);
    let old = client.logs_in("ada", PASSWORD, &ada.secret.code_at(app.now())).await;
    assert_eq!(refused(&old), (401, "code_wrong".into()));
    assert_eq!(
        client
            .logs_in("ada", PASSWORD, &moved.secret.code_at(app.now()))
            .await
            .status,
        200
    );
}

async fn a_pending_secret_is_valid_for_fifteen_minutes(app: TestApp) {
    let client = app.api_client();
    client.registers("ada").await;
    let none = client.logs_in("ada", PASSWORD, "123456").await;
    assert_eq!(refused(&none), (409, "set_up_first".into()));
    let secret = client.gets_secret("ada", PASSWORD).await;
    app.waits(15 * 60);
    let late = client.logs_in("ada", PASSWORD, &secret.code_at(app.now())).await;
    assert_eq!(refused(&late), (409, "set_up_first".into()));
    app.stepwise.operations.sweep().await.unwrap();
    assert_eq!(app.count("factor").await, 0);
    let secret = client.gets_secret("ada", PASSWORD).await;
    app.waits(15 * 60 - 1);
    assert_eq!(
        client.logs_in("ada", PASSWORD, &secret.code_at(app.now())).await.status,
        200
    );
    // The pending secret of a page belongs to its session. The API does not accept its codes.
    let ben = app.browser();
    ben.registers("ben").await;
    let of_page = ben.opens_set_up().await;
    let taken = client.logs_in("ben", PASSWORD, &of_page.code_at(app.now())).await;
    assert_eq!(refused(&taken), (409, "set_up_first".into()));
    // A page does not accept codes of the API's pending secret.
    let of_client = client.gets_secret("ben", PASSWORD).await;
    assert!(!ben.gives_set_up_code(&of_client.code_at(app.now())).await.is_done());
    assert!(ben.gives_set_up_code(&of_page.code_at(app.now())).await.is_done());
    let gone = client
        .logs_in("ben", PASSWORD, &of_client.code_beside(app.now(), 1))
        .await;
    assert_eq!(refused(&gone), (401, "code_wrong".into()));
}
