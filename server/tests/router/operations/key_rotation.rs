//! Tests that an interrupted key rotation during a lesson loses no acknowledged change.

use crate::{
    always_on_every_database,
    common::{test_app::KEYS, *},
};
use std::sync::Arc;
use tokio::sync::Notify;

always_on_every_database!(a_lesson_continues_while_a_key_rotation_is_interrupted,);

pub(super) const NEW_KEY: &str = "next:IB8eHRwbGhkYFxYVFBMSERAPDg0MCwoJCAcGBQQDAgE=";
/// The number of students who sign in during the rotation. The class has many more seats, so that the rotation takes
/// long enough to be interrupted.
const WALKING: usize = 16;

/// Connects one student and returns the secret and the recovery codes, which must be valid after the rotation.
async fn walks(app: TestApp, seat: Seat) -> (Seat, Secret, Vec<String>) {
    let student = app.browser();
    let (secret, codes) = student.connects(&seat).await;
    (seat, secret, codes)
}

/// The teacher makes new passwords for several students, one after the other.
async fn renews(class: Class, seats: Vec<Seat>) -> Vec<Seat> {
    let mut renewed = Vec::new();
    for seat in seats {
        class.seat_action(&seat, "new_password").await;
        let password = class.passwords(Some(seat.number)).await.remove(0).1;
        assert_ne!(password, seat.password);
        renewed.push(Seat { password, ..seat });
    }
    renewed
}

/// Starts the rotation and stops it at its first progress report.
async fn is_interrupted(app: &TestApp) {
    let told = Arc::new(Notify::new());
    let tell = Arc::clone(&told);
    tokio::select! {
        biased;
        () = told.notified() => {}
        done = app.stepwise.operations.reseal_all(move |_| tell.notify_one()) => panic!("it was through before: {done:?}"),
    }
}

async fn a_lesson_continues_while_a_key_rotation_is_interrupted(app: TestApp) {
    // Both replicas have both keys and seal with the first key in their list. The new key is the last key of the
    // replica `last`, and the first key of the replica `first`.
    let last = app.with(|config| config.keys = format!("{KEYS},{NEW_KEY}"));
    let first = app.with(|config| config.keys = format!("{NEW_KEY},{KEYS}"));
    let class = last.class_of(500).await;
    // The second class makes so many rows that some still have the old key at the first progress report.
    last.class_of(500).await;
    let replicas = [&last, &first];
    let walking: Vec<_> = class.seats[..WALKING]
        .iter()
        .enumerate()
        .map(|(n, seat)| tokio::spawn(walks(replicas[n % 2].clone(), seat.clone())))
        .collect();
    let renewing = tokio::spawn(renews(class.clone(), class.seats[WALKING..WALKING + 6].to_vec()));
    is_interrupted(&first).await;
    let half = first.stepwise.operations.key_usage().await.unwrap();
    assert!(half["next"] > 0 && half["test"] > 0, "{half:?}");
    first.stepwise.operations.reseal_all(|_| ()).await.unwrap();
    let mut connected = Vec::new();
    for student in walking {
        connected.push(student.await.unwrap());
    }
    let renewed = renewing.await.unwrap();
    // The replica `last` has ended its work and seals no more rows with the old key. A second rotation seals its rows
    // with the new key.
    first.stepwise.operations.reseal_all(|_| ()).await.unwrap();
    let usage = first.stepwise.operations.key_usage().await.unwrap();
    assert_eq!(usage["test"], 0, "{usage:?}");

    let only = app.with(|config| config.keys = NEW_KEY.to_owned());
    only.stepwise.operations.can_open_all().await.unwrap();
    app.waits(30);
    for (seat, secret, codes) in connected {
        let student = only.browser();
        assert!(student.signs_in(&seat).await.is_done());
        assert!(student.gives_code(&secret.code_at(app.now())).await.is_done());
        let by_code = only.browser();
        by_code.signs_in(&seat).await;
        assert!(by_code.gives_recovery_code(&codes[0]).await.is_done());
    }
    for seat in renewed.iter().chain(&class.seats[490..]) {
        assert!(only.browser().signs_in(seat).await.is_done(), "{}", seat.login);
    }
    let teacher = only.browser();
    assert!(
        teacher
            .calls("/teach", &[("token", &class.teacher_token)])
            .await
            .is_done()
    );
    let shown: Vec<(u16, String)> = teacher.calls("/sfn/seat-passwords", &[("id", &class.id)]).await.json();
    assert_eq!(shown.len(), 500, "every card can be printed again");
}
