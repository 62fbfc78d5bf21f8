//! Tests that the API accepts tokens in cookies from its own origin only.

use crate::{common::api_client::*, common::member::*, common::*, on_every_database};
use axum::http::{Method, header};

on_every_database!(
    tokens_in_cookies_are_accepted_from_the_own_origin_only,
    under_https_cookies_are_sent_over_https_only,
);

async fn tokens_in_cookies_are_accepted_from_the_own_origin_only(app: TestApp) {
    let client = app.api_client();
    let ada = client.becomes_a_member("ada").await;
    let both = format!("access_token={}; refresh_token={}", ada.access, ada.refresh);
    let with = |method: Method, path: &str, headers: &[(&str, &str)]| {
        let mut request = request(method, path).header(header::COOKIE, &both);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request
    };
    let info = client.sends(with(Method::GET, "/auth-jwt/user-info", &[]), "").await;
    assert_eq!(info.status, 200);
    const FOREIGN: [&[(&str, &str)]; 4] = [
        &[("origin", "http://evil.test")],
        &[("origin", "null")],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
    ];
    let calls = server::api::openapi();
    let mut tried = 0;
    for (path, item) in &calls.paths.paths {
        for (method, there) in [
            (Method::POST, item.post.is_some()),
            (Method::PATCH, item.patch.is_some()),
            (Method::DELETE, item.delete.is_some()),
        ] {
            for headers in FOREIGN.iter().filter(|_| there) {
                let path = path.replace("{id}", "0").replace("{number}", "1");
                let foreign = client.sends(with(method.clone(), &path, headers), "{}").await;
                assert_eq!(
                    refused(&foreign),
                    (403, "foreign_origin".into()),
                    "{method} {path} {headers:?}"
                );
                tried += 1;
            }
        }
    }
    assert!(tried > 50, "{tried}");
    // The server accepts a token in the header from any origin. Each refresh token works once, so each request
    // uses the newest token.
    let mut ada = ada;
    let bearer = format!("Bearer {}", ada.refresh);
    let headers = [("origin", "http://evil.test"), ("authorization", bearer.as_str())];
    let elsewhere = client
        .sends(with(Method::POST, "/auth-jwt/refresh", &headers), "")
        .await;
    ada = logged_in(&elsewhere, ada.secret);
    for ours in [
        &[][..],
        &[("origin", "http://stepwise.test")],
        &[("sec-fetch-site", "same-origin")],
    ] {
        let mut call = request(Method::POST, "/auth-jwt/refresh");
        call = call.header(header::COOKIE, format!("refresh_token={}", ada.refresh));
        for (name, value) in ours {
            call = call.header(*name, *value);
        }
        ada = logged_in(&client.sends(call, "").await, ada.secret);
    }
    // After an hour the access token has expired, but the logout still works.
    app.waits(3600);
    let cookies = format!("access_token={}; refresh_token={}", ada.access, ada.refresh);
    let call = request(Method::POST, "/auth-jwt/logout").header(header::COOKIE, cookies);
    let out = client.sends(call, "").await;
    assert_eq!((out.status.as_u16(), out.cookies().len()), (204, 2));
}

async fn under_https_cookies_are_sent_over_https_only(app: TestApp) {
    let app = app.with(|config| config.site.base_url = Some("https://stepwise.test".to_owned()));
    let client = app.api_client();
    client.registers("ada").await;
    let secret = client.gets_secret("ada", PASSWORD).await;
    let answer = client.logs_in("ada", PASSWORD, &secret.code_at(app.now())).await;
    let cookies = answer.cookies();
    assert_eq!(cookies.len(), 2);
    for (cookie, (name, life)) in cookies
        .into_iter()
        .zip([("access_token", 3600), ("refresh_token", 5_184_000)])
    {
        assert!(cookie.starts_with(&format!("__Host-{name}=")), "{cookie}");
        let attributes = format!("; HttpOnly; SameSite=Strict; Secure; Path=/; Max-Age={life}");
        assert!(cookie.ends_with(&attributes), "{cookie}");
    }
}
