//! Tests of token families: each refresh token works once. If one is used twice, all tokens that come from the same
//! login end.

use crate::{
    always_on_every_database,
    common::{api_client::*, member::*, *},
    on_every_database,
};
use axum::http::Method;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::audit::AuditKind;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::Value;

on_every_database!(
    a_refresh_token_works_once_and_gives_the_next,
    a_used_refresh_token_ends_its_family_and_no_other,
    a_logout_ends_one_family_and_on_request_all,
    no_family_stays_of_a_deleted_account,
    tokens_of_the_release_before_are_refused,
);

always_on_every_database!(
    fifty_refreshes_with_one_token_have_one_success,
    the_oldest_of_fifty_one_families_ends,
    a_family_ends_sixty_days_after_its_login_and_is_swept_away,
);

async fn refreshes(client: &ApiClient, token: &str) -> Answer {
    client.calls(token, Method::POST, "/auth-jwt/refresh", None).await
}

async fn logs_out(client: &ApiClient, token: &str, path: &str) -> u16 {
    let out = client.calls(token, Method::POST, path, None).await;
    out.status.as_u16()
}

fn claims(token: &str) -> Value {
    let part = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

async fn a_refresh_token_works_once_and_gives_the_next(app: TestApp) {
    let client = app.api_client();
    let first = client.becomes_a_member("ada").await;
    let mut tokens = first.clone();
    for _ in 0..3 {
        app.waits(60);
        let answer = refreshes(&client, &tokens.refresh).await;
        assert_eq!(names(&answer), ["access_token", "refresh_token", "token_type"]);
        let cookies = answer.cookies();
        assert_eq!(cookies.len(), 2);
        let next = logged_in(&answer, first.secret.clone());
        assert!(cookies[1].starts_with(&format!("refresh_token={};", next.refresh)));
        let (before, after) = (claims(&tokens.refresh), claims(&next.refresh));
        assert_ne!(before["jti"], after["jti"]);
        assert_eq!((&before["family"], &before["exp"]), (&after["family"], &after["exp"]));
        assert_eq!(claims(&next.access)["family"], after["family"]);
        tokens = next;
        assert_eq!(client.user_info(&tokens.access).await.status, 200);
    }
    assert_eq!(client.user_info(&first.access).await.status, 200, "as long as it lives");
    assert_eq!(app.count("token_family").await, 1);
}

async fn a_used_refresh_token_ends_its_family_and_no_other(app: TestApp) {
    let client = app.api_client();
    let ada = client.becomes_a_member("ada").await;
    let other = client.logs_in_again("ada", &ada.secret).await;
    let next = logged_in(&refreshes(&client, &ada.refresh).await, ada.secret.clone());
    let again = refreshes(&client, &ada.refresh).await;
    assert_eq!(refused(&again), (401, "sign_in_first".into()));
    for dead in [&ada.access, &next.access] {
        assert_eq!(client.user_info(dead).await.status, 401);
    }
    assert_eq!(refreshes(&client, &next.refresh).await.status, 401);
    assert_eq!(client.user_info(&other.access).await.status, 200);
    assert_eq!(refreshes(&client, &other.refresh).await.status, 200);
    // The history of the account contains one entry about the reuse of a refresh token.
    let browser = app.browser();
    assert!(browser.signs_in_as("ada", PASSWORD, &ada.secret).await.is_done());
    let events = account(&browser).await.events;
    let written = events
        .iter()
        .filter(|event| event.kind == AuditKind::RefreshTokenReused);
    assert_eq!(written.count(), 1);
}

async fn fifty_refreshes_with_one_token_have_one_success(app: TestApp) {
    let client = app.api_client();
    let ada = client.becomes_a_member("ada").await;
    let together = (0..50).map(|_| {
        let (client, token) = (client.clone(), ada.refresh.clone());
        tokio::spawn(async move { refreshes(&client, &token).await })
    });
    let mut won = Vec::new();
    for answer in together.collect::<Vec<_>>() {
        let answer = answer.await.unwrap();
        match answer.status.as_u16() {
            200 => won.push(logged_in(&answer, ada.secret.clone())),
            _ => assert_eq!(refused(&answer), (401, "sign_in_first".into())),
        }
    }
    assert_eq!(won.len(), 1);
    // The other requests used the same token again, so the server has ended the family.
    assert_eq!(client.user_info(&won[0].access).await.status, 401);
    assert_eq!(refreshes(&client, &won[0].refresh).await.status, 401);
    assert_eq!(app.count("token_family").await, 0);
}

async fn a_logout_ends_one_family_and_on_request_all(app: TestApp) {
    let client = app.api_client();
    let ada = client.becomes_a_member("ada").await;
    let second = client.logs_in_again("ada", &ada.secret).await;
    let third = client.logs_in_again("ada", &ada.secret).await;
    // The client can log out with the access token or the refresh token. A second logout is refused, because the first
    // logout has ended the token family.
    assert_eq!(logs_out(&client, &ada.access, "/auth-jwt/logout").await, 204);
    assert_eq!(logs_out(&client, &ada.refresh, "/auth-jwt/logout").await, 401);
    assert_eq!(client.user_info(&ada.access).await.status, 401);
    assert_eq!(refreshes(&client, &ada.refresh).await.status, 401);
    for other in [&second, &third] {
        assert_eq!(client.user_info(&other.access).await.status, 200);
    }
    let unreadable = "/auth-jwt/logout?everywhere=perhaps";
    assert_eq!(logs_out(&client, &second.access, unreadable).await, 422);
    let one = "/auth-jwt/logout?everywhere=false";
    assert_eq!(logs_out(&client, &second.refresh, one).await, 204);
    assert_eq!(client.user_info(&third.access).await.status, 200);
    let fourth = client.logs_in_again("ada", &ada.secret).await;
    let all = "/auth-jwt/logout?everywhere=true";
    assert_eq!(logs_out(&client, &third.access, all).await, 204);
    for dead in [&third, &fourth] {
        assert_eq!(client.user_info(&dead.access).await.status, 401);
        assert_eq!(refreshes(&client, &dead.refresh).await.status, 401);
    }
    assert_eq!(app.count("token_family").await, 0);
    let fifth = client.logs_in_again("ada", &ada.secret).await;
    assert_eq!(client.user_info(&fifth.access).await.status, 200);
}

async fn the_oldest_of_fifty_one_families_ends(app: TestApp) {
    let client = app.api_client();
    let ada = client.becomes_a_member("ada").await;
    let second = client.logs_in_again("ada", &ada.secret).await;
    for _ in 2..50 {
        client.logs_in_again("ada", &ada.secret).await;
    }
    assert_eq!(client.user_info(&ada.access).await.status, 200);
    client.logs_in_again("ada", &ada.secret).await;
    assert_eq!(client.user_info(&ada.access).await.status, 401);
    assert_eq!(refreshes(&client, &ada.refresh).await.status, 401);
    assert_eq!(client.user_info(&second.access).await.status, 200);
    assert_eq!(app.count("token_family").await, 50);
}

async fn a_family_ends_sixty_days_after_its_login_and_is_swept_away(app: TestApp) {
    let client = app.api_client();
    let ada = client.becomes_a_member("ada").await;
    let day = 24 * 3600;
    app.waits(60 * day - 60);
    let last = refreshes(&client, &ada.refresh).await;
    assert!(last.cookies().iter().all(|cookie| cookie.ends_with("; Max-Age=60")));
    let last = logged_in(&last, ada.secret.clone());
    assert_eq!(claims(&last.access)["exp"], claims(&ada.refresh)["exp"]);
    assert_eq!(client.user_info(&last.access).await.status, 200);
    app.stepwise.operations.sweep().await.unwrap();
    assert_eq!(app.count("token_family").await, 1);
    app.waits(60);
    assert_eq!(client.user_info(&last.access).await.status, 401);
    assert_eq!(refreshes(&client, &last.refresh).await.status, 401);
    app.stepwise.operations.sweep().await.unwrap();
    assert_eq!(app.count("token_family").await, 0);
}

async fn no_family_stays_of_a_deleted_account(app: TestApp) {
    let client = app.api_client();
    let ada = client.becomes_a_member("ada").await;
    let browser = app.browser();
    assert!(browser.signs_in_as("ada", PASSWORD, &ada.secret).await.is_done());
    app.waits(30);
    let code = ada.secret.code_at(app.now());
    assert!(browser.changes("/account/delete", &code, &[]).await.is_done());
    assert_eq!(app.count("token_family").await, 0);
}

async fn tokens_of_the_release_before_are_refused(app: TestApp) {
    let client = app.api_client();
    let ada = client.becomes_a_member("ada").await;
    let head = jsonwebtoken::decode_header(&ada.access).unwrap();
    for (token, path, method) in [
        (&ada.access, "/auth-jwt/user-info", Method::GET),
        (&ada.refresh, "/auth-jwt/refresh", Method::POST),
        (&ada.refresh, "/auth-jwt/logout", Method::POST),
    ] {
        for family in [None, Some("00000000-0000-7000-8000-000000000000"), Some("none")] {
            let mut said = claims(token);
            match family {
                Some(family) => said["family"] = family.into(),
                None => drop(said.as_object_mut().unwrap().remove("family")),
            }
            let mut header = Header::new(Algorithm::RS256);
            header.kid.clone_from(&head.kid);
            let key = EncodingKey::from_rsa_pem(signing_key().as_bytes()).unwrap();
            let old = encode(&header, &said, &key).unwrap();
            let answer = client.calls(&old, method.clone(), path, None).await;
            assert_eq!(refused(&answer), (401, "sign_in_first".into()), "{path} {family:?}");
        }
    }
    assert_eq!(client.user_info(&ada.access).await.status, 200);
}
