//! Tests that values stay valid whose hashes were computed with an old hash key.

use super::key_rotation::NEW_KEY;
use crate::{
    common::{test_app::KEYS, *},
    on_every_database,
};

on_every_database!(a_browser_keeps_the_seat_that_it_took_under_an_old_key,);

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
