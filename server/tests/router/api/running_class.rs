//! Tests of the API calls for an open class: progress, actions on seats, end, deletion.

use crate::{
    common::{api_client::*, api_teacher::*, *},
    on_every_database,
};
use axum::http::{Method, header};
use serde_json::{Value, json};

on_every_database!(
    progress_contains_what_changed_and_nothing_else,
    a_teacher_acts_on_one_seat,
    a_class_ends_and_is_deleted,
    the_class_of_another_member_is_not_found,
);

async fn progress_contains_what_changed_and_nothing_else(app: TestApp) {
    let teacher = ApiTeacher::new(&app, "ada").await;
    let class = teacher.opens(3).await;
    let path = format!("/classes/{}/progress", class_id(&class));
    let all: Value = teacher.gets(&path).await.json();
    assert_eq!(all["seats"].as_array().unwrap().len(), 3);
    let since = |said: &Value| format!("{path}?since={}", said["version"]);
    let nothing = teacher.gets(&since(&all)).await;
    assert_eq!((nothing.status.as_u16(), nothing.body.as_str()), (204, ""));
    let student = class_seat(&class, 1);
    app.browser().signs_in(&student).await;
    let changed: Value = teacher.gets(&since(&all)).await.json();
    assert_eq!(changed["server_time"], "2026-11-20T09:00:10.000000Z");
    assert_eq!(changed["state"], "open");
    let expected = json!([{
        "number": 2, "login": student.login, "label": null, "last_failure": null, "locked_until": null, "removed": false,
        "exercises": [], "hand": null,
        "stages": {
            "signed_in": "2026-11-20T09:00:10.000000Z", "setup_opened": null, "connected": null, "signed_in_2fa": null,
        },
    }]);
    assert_eq!(changed["seats"], expected);
    for _ in 0..6 {
        app.browser().gives_password(&student.login, "wrong").await;
    }
    for _ in 0..500 {
        let said: Value = teacher.gets(&since(&changed)).await.json();
        if !said["seats"][0]["locked_until"].is_null() {
            assert_eq!(said["seats"][0]["last_failure"], "wrong_password");
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("the failure was not reported");
}

async fn a_teacher_acts_on_one_seat(app: TestApp) {
    let teacher = ApiTeacher::new(&app, "ada").await;
    let class = teacher.opens(2).await;
    let path = format!("/classes/{}/seats", class_id(&class));
    let one = format!("{path}/1");
    let student = class_seat(&class, 0);
    let secret = teacher.client.gets_secret(&student.login, &student.password).await;
    teacher
        .client
        .logs_in(&student.login, &student.password, &secret.code_at(app.now()))
        .await;

    let label = |label: Value| teacher.calls(Method::PATCH, &one, Some(json!({"label": label})));
    assert_eq!(label(json!("  Ada L.")).await.json::<Value>()["label"], "Ada L.");
    assert_eq!(label(json!("x".repeat(61))).await.status, 422);
    assert_eq!(label(Value::Null).await.json::<Value>()["label"], Value::Null);
    assert_eq!(teacher.calls(Method::PATCH, &one, Some(json!({}))).await.status, 422);

    let reset: Value = teacher.posts(&format!("{one}/reset")).await.json();
    assert!(reset["stages"]["signed_in"].is_string() && reset["stages"]["setup_opened"].is_null());
    assert_eq!(teacher.posts(&format!("{one}/unlock")).await.status, 200);
    let renewed = class_seat(
        &json!({"seats": [teacher.posts(&format!("{one}/new-password")).await.json::<Value>()]}),
        0,
    );
    assert_eq!((renewed.number, &renewed.login), (1, &student.login));
    assert!(!app.browser().signs_in(&student).await.is_done());
    assert!(app.browser().signs_in(&renewed).await.is_done());
    let fresh = class_seat(
        &json!({"seats": [teacher.posts(&format!("{one}/free")).await.json::<Value>()]}),
        0,
    );
    assert_ne!(fresh.login, student.login);
    assert!(app.browser().signs_in(&fresh).await.is_done());

    let more = teacher.calls(Method::POST, &path, Some(json!({"seats": 2}))).await;
    let more: Value = more.json();
    assert_eq!((class_seat(&more, 0).number, class_seat(&more, 1).number), (3, 4));
    assert!(app.browser().signs_in(&class_seat(&more, 1)).await.is_done());
    assert_eq!(
        teacher
            .calls(Method::POST, &path, Some(json!({"seats": 497})))
            .await
            .status,
        422
    );
    assert_eq!(teacher.calls(Method::DELETE, &one, None).await.status, 204);
    let all: Value = teacher
        .gets(&format!("/classes/{}/progress", class_id(&class)))
        .await
        .json();
    assert_eq!(
        (&all["seats"][0]["removed"], &all["seats"][0]["number"]),
        (&json!(true), &json!(1))
    );
    for path in [
        one.clone(),
        format!("{path}/9"),
        format!("{path}/x"),
        format!("{path}/70000"),
    ] {
        assert_eq!(
            refused(&teacher.posts(&format!("{path}/unlock")).await),
            (404, "not_found".into()),
            "{path}"
        );
    }
}

async fn a_class_ends_and_is_deleted(app: TestApp) {
    let teacher = ApiTeacher::new(&app, "ada").await;
    let class = teacher.opens(1).await;
    let path = format!("/classes/{}", class_id(&class));
    app.browser().signs_in(&class_seat(&class, 0)).await;
    assert_eq!(teacher.posts(&format!("{path}/end")).await.status, 204);
    assert_eq!(
        refused(&teacher.posts(&format!("{path}/end")).await),
        (409, "class_ended".into())
    );
    let unlock = teacher.posts(&format!("{path}/seats/1/unlock")).await;
    assert_eq!(refused(&unlock), (409, "class_ended".into()));
    assert_eq!(teacher.gets(&path).await.json::<Value>()["state"], "ended");
    let student = class_seat(&class, 0);
    let late = teacher
        .client
        .requests_qr_code(&student.login, &student.password, None)
        .await;
    assert_eq!(refused(&late), (409, "class_ended".into()));
    let table = teacher.gets(&format!("{path}/results.csv")).await;
    assert!(table.header(header::CONTENT_TYPE).starts_with("text/csv"));
    assert!(table.body.contains(&student.login));
    assert_eq!(teacher.calls(Method::DELETE, &path, None).await.status, 204);
    assert_eq!(refused(&teacher.gets(&path).await), (404, "not_found".into()));
    assert_eq!(teacher.calls(Method::DELETE, &path, None).await.status, 404);
    assert!(!app.dump().await.contains(&student.login));
    // The owner keeps the anonymous times of a deleted class, even if the class had not ended.
    assert_eq!(app.count("class_result").await, 1);
    let class = teacher.opens(2).await;
    assert_eq!(
        teacher
            .calls(Method::DELETE, &format!("/classes/{}", class_id(&class)), None)
            .await
            .status,
        204
    );
    assert_eq!(app.count("class_result").await, 3);
}

async fn the_class_of_another_member_is_not_found(app: TestApp) {
    let (ada, ben) = (ApiTeacher::new(&app, "ada").await, ApiTeacher::new(&app, "ben").await);
    let class = ada.opens(1).await;
    let before = app.dump().await;
    let api = server::api::openapi();
    let mut tried = 0;
    for (path, item) in api.paths.paths.iter().filter(|(path, _)| path.contains("{id}")) {
        for (method, there) in [
            (Method::GET, item.get.is_some()),
            (Method::POST, item.post.is_some()),
            (Method::PATCH, item.patch.is_some()),
            (Method::DELETE, item.delete.is_some()),
        ] {
            if !there {
                continue;
            }
            let body = Some(json!({"seats": 1})).filter(|_| path.ends_with("/seats"));
            let changed = if path.contains("/seats") {
                json!({"label": "x"})
            } else if path.ends_with("/exercises") {
                json!({"exercises": {"message": "open"}})
            } else {
                json!({"locale": "fr"})
            };
            let body = body.or(Some(changed).filter(|_| method == Method::PATCH));
            for id in [class_id(&class), "0123", "00000000-0000-7000-8000-000000000000"] {
                let path = path.replace("{id}", id).replace("{number}", "1");
                let answer = ben.calls(method.clone(), &path, body.clone()).await;
                assert_eq!(refused(&answer), (404, "not_found".into()), "{method} {path}");
                tried += 1;
            }
        }
    }
    assert!(tried >= 36, "{tried}");
    assert_eq!(app.dump().await, before);
}
