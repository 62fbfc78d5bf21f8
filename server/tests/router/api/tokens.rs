//! Tests that the API accepts only tokens that this server has signed.

use crate::{common::api_client::*, common::member::*, common::*, on_every_database};
use axum::http::{Method, header};
use backend::crypto::TokenKeys;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};

on_every_database!(
    a_token_that_this_server_did_not_sign_is_refused,
    tokens_have_the_documented_claims_and_key,
    tokens_end_with_what_ends_sessions_and_sessions_stay_when_tokens_end,
    tokens_expire_at_the_end_of_their_lifetime,
    a_replaced_signing_key_is_trusted_no_longer,
    no_token_is_stored_in_the_database,
);

fn part(token: &str, n: usize) -> Value {
    let part = token.split('.').nth(n).unwrap();
    serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

fn signed_by(key: &str, kid: Option<&str>, claims: &Value) -> String {
    let mut header = Header::new(Algorithm::RS256);
    header.kid = kid.map(str::to_owned);
    encode(&header, claims, &EncodingKey::from_rsa_pem(key.as_bytes()).unwrap()).unwrap()
}

async fn a_token_that_this_server_did_not_sign_is_refused(app: TestApp) {
    let client = app.api_client();
    let ada = client.becomes_a_member("ada").await;
    let (head, claims) = (part(&ada.access, 0), part(&ada.access, 1));
    let kid = head["kid"].as_str();
    let changed = |name: &str, value: Value| {
        let mut claims = claims.clone();
        claims[name] = value;
        claims
    };
    // The helper makes valid tokens: the server accepts one that is signed with the server's own key.
    assert_eq!(
        client.user_info(&signed_by(signing_key(), kid, &claims)).await.status,
        200
    );
    let key: Value = client.gets("/.well-known/jwks.json").await.json();
    let n = BASE64_URL_SAFE_NO_PAD
        .decode(key["keys"][0]["n"].as_str().unwrap())
        .unwrap();
    let hmac = |secret: &[u8]| {
        let mut header = Header::new(Algorithm::HS256);
        header.kid = kid.map(str::to_owned);
        encode(&header, &claims, &EncodingKey::from_secret(secret)).unwrap()
    };
    let coded = |value: &Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
    let none = |name: &str, signature: &str| {
        let head = json!({"alg": name, "typ": "JWT", "kid": kid});
        format!("{}.{}.{signature}", coded(&head), coded(&claims))
    };
    let body_swapped = {
        let parts: Vec<&str> = ada.access.split('.').collect();
        format!(
            "{}.{}.{}",
            parts[0],
            coded(&changed("sub", "somebody".into())),
            parts[2]
        )
    };
    let other_key = TokenKeys::generate().unwrap();
    let now = app.now().seconds();
    let mut tokens = vec![
        none("none", ""),
        none("None", ""),
        none("RS256", ""),
        none("none", ada.access.split('.').nth(2).unwrap()),
        hmac(&n),
        hmac(key["keys"][0].to_string().as_bytes()),
        body_swapped,
        signed_by(&other_key, kid, &claims),
        signed_by(&other_key, Some("other"), &claims),
        signed_by(signing_key(), Some("other"), &claims),
        signed_by(signing_key(), None, &claims),
        ada.refresh.clone(),
        ada.access[..ada.access.len() - 2].to_owned(),
        String::new(),
        "a.b.c".to_owned(),
        "x".repeat(100_000),
    ];
    for (name, value) in [
        ("aud", "other".into()),
        ("iss", "other".into()),
        ("exp", now.into()),
        ("exp", "tomorrow".into()),
        ("typ", "refresh".into()),
        ("typ", "other".into()),
        ("sub", "00000000-0000-7000-8000-000000000000".into()),
        ("sub", "' OR 1=1".into()),
        ("epochs", json!([9, 0])),
        ("epochs", json!([1, 9])),
        ("aud", Value::Null),
    ] {
        tokens.push(signed_by(signing_key(), kid, &changed(name, value)));
    }
    for token in tokens {
        let answer = client.user_info(&token).await;
        assert_eq!(refused(&answer), (401, "sign_in_first".into()), "{token:.200}");
        let classes = client.calls(&token, Method::GET, "/classes", None).await;
        assert_eq!(classes.status, 401, "{token:.200}");
    }
    let reverse = client.calls(&ada.access, Method::POST, "/auth-jwt/refresh", None).await;
    assert_eq!(refused(&reverse), (401, "sign_in_first".into()));
    for header_value in ["", "Bearer", "Basic YWRhOmFkYQ==", &ada.access] {
        let request = request(Method::GET, "/auth-jwt/user-info")
            .header(header::AUTHORIZATION, header_value)
            // A valid token in a cookie does not help if the header is invalid.
            .header(header::COOKIE, format!("access_token={}", ada.access));
        assert_eq!(client.sends(request, "").await.status, 401, "{header_value:.20}");
    }
}

async fn tokens_have_the_documented_claims_and_key(app: TestApp) {
    let client = app.api_client();
    let ada = client.becomes_a_member("ada").await;
    let info: Value = client.user_info(&ada.access).await.json();
    let (access, refresh) = (part(&ada.access, 1), part(&ada.refresh, 1));
    let now = app.now().seconds();
    for (claims, kind, life) in [(&access, "access", 3600), (&refresh, "refresh", 60 * 24 * 3600)] {
        assert_eq!(claims["sub"], info["uuid"]);
        assert_eq!(
            (&claims["iss"], &claims["aud"]),
            (&json!("stepwise"), &json!("stepwise-api"))
        );
        assert_eq!((&claims["iat"], &claims["exp"]), (&json!(now), &json!(now + life)));
        assert_eq!(claims["typ"], kind);
    }
    assert_ne!(access["jti"], refresh["jti"]);
    let head = part(&ada.access, 0);
    let keys = client.gets("/.well-known/jwks.json").await;
    assert_eq!(keys.header(header::CACHE_CONTROL), "public, max-age=300");
    let key = keys.json::<Value>()["keys"][0].clone();
    assert_eq!(
        (&head["alg"], &head["typ"], &head["kid"]),
        (&json!("RS256"), &json!("JWT"), &key["kid"])
    );
    assert_eq!(
        (&key["kty"], &key["alg"], &key["use"], &key["e"]),
        (&json!("RSA"), &json!("RS256"), &json!("sig"), &json!("AQAB"))
    );
    let public = ["alg", "e", "kid", "kty", "n", "use"];
    assert_eq!(key.as_object().unwrap().keys().collect::<Vec<_>>(), public);
}

async fn tokens_end_with_what_ends_sessions_and_sessions_stay_when_tokens_end(app: TestApp) {
    let client = app.api_client();
    let ada = client.becomes_a_member("ada").await;
    let browser = app.browser();
    assert!(browser.signs_in_as("ada", PASSWORD, &ada.secret).await.is_done());
    assert!(browser.is_signed_in_as_member().await);
    assert_eq!(client.user_info(&ada.access).await.status, 200);
    let out = client.calls(&ada.refresh, Method::POST, "/auth-jwt/logout", None).await;
    assert_eq!(out.status, 204);
    assert_eq!(client.user_info(&ada.access).await.status, 401);
    assert!(browser.is_signed_in_as_member().await);
    // A second logout with the same token does not end a login that began after the first logout.
    let new = client.logs_in_again("ada", &ada.secret).await;
    assert_eq!(
        client
            .calls(&ada.refresh, Method::POST, "/auth-jwt/logout", None)
            .await
            .status,
        401
    );
    assert_eq!(client.user_info(&new.access).await.status, 200);
    app.waits(30);
    let fields = [
        ("new_password", "another horse battery"),
        ("new_password_again", "another horse battery"),
    ];
    let changed = browser
        .changes("/account/password", &ada.secret.code_at(app.now()), &fields)
        .await;
    assert!(changed.is_done(), "{}", changed.body);
    assert_eq!(client.user_info(&new.access).await.status, 401);
    assert_eq!(
        client
            .calls(&new.refresh, Method::POST, "/auth-jwt/refresh", None)
            .await
            .status,
        401
    );
}

async fn tokens_expire_at_the_end_of_their_lifetime(app: TestApp) {
    let client = app.api_client();
    let ada = client.becomes_a_member("ada").await;
    app.waits(3599);
    assert_eq!(client.user_info(&ada.access).await.status, 200);
    app.waits(1);
    assert_eq!(client.user_info(&ada.access).await.status, 401);
    app.waits(60 * 24 * 3600 - 3601);
    let last = client
        .calls(&ada.refresh, Method::POST, "/auth-jwt/refresh", None)
        .await;
    assert_eq!(last.status, 200);
    app.waits(1);
    assert_eq!(
        client
            .calls(&ada.refresh, Method::POST, "/auth-jwt/refresh", None)
            .await
            .status,
        401
    );
}

/// The signing key has leaked: the server starts with another key, and the public half of the old key is not listed.
async fn a_replaced_signing_key_is_trusted_no_longer(app: TestApp) {
    let before = app.api_client();
    let ada = before.becomes_a_member("ada").await;
    assert_eq!(before.user_info(&ada.access).await.status, 200);
    let restarted = app.restarted();
    let new_key = TokenKeys::generate().unwrap();
    restarted
        .stepwise
        .use_token_keys(TokenKeys::parse(&new_key, "").unwrap());
    let after = ApiClient {
        app: restarted,
        address: before.address,
    };
    let published: Value = after.gets("/.well-known/jwks.json").await.json();
    let published = published["keys"].as_array().unwrap();
    let old = part(&ada.access, 0);
    assert_eq!(published.len(), 1);
    assert_ne!(published[0]["kid"], old["kid"]);
    // An attacker signs a token of their own with the old key.
    let mut claims = part(&ada.access, 1);
    claims["jti"] = "forged".into();
    let forged = signed_by(signing_key(), old["kid"].as_str(), &claims);
    for token in [&ada.access, &forged] {
        assert_eq!(
            refused(&after.user_info(token).await),
            (401, "sign_in_first".into()),
            "{token:.200}"
        );
    }
    let refreshed = after.calls(&ada.refresh, Method::POST, "/auth-jwt/refresh", None).await;
    assert_eq!(refreshed.status, 401);
    let new = after.logs_in_again("ada", &ada.secret).await;
    assert_eq!(after.user_info(&new.access).await.status, 200);
    assert_eq!(part(&new.access, 0)["kid"], published[0]["kid"]);
}

async fn no_token_is_stored_in_the_database(app: TestApp) {
    let client = app.api_client();
    let ada = client.becomes_a_member("ada").await;
    let key = "an-idempotency-key-of-ada";
    let request = request(Method::POST, "/classes")
        .header(header::AUTHORIZATION, format!("Bearer {}", ada.access))
        .header(header::CONTENT_TYPE, "application/json")
        .header("idempotency-key", key);
    let opened = client.sends(request, json!({"seats": 1}).to_string()).await;
    let opened: Value = opened.json();
    let dump = app.dump().await;
    let password = opened["seats"][0]["password"].as_str().unwrap();
    let jti = part(&ada.refresh, 1)["jti"].as_str().unwrap().to_owned();
    for secret in [
        &ada.access,
        &ada.refresh,
        &ada.secret.base32,
        PASSWORD,
        password,
        key,
        &jti,
    ] {
        assert!(!database_dump::contains_secret(&dump, secret), "{secret}");
    }
    assert!(!database_dump::contains_secret(
        &dump,
        &database_dump::hex(&ada.secret.bytes())
    ));
}
