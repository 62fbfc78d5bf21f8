//! Tests that values stay valid whose hashes were computed with an old hash key.

use super::key_rotation::NEW_KEY;
use crate::{
    common::{api_teacher::*, member::*, test_app::KEYS, *},
    on_every_database,
};
use serde_json::{Value, json};

on_every_database!(
    a_browser_keeps_the_seat_that_it_took_under_an_old_key,
    a_browser_stays_known_by_a_name_that_was_hashed_with_an_old_key,
    an_idempotency_key_opens_one_class_under_an_old_and_a_new_key,
);

/// The same server with a new hash key in front of the old one.
fn with_new_key(app: &TestApp) -> TestApp {
    app.with(|config| config.mac_keys = format!("{NEW_KEY},{KEYS}"))
}

async fn a_browser_keeps_the_seat_that_it_took_under_an_old_key(app: TestApp) {
    let class = app.class_of(3).await;
    let code = class.join_code().await;
    assert!(class.lets_students_take_seats(true).await.is_done());
    let mut student = app.browser();
    let shown = student.takes_a_seat(&code).await.seat();
    assert!(shown.is_some());
    student.app = with_new_key(&app);
    assert_eq!(student.opens(&app.join_path(&code)).await.seat(), shown);
    // The page with the seat has no form, so the form comes from another browser.
    let form = student.app.browser().opens(&app.join_path(&code)).await.field("form");
    let again = student
        .submits_and_follows("/join/seat", &[("join_code", &code), ("form", &form)])
        .await;
    assert_eq!(again.seat(), shown);
    // A seat that is taken under the new key is found by a replica that still has the old key in front.
    let mut next = student.app.browser();
    let taken = next.takes_a_seat(&code).await.seat();
    assert!(taken.is_some() && taken != shown);
    next.app = app.with(|config| config.mac_keys = format!("{KEYS},{NEW_KEY}"));
    assert_eq!(next.opens(&student.app.join_path(&code)).await.seat(), taken);
    let seats = class.board().await.seats;
    assert_eq!(seats.iter().filter(|seat| seat.taken).count(), 2);
}

async fn a_browser_stays_known_by_a_name_that_was_hashed_with_an_old_key(app: TestApp) {
    let ada = ada(&app).await;
    app.waits(30);
    let mut browser = app.browser();
    let is_known = |browser: &Browser, name: &str| {
        let auth = &browser.app.stepwise.auth;
        let device = auth.device(browser.cookie("browser").as_deref()).expect("a device");
        auth.has_signed_in(&device, &[name])
    };
    assert!(browser.signs_in_as("ada", PASSWORD, &ada.secret).await.is_done());
    browser.app = with_new_key(&app);
    assert!(is_known(&browser, "ada") && !is_known(&browser, "bob"));
    // The next sign-in replaces the old hash by a new one.
    browser.signs_out().await;
    app.waits(30);
    assert!(browser.signs_in_as("ada", PASSWORD, &ada.secret).await.is_done());
    browser.app = app.with(|config| config.mac_keys = NEW_KEY.to_owned());
    assert!(is_known(&browser, "ada"));
}

async fn an_idempotency_key_opens_one_class_under_an_old_and_a_new_key(app: TestApp) {
    let teacher = ApiTeacher::new(&app, "ada").await;
    let body = json!({"title": "7b", "seats": 2});
    let first = teacher.opens_with_key("monday", body.clone()).await;
    assert_eq!(first.status, 201, "{}", first.body);
    let later = ApiTeacher {
        client: with_new_key(&app).api_client(),
        ..teacher
    };
    let again = later.opens_with_key("monday", body).await;
    assert_eq!(again.status, 201, "{}", again.body);
    assert_eq!(
        class_id(&again.json::<Value>()),
        class_id(&first.json::<Value>()),
        "the answer names the same class"
    );
    let other = later.opens_with_key("monday", json!({"title": "7b", "seats": 3})).await;
    assert_eq!(other.status, 422, "{}", other.body);
    assert_eq!(app.count("class").await, 1);
}
