//! Tests of the OpenAPI description and its HTML page: the file in `docs` is up to date, and links lead somewhere.

use crate::{common::api_client::*, common::*, on_every_database};
use axum::http::{Method, header};
use domain::locale::Locale;
use serde_json::Value;
use std::{fs, path::Path};
use texts::Texts;

on_every_database!(
    the_description_can_be_fetched,
    the_api_page_obeys_its_content_security_policy
);

const FILE: &str = "docs/openapi.json";

/// To update the file, run `STEPWISE_WRITE_OPENAPI=1 cargo test -p server --test router the_description_in_docs`.
#[test]
fn the_description_in_docs_is_the_one_of_the_handlers() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(FILE);
    let made = serde_json::to_string_pretty(&server::api::openapi()).unwrap() + "\n";
    if std::env::var_os("STEPWISE_WRITE_OPENAPI").is_some() {
        fs::write(&file, &made).unwrap();
    }
    let kept = fs::read_to_string(&file).unwrap();
    let differs = made
        .lines()
        .zip(kept.lines())
        .enumerate()
        .find(|(_, (made, kept))| made != kept);
    assert!(made == kept, "{FILE} is another one: {differs:?}");
}

async fn the_description_can_be_fetched(app: TestApp) {
    let answer = app.api_client().gets("/api/openapi.json").await;
    assert_eq!(
        (answer.status.as_u16(), answer.header(header::CONTENT_TYPE)),
        (200, "application/json")
    );
    let said: Value = answer.json();
    assert!(said["openapi"].as_str().unwrap().starts_with("3.1."));
    for (path, method) in [
        ("/api/v1/user", "post"),
        ("/api/v1/user/{username}", "get"),
        ("/api/v1/auth-totp/qrcode", "post"),
        ("/api/v1/auth-jwt/login", "post"),
        ("/api/v1/auth-jwt/user-info", "get"),
        ("/api/v1/auth-jwt/refresh", "post"),
        ("/api/v1/auth-jwt/logout", "post"),
        ("/.well-known/jwks.json", "get"),
        ("/api/v1/classes", "post"),
        ("/api/v1/classes", "get"),
        ("/api/v1/classes/{id}", "get"),
        ("/api/v1/classes/{id}", "patch"),
        ("/api/v1/classes/{id}", "delete"),
        ("/api/v1/classes/{id}/progress", "get"),
        ("/api/v1/classes/{id}/end", "post"),
        ("/api/v1/classes/{id}/results.csv", "get"),
        ("/api/v1/classes/{id}/seats", "post"),
        ("/api/v1/classes/{id}/seats/{number}", "patch"),
        ("/api/v1/classes/{id}/seats/{number}", "delete"),
        ("/api/v1/classes/{id}/seats/{number}/new-password", "post"),
    ] {
        assert!(said["paths"][path][method].is_object(), "{method} {path}");
    }
    // Every reference names an existing schema.
    for part in answer.body.split("#/components/schemas/").skip(1) {
        let name = part.split('"').next().unwrap();
        assert!(said["components"]["schemas"][name].is_object(), "{name}");
    }
}

async fn the_api_page_obeys_its_content_security_policy(app: TestApp) {
    let reader = app.browser().speaking("ru");
    let page = reader.gets("/api/docs").await;
    assert_eq!(page.status, 200);
    assert!(page.is_page());
    let policy = page.header(header::CONTENT_SECURITY_POLICY);
    assert!(
        policy.contains("default-src 'none'") && !policy.contains("script-src"),
        "{policy}"
    );
    assert!(page.body.contains("<html lang=\"ru\""));
    assert!(page.says(Texts::of(Locale::Ru).api_title()));
    let ids: Vec<String> = html::tags(&page.body)
        .iter()
        .filter_map(|tag| tag.attribute("id").map(str::to_owned))
        .collect();
    for tag in html::tags(&page.body) {
        assert!(
            !["script", "style", "iframe", "form"].contains(&tag.name.as_str()),
            "<{}>",
            tag.name
        );
        for (name, value) in &tag.attributes {
            assert!(name != "style" && !name.starts_with("on"), "<{} {name}>", tag.name);
            if ["src", "href"].contains(&name.as_str()) {
                assert!(
                    value.is_empty() || value.starts_with(['/', '#']) && !value.starts_with("//"),
                    "{value}"
                );
            }
            if let Some(anchor) = value.strip_prefix('#').filter(|_| name == "href") {
                assert!(ids.iter().any(|id| id == anchor), "nothing is at #{anchor}");
            }
        }
    }
    // The `type` of every problem leads to a section of the page.
    let client = app.api_client();
    for answer in [
        client.gets("/user/nobody").await,
        client.logs_in("eve", "wrong-wrong", "123456").await,
        client.sends(request(Method::POST, "/user"), "").await,
        client.user_info("nothing").await,
    ] {
        let code = code(&answer);
        assert!(ids.contains(&code), "{code}");
        assert_eq!(answer.json::<Value>()["type"], format!("/api/docs#{code}"));
    }
}
