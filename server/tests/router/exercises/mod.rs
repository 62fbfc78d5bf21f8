//! Tests of the exercises after the four stages: gates, badges, each exercise, raised hands, results, and the migration
//! of classes from before there were exercises.

mod device_passkey;
mod file_addresses;
pub mod files;
mod gates;
mod hands;
mod message;
pub mod message_round;
mod message_texts;
mod migration;
mod passkey;
mod phishing;
mod recovery;
mod results;

use crate::common::*;

/// A student who has finished all four stages, with their recovery codes.
pub async fn finished(app: &TestApp, class: &Class, seat: usize) -> (Browser, Secret, Vec<String>) {
    let student = app.browser();
    let seat = &class.seats[seat];
    let (secret, codes) = student.connects(seat).await;
    assert!(student.signs_in_with_code(seat, &secret).await.is_done());
    (student, secret, codes)
}
