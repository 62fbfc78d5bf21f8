//! Tests of a database that disappears while streams are open.

use crate::{always_on_every_database, common::*};
use domain::stage::Stage;
use sea_orm::ConnectionTrait;
use std::time::Duration;
use tokio::time::Instant;

always_on_every_database!(
    five_hundred_streams_outlive_a_database_that_disappears,
    a_database_that_was_restored_from_a_backup_is_shown_as_it_is,
    a_class_that_cannot_be_read_does_not_stop_the_streams_of_others,
    a_failure_that_only_a_newer_release_knows_is_left_out,
);

async fn executes(app: &TestApp, statement: &str) {
    let connection = app.db.migration_connection();
    connection.execute_unprepared(statement).await.unwrap();
}

async fn five_hundred_streams_outlive_a_database_that_disappears(app: TestApp) {
    let mut classes = Vec::new();
    let mut streams = Vec::new();
    for _ in 0..125 {
        let class = app.class_of(1).await;
        for _ in 0..4 {
            streams.push(class.follows().await);
        }
        classes.push(class);
    }
    executes(&app, "ALTER TABLE class RENAME TO class_elsewhere").await;
    for stream in &mut streams {
        stream.next_named("unavailable").await;
    }
    let before = app.db.statements_so_far();
    tokio::time::sleep(Duration::from_secs(3)).await;
    let asked = app.db.statements_so_far() - before;
    assert!(asked <= 10, "{asked} statements while the database is away");
    executes(&app, "ALTER TABLE class_elsewhere RENAME TO class").await;
    let back = Instant::now();
    for stream in &mut streams {
        stream.next_named("changes").await;
    }
    assert!(back.elapsed() < Duration::from_secs(10), "{:?}", back.elapsed());
    // After the failure, changes arrive as before.
    let class = &classes[77];
    app.browser().signs_in(&class.seats[0]).await;
    let changes = streams[77 * 4].next_named("changes").await.changes();
    assert!(changes.seats[0].stages.is_reached(Stage::SignedIn));
}

async fn a_database_that_was_restored_from_a_backup_is_shown_as_it_is(app: TestApp) {
    let class = app.class_of(2).await;
    let student = app.browser();
    student.signs_in(&class.seats[0]).await;
    let mut stream = class.follows().await;
    student.opens("/set-up").await;
    assert_eq!(stream.next_named("changes").await.changes().seats.len(), 1);
    executes(&app, "UPDATE seat SET setup_opened_at = NULL, version = 1").await;
    executes(&app, "UPDATE class SET version = 1").await;
    let restored = stream.next_named("changes").await.changes();
    assert_eq!((restored.version, restored.seats.len()), (1, 2));
    assert!(!restored.seats[0].stages.is_reached(Stage::SetupOpened));
}

async fn a_class_that_cannot_be_read_does_not_stop_the_streams_of_others(app: TestApp) {
    let (broken, sound) = (app.class_of(1).await, app.class_of(1).await);
    let mut streams = [broken.follows().await, sound.follows().await];
    let account = format!("SELECT id FROM account WHERE username = '{}'", broken.seats[0].login);
    executes(
        &app,
        &format!("UPDATE seat SET number = 70000 WHERE account_id = ({account})"),
    )
    .await;
    executes(&app, "UPDATE seat SET signed_in_at = 1, version = 1000").await;
    executes(&app, "UPDATE class SET version = 1000").await;
    let changes = streams[1].next_named("changes").await.changes();
    assert!(changes.seats[0].stages.is_reached(Stage::SignedIn));
    // The next change shows the board that it has missed one, and the board cannot be read.
    executes(&app, "UPDATE class SET version = 1001").await;
    streams[0].next_named("unavailable").await;
}

async fn a_failure_that_only_a_newer_release_knows_is_left_out(app: TestApp) {
    let class = app.class_of(1).await;
    let mut stream = class.follows().await;
    let failure = "last_failure = 'from_the_future', last_failure_at = 1";
    executes(&app, &format!("UPDATE seat SET {failure}, version = 1000")).await;
    executes(&app, "UPDATE class SET version = 1000").await;
    let changes = stream.next_named("changes").await.changes();
    assert!(changes.seats[0].failure.is_none());
    assert!(class.board().await.seats[0].failure.is_none());
}
