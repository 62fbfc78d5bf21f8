//! Tests of the API calls that register members and look up user names.

use crate::{always_on_every_database, common::api_client::*, common::member::PASSWORD, common::*, on_every_database};
use axum::http::{Method, header};
use backend::admin::AccountAct;
use serde_json::{Value, json};

on_every_database!(
    a_registration_reports_every_mistake,
    the_operator_decides_who_may_register,
    look_ups_do_not_find_students,
    administrators_are_found_like_any_member,
    looking_up_is_limited_and_can_be_switched_off,
    a_change_of_an_account_is_visible_in_the_api,
);

always_on_every_database!(a_name_can_be_registered_once, look_ups_compare_names_exactly,);

fn faults(answer: &Answer) -> Vec<(String, String)> {
    let problem: Value = answer.json();
    let errors = problem["errors"].as_array().cloned().unwrap_or_default();
    let pair = |error: Value| {
        (
            error["field"].as_str().unwrap().into(),
            error["code"].as_str().unwrap().into(),
        )
    };
    errors.into_iter().map(pair).collect()
}

async fn a_registration_reports_every_mistake(app: TestApp) {
    let client = app.api_client();
    for (username, email, password1, password2, expected) in [
        (
            "ada",
            "ada@school.example",
            PASSWORD,
            "another horse",
            vec![("password2", "differs")],
        ),
        (
            "ada",
            "ada@school.example",
            "short",
            "short",
            vec![("password1", "too_short")],
        ),
        (
            "ada",
            "ada@school.example",
            "password1",
            "password1",
            vec![("password1", "common")],
        ),
        (
            "kestrel-4821",
            "nowhere",
            PASSWORD,
            PASSWORD,
            vec![("username", "of_a_student"), ("email", "shape")],
        ),
        (
            "a\u{0}da",
            "ada@school.example",
            PASSWORD,
            PASSWORD,
            vec![("username", "alphabet")],
        ),
        (
            "ad",
            "a",
            "x",
            "y",
            vec![
                ("username", "length"),
                ("email", "shape"),
                ("password1", "too_short"),
                ("password2", "differs"),
            ],
        ),
    ] {
        let body = json!({"username": username, "email": email, "password1": password1, "password2": password2});
        let answer = client.posts("/user", body).await;
        assert_eq!(refused(&answer), (422, "faults".into()), "{username}");
        let expected: Vec<(String, String)> = expected.into_iter().map(|(f, c)| (f.into(), c.into())).collect();
        assert_eq!(faults(&answer), expected);
    }
    assert_eq!((app.count("account").await, app.count("mail").await), (0, 0));
    // The message is in the language of the request; the code is the same.
    let request = request(Method::POST, "/user")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ACCEPT_LANGUAGE, "ru");
    let body = json!({"username": "ad", "email": "a", "password1": "x", "password2": "y"});
    let answer = client.sends(request, body.to_string()).await;
    let texts = texts::Texts::of(domain::locale::Locale::Ru);
    assert_eq!(answer.json::<Value>()["detail"], texts.refusal_faults());
}

async fn a_name_can_be_registered_once(app: TestApp) {
    let client = app.api_client();
    assert_eq!(client.registers("ada").await.status, 201);
    let again = client.registers("ADA").await;
    assert_eq!(refused(&again), (409, "username_taken".into()));
    assert_eq!(faults(&again), [("username".to_owned(), "taken".to_owned())]);
    // The response does not reveal the owner of an address.
    let body = json!({
        "username": "eve", "email": "ada@school.example", "password1": PASSWORD, "password2": PASSWORD,
    });
    assert_eq!(client.posts("/user", body).await.status, 201);
}

async fn the_operator_decides_who_may_register(app: TestApp) {
    use backend::members::Registration;
    for (who, code) in [
        (Registration::Closed, "registration_closed"),
        (Registration::Invite, "invitation_needed"),
    ] {
        let app = app.with(|config| config.settings.registration = who);
        assert_eq!(refused(&app.api_client().registers("ada").await), (403, code.into()));
    }
}

async fn look_ups_do_not_find_students(app: TestApp) {
    let client = app.api_client();
    let class = app.class_of(1).await;
    let mut bodies = Vec::new();
    for name in [
        class.seats[0].login.as_str(),
        "nobody",
        "%00",
        "a%2Fb",
        &"x".repeat(3000),
    ] {
        let answer = client.gets(&format!("/user/{name}")).await;
        assert_eq!(refused(&answer), (404, "not_found".into()), "{name}");
        bodies.push(answer.body);
    }
    bodies.dedup();
    assert_eq!(bodies.len(), 1);
}

/// The registration form shows that the name of an administrator is taken. If the look-up of names did not find the
/// name, the difference would reveal the administrator.
async fn administrators_are_found_like_any_member(app: TestApp) {
    let client = app.api_client();
    app.stepwise
        .admin
        .make_administrator("root", "root@school.example")
        .await
        .unwrap();
    client.registers("ada").await;
    let mut found = Vec::new();
    for name in ["root", "ada"] {
        assert_eq!(refused(&client.registers(name).await), (409, "username_taken".into()));
        let answer = client.gets(&format!("/user/{name}")).await;
        assert_eq!(answer.status, 200);
        found.push(answer.body.replace(name, "NAME"));
    }
    assert_eq!(found[0], found[1]);
}

/// In some databases, comparisons of text ignore capitals and accents.
async fn look_ups_compare_names_exactly(app: TestApp) {
    let client = app.api_client();
    client.registers("ada").await;
    assert_eq!(client.gets("/user/ada").await.status, 200);
    assert_eq!(client.gets("/user/%C3%A2da").await.status, 404);
}

async fn looking_up_is_limited_and_can_be_switched_off(app: TestApp) {
    app.api_client().registers("ada").await;
    let few = app.with(|config| config.settings.tokens.lookups_per_hour = Some(3));
    let client = few.api_client();
    for name in ["ada", "nobody", "ada"] {
        client.gets(&format!("/user/{name}")).await;
    }
    for name in ["ada", "nobody"] {
        let full = client.gets(&format!("/user/{name}")).await;
        assert_eq!(refused(&full), (429, "too_many_lookups".into()));
        assert_eq!(full.header(header::RETRY_AFTER), "3590");
    }
    let elsewhere = ApiClient {
        address: [10, 0, 0, 9],
        ..client.clone()
    };
    assert_eq!(elsewhere.gets("/user/ada").await.status, 200);
    app.waits(3590);
    assert_eq!(client.gets("/user/ada").await.status, 200);
    let off = app.with(|config| config.settings.tokens.lookups_per_hour = None);
    assert_eq!(
        refused(&off.api_client().gets("/user/ada").await),
        (404, "not_found".into())
    );
}

async fn a_change_of_an_account_is_visible_in_the_api(app: TestApp) {
    let client = app.api_client();
    let ada = client.becomes_a_member("ada").await;
    app.waits(60);
    app.browser().confirms_email("ada").await;
    let info: Value = client.user_info(&ada.access).await.json();
    let known: Value = client.gets("/user/ada").await.json();
    assert_eq!(info["updated_at"], "2026-11-20T09:01:10.000000Z");
    assert_eq!(known["updated_at"], info["updated_at"]);
    app.stepwise
        .admin
        .act_on_member("ada", AccountAct::Deactivate)
        .await
        .unwrap();
    assert_eq!(client.user_info(&ada.access).await.status, 401);
    let known: Value = client.gets("/user/ada").await.json();
    assert_eq!(known["is_active"], false);
    assert_eq!(client.requests_qr_code("ada", PASSWORD, None).await.status, 401);
}
