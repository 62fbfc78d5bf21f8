//! Tests of the API calls that open and list a member's classes.

use crate::{
    always_on_every_database,
    common::{api_client::*, api_teacher::*, member::PASSWORD, *},
    on_every_database,
};
use axum::http::{Method, header};
use serde_json::{Value, json};

on_every_database!(
    a_class_is_opened_with_logins_that_work,
    the_settings_of_a_class_are_chosen_and_changed,
    a_class_is_paused_and_goes_on_and_opens_again_after_its_end,
    an_invalid_class_is_refused_with_the_field,
    classes_are_listed_in_parts,
);

always_on_every_database!(an_idempotency_key_makes_opening_safe_to_repeat,);

async fn a_class_is_opened_with_logins_that_work(app: TestApp) {
    let teacher = ApiTeacher::new(&app, "ada").await;
    let body = json!({"title": " 7b\n", "seats": 3, "locale": "fr", "hours": 2});
    let answer = teacher.calls(Method::POST, "/classes", Some(body)).await;
    assert_eq!(
        (answer.status.as_u16(), names(&answer)),
        (201, ["id", "join_code", "join_url", "seats"].map(String::from).to_vec())
    );
    let class: Value = answer.json();
    let join_code = class["join_code"].as_str().unwrap();
    assert_eq!(
        class["join_url"],
        format!("http://127.0.0.1:3000{}", app.join_path(join_code)).replace("lang=en", "lang=fr")
    );
    let shown: Value = teacher.gets(&format!("/classes/{}", class_id(&class))).await.json();
    assert_eq!((&shown["title"], &shown["state"]), (&json!("7b"), &json!("open")));
    assert_eq!(shown["expires_at"], "2026-11-20T11:00:10.000000Z");
    assert!(shown["seats"][0].get("password").is_none());
    assert_eq!(
        (&shown["locale"], &shown["phones"], &shown["self_join"]),
        (&json!("fr"), &json!(true), &json!(false))
    );
    for n in 0..3 {
        let seat = class_seat(&class, n);
        assert_eq!(usize::from(seat.number), n + 1);
        assert!(app.browser().signs_in(&seat).await.is_done());
    }
    // A class belongs to its owner in the API and on the pages alike.
    let browser = app.browser();
    let secret = teacher.client.becomes_a_member("ben").await.secret;
    browser.signs_in_as("ben", PASSWORD, &secret).await;
    assert_eq!(
        browser.gets(&format!("/classes/{}", class_id(&class))).await.status,
        404
    );
    let hers = browser.opens_own_class(2).await;
    let ben = teacher.client.logs_in_again("ben", &secret).await;
    let seen = teacher
        .client
        .calls(&ben.access, Method::GET, &format!("/classes/{hers}"), None)
        .await;
    assert_eq!(seen.json::<Value>()["seats"].as_array().unwrap().len(), 2);
}

async fn the_settings_of_a_class_are_chosen_and_changed(app: TestApp) {
    let teacher = ApiTeacher::new(&app, "ada").await;
    let body = json!({"seats": 1, "locale": "ru", "phones": false, "self_join": true});
    let class: Value = teacher.calls(Method::POST, "/classes", Some(body)).await.json();
    let path = format!("/classes/{}", class_id(&class));
    let settings = |class: &Value| {
        [
            class["locale"].clone(),
            class["phones"].clone(),
            class["self_join"].clone(),
        ]
    };
    let shown: Value = teacher.gets(&path).await.json();
    assert_eq!(settings(&shown), [json!("ru"), json!(false), json!(true)]);
    let changed = teacher.calls(Method::PATCH, &path, Some(json!({"phones": true}))).await;
    assert_eq!(changed.status, 200, "{}", changed.body);
    assert_eq!(settings(&changed.json()), [json!("ru"), json!(true), json!(true)]);
    let changed = json!({"locale": "en", "self_join": false, "phones": null});
    let changed: Value = teacher.calls(Method::PATCH, &path, Some(changed)).await.json();
    assert_eq!(settings(&changed), [json!("en"), json!(true), json!(false)]);
    for wrong in [
        json!({"locale": "klingon"}),
        json!({"phones": "no"}),
        json!({"title": "x"}),
    ] {
        assert_eq!(teacher.calls(Method::PATCH, &path, Some(wrong)).await.status, 422);
    }
    let now: Value = teacher.gets(&path).await.json();
    assert_eq!(settings(&now), [json!("en"), json!(true), json!(false)]);
    let shown = |class: &Value| [class["debrief"].clone(), class["questions"].clone()];
    assert_eq!(shown(&now), [json!(false), json!(false)]);
    let both = json!({"debrief": true, "questions": true});
    let both: Value = teacher.calls(Method::PATCH, &path, Some(both)).await.json();
    assert_eq!(shown(&both), [json!(true), json!(true)]);
    let dump = app.dump().await;
    assert!(
        dump.lines()
            .any(|line| line.starts_with("class:") && line.contains("built_in"))
    );
    let none = json!({"debrief": false, "questions": false});
    let none: Value = teacher.calls(Method::PATCH, &path, Some(none)).await.json();
    assert_eq!(shown(&none), [json!(false), json!(false)]);
    let body = json!({"seats": 1, "questions": true});
    let asked: Value = teacher.calls(Method::POST, "/classes", Some(body)).await.json();
    let asked: Value = teacher.gets(&format!("/classes/{}", class_id(&asked))).await.json();
    assert_eq!(shown(&asked), [json!(false), json!(true)]);
    assert_eq!(teacher.posts(&format!("{path}/end")).await.status, 204);
    let late = teacher
        .calls(Method::PATCH, &path, Some(json!({"phones": false})))
        .await;
    assert_eq!(refused(&late), (409, "class_ended".into()));
}

async fn a_class_is_paused_and_goes_on_and_opens_again_after_its_end(app: TestApp) {
    let teacher = ApiTeacher::new(&app, "ada").await;
    let class: Value = teacher
        .calls(Method::POST, "/classes", Some(json!({"seats": 1})))
        .await
        .json();
    let path = format!("/classes/{}", class_id(&class));
    let state = async |changed: Value| -> Value {
        let changed = teacher.calls(Method::PATCH, &path, Some(changed)).await;
        assert_eq!(changed.status, 200, "{}", changed.body);
        changed.json::<Value>()["state"].clone()
    };
    assert_eq!(state(json!({"paused": true})).await, "paused");
    assert_eq!(state(json!({"phones": false})).await, "paused");
    assert_eq!(state(json!({"paused": false})).await, "open");
    assert_eq!(state(json!({"paused": true})).await, "paused");
    assert_eq!(teacher.posts(&format!("{path}/end")).await.status, 204);
    for hours in [0, 721] {
        let wrong = teacher.calls(Method::PATCH, &path, Some(json!({"hours": hours}))).await;
        assert_eq!(wrong.status, 422);
    }
    assert_eq!(state(json!({"hours": 2})).await, "open");
    // The class is opened at nine o'clock.
    let shown: Value = teacher.gets(&path).await.json();
    let end = shown["expires_at"].as_str().unwrap();
    assert!(end.starts_with("2026-11-20T11:00:"), "{end}");
}

async fn an_invalid_class_is_refused_with_the_field(app: TestApp) {
    let teacher = ApiTeacher::new(&app, "ada").await;
    let before = app.count("class").await;
    for (body, field, code) in [
        (json!({"seats": 0}), "seats", "out_of_range"),
        (json!({"seats": 501}), "seats", "out_of_range"),
        (json!({"seats": 70000}), "seats", "out_of_range"),
        (json!({"seats": -1}), "seats", "mistyped"),
        (json!({"seats": 1.5}), "seats", "mistyped"),
        (json!({"title": "7b"}), "seats", "missing"),
        (json!({"seats": 1, "title": "я".repeat(81)}), "title", "too_long"),
        (json!({"seats": 1, "locale": "xx"}), "locale", "unknown"),
        (json!({"seats": 1, "hours": 0}), "hours", "out_of_range"),
        (json!({"seats": 1, "hours": 721}), "hours", "out_of_range"),
    ] {
        let answer = teacher.calls(Method::POST, "/classes", Some(body.clone())).await;
        assert_eq!(answer.status, 422, "{body}");
        assert_eq!(
            answer.json::<Value>()["errors"],
            json!([{"field": field, "code": code}]),
            "{body}"
        );
    }
    assert_eq!(app.count("class").await, before);
    let full = app.with(|config| config.settings.classes_per_hour = 0);
    let client = full.api_client();
    let answer = client
        .calls(&teacher.token, Method::POST, "/classes", Some(json!({"seats": 1})))
        .await;
    assert_eq!(refused(&answer), (429, "too_many_classes".into()));
    assert!(answer.headers.contains_key(header::RETRY_AFTER));
}

async fn an_idempotency_key_makes_opening_safe_to_repeat(app: TestApp) {
    let teacher = ApiTeacher::new(&app, "ada").await;
    let body = json!({"title": "7b", "seats": 5, "hours": 1});
    let first = teacher.opens_with_key("monday", body.clone()).await;
    assert_eq!(first.status, 201, "{}", first.body);
    // A repeated request with the same idempotency key gets the same response, even three hours later, and even if its
    // JSON fields have another order.
    for wait in [0, 3600 * 3] {
        app.waits(wait);
        let back = teacher.client.logs_in_again("ada", &teacher.secret).await;
        let later = ApiTeacher {
            client: teacher.client.clone(),
            token: back.access,
            secret: back.secret,
        };
        let again = later
            .opens_with_key("monday", json!({"hours": 1, "seats": 5, "title": "7b"}))
            .await;
        assert_eq!((again.status, &again.body), (first.status, &first.body));
        let other = later
            .opens_with_key("monday", json!({"title": "7b", "seats": 6, "hours": 1}))
            .await;
        assert_eq!(refused(&other), (422, "key_of_another_request".into()));
    }
    assert_eq!(app.count("class").await, 1);
    // Twelve requests with one key at the same moment open only one class.
    let teacher = ApiTeacher::new(&app, "ben").await;
    let tries = (0..12).map(|_| {
        let (teacher, body) = (teacher.clone(), body.clone());
        tokio::spawn(async move { teacher.opens_with_key("monday", body).await })
    });
    let tries: Vec<_> = tries.collect();
    let mut bodies = Vec::new();
    for attempt in tries {
        let answer = attempt.await.unwrap();
        assert_eq!(answer.status, 201, "{}", answer.body);
        bodies.push(answer.body);
    }
    bodies.dedup();
    assert_eq!((bodies.len(), app.count("class").await), (1, 2));
    // If the class was deleted, a request with its idempotency key does not open the class again. After two days the
    // key can be used for another class.
    let class: Value = serde_json::from_str(&bodies[0]).unwrap();
    assert_eq!(
        teacher
            .calls(Method::DELETE, &format!("/classes/{}", class_id(&class)), None)
            .await
            .status,
        204
    );
    assert_eq!(
        refused(&teacher.opens_with_key("monday", body.clone()).await),
        (404, "not_found".into())
    );
    for key in ["", &"k".repeat(256)] {
        assert_eq!(teacher.opens_with_key(key, body.clone()).await.status, 422);
    }
    app.waits(48 * 3600);
    app.stepwise.operations.sweep().await.unwrap();
    assert_eq!(app.count("opened_once").await, 0);
}

async fn classes_are_listed_in_parts(app: TestApp) {
    let teacher = ApiTeacher::new(&app, "ada").await;
    let mut opened = Vec::new();
    for _ in 0..5 {
        opened.push(class_id(&teacher.opens(2).await).to_owned());
        app.waits(1);
    }
    opened.reverse();
    let mut seen = Vec::new();
    let mut path = "/classes?limit=2".to_owned();
    loop {
        let part: Value = teacher.gets(&path).await.json();
        let classes = part["classes"].as_array().unwrap();
        assert!(classes.len() <= 2);
        seen.extend(classes.iter().map(|class| class_id(class).to_owned()));
        for class in classes {
            assert_eq!(
                (&class["seats"], &class["finished"], &class["state"]),
                (&json!(2), &json!(0), &json!("open"))
            );
        }
        match part["next"].as_str() {
            Some(next) => path = format!("/classes?limit=2&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(seen, opened);
    let other = ApiTeacher::new(&app, "ben").await;
    assert_eq!(
        other.gets("/classes").await.json::<Value>(),
        json!({"classes": [], "next": null})
    );
}
