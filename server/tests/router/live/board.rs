//! Tests of the stream of a board: what it sends, when, and where it continues after a lost connection.

use crate::{always_on_every_database, common::*, on_every_database};
use domain::{class::ClassState, locale::Locale, stage::Stage, view::BoardView};
use std::time::Duration;
use tokio::time::Instant;

on_every_database!(
    a_stream_begins_with_the_whole_board_and_sends_changes_at_once,
    a_lost_stream_continues_after_the_last_event,
    a_version_from_the_future_gets_the_whole_board,
    a_pause_reaches_every_board,
);

always_on_every_database!(
    changes_of_another_replica_arrive_within_seconds,
    all_boards_of_a_class_share_the_reads,
    a_stream_ends_with_the_same_board_as_a_new_one,
);

async fn a_stream_begins_with_the_whole_board_and_sends_changes_at_once(app: TestApp) {
    let class = app.class_of(3).await;
    let mut stream = class.teacher.streams(&class.events(), None).await;
    assert_eq!(stream.status, 200);
    for (name, value) in [
        ("content-type", "text/event-stream"),
        ("x-accel-buffering", "no"),
        ("cache-control", "no-store, no-transform"),
    ] {
        assert_eq!(stream.headers[name], value);
    }
    let first = stream.next().await.unwrap();
    assert!((1000..=3000).contains(&first.retry.unwrap()), "{first:?}");
    assert_eq!(first.changes().seats.len(), 3);
    let began = Instant::now();
    app.browser().signs_in(&class.seats[1]).await;
    let changes = stream.next_named("changes").await.changes();
    // Another replica would learn of it after a second only.
    assert!(began.elapsed() < Duration::from_millis(900), "{:?}", began.elapsed());
    assert_eq!(changes.seats.len(), 1);
    assert_eq!(changes.seats[0].number, 2);
    assert!(changes.seats[0].stages.is_reached(Stage::SignedIn));
    assert!(!changes.seats[0].login.is_empty());
    stream.is_quiet_for(Duration::from_millis(1500)).await;
}

async fn changes_of_another_replica_arrive_within_seconds(app: TestApp) {
    let class = app.class_of(1).await;
    let mut stream = class.follows().await;
    let other = app.other_replica().await;
    other.browser().signs_in(&class.seats[0]).await;
    let signed_in = Instant::now();
    let changes = stream.next_named("changes").await.changes();
    assert!(changes.seats[0].stages.is_reached(Stage::SignedIn));
    assert!(
        signed_in.elapsed() < Duration::from_secs(3),
        "{:?}",
        signed_in.elapsed()
    );
    other.db.close().await;
}

async fn a_lost_stream_continues_after_the_last_event(app: TestApp) {
    let class = app.class_of(3).await;
    let version = class.version().await;
    drop(class.follows().await);
    app.browser().signs_in(&class.seats[2]).await;
    // The header is newer than the version in the address, which is that of the loaded page.
    let path = format!("{}?since=-1", class.events());
    let mut again = class.teacher.streams(&path, Some(version)).await;
    let missed = again.next().await.unwrap().changes();
    let numbers: Vec<u16> = missed.seats.iter().map(|seat| seat.number).collect();
    assert_eq!(numbers, [3]);
    let path = format!("{}?since={}", class.events(), missed.version);
    let mut loaded = class.teacher.streams(&path, None).await;
    assert!(loaded.next().await.unwrap().changes().seats.is_empty());
}

/// The client has seen the database before it was restored from a backup.
async fn a_version_from_the_future_gets_the_whole_board(app: TestApp) {
    let class = app.class_of(2).await;
    let mut stream = class.teacher.streams(&class.events(), Some(1_000_000)).await;
    let whole = stream.next().await.unwrap().changes();
    assert_eq!((whole.version, whole.seats.len()), (class.version().await, 2));
    app.browser().signs_in(&class.seats[0]).await;
    assert_eq!(stream.next_named("changes").await.changes().seats.len(), 1);
}

async fn a_pause_reaches_every_board(app: TestApp) {
    let class = app.class_of(1).await;
    let (mut one, mut two) = (class.follows().await, class.follows().await);
    assert!(class.action("pause", &[]).await.is_done());
    for stream in [&mut one, &mut two] {
        let changes = stream.next_named("changes").await.changes();
        assert_eq!(changes.state, ClassState::Paused);
        assert!(changes.seats.is_empty());
    }
}

/// Twelve boards cost the database no more than one.
async fn all_boards_of_a_class_share_the_reads(app: TestApp) {
    let class = app.class_of(1).await;
    let read_link = super::rights::read_link(&class).await;
    let mut streams = Vec::new();
    for _ in 0..4 {
        let colleague = app.browser();
        super::rights::uses_link(&colleague, &read_link).await;
        for _ in 0..3 {
            let mut stream = colleague.streams(&class.events(), None).await;
            stream.next().await.unwrap().changes();
            streams.push(stream);
        }
    }
    let student = app.browser();
    let alone = {
        let before = app.db.statements_so_far();
        student.signs_in(&class.seats[0]).await;
        app.db.statements_so_far() - before
    };
    for stream in &mut streams {
        stream.next_named("changes").await;
    }
    let before = app.db.statements_so_far();
    student.opens("/set-up").await;
    for stream in &mut streams {
        assert!(
            stream.next_named("changes").await.changes().seats[0]
                .stages
                .is_reached(Stage::SetupOpened)
        );
    }
    // One read of the class and one of its seats; a read of all classes and a check of the rights can come in between.
    let all = app.db.statements_so_far() - before;
    assert!(all <= alone.max(12) + 4, "{all} statements");
}

async fn a_stream_ends_with_the_same_board_as_a_new_one(app: TestApp) {
    let class = app.class_of(12).await;
    let mut stream = class.teacher.streams(&class.events(), None).await;
    let mut board = BoardView {
        id: class.id.parse().unwrap(),
        title: String::new(),
        join_code: String::new(),
        locale: Locale::En,
        phones: true,
        debrief: false,
        questions: false,
        expires: app.now(),
        changes: stream.next().await.unwrap().changes(),
    };
    let walks = class.seats.iter().cloned().map(|seat| {
        let app = app.clone();
        tokio::spawn(async move {
            let student = app.browser();
            if seat.number % 3 == 0 {
                student.gives_password(&seat.login, "wrong").await;
            }
            student.signs_in(&seat).await;
            let secret = student.opens_set_up().await;
            let connected = student.gives_set_up_code(&secret.code_beside(app.now(), -1)).await;
            assert!(connected.is_done(), "{}", connected.body);
            student.signs_out().await;
            student.signs_in(&seat).await;
            assert!(student.gives_code(&secret.code_at(app.now())).await.is_done());
        })
    });
    for walk in walks.collect::<Vec<_>>() {
        walk.await.unwrap();
    }
    while board.seats().iter().any(|seat| seat.stages.next().is_some()) {
        let changes = stream.next_named("changes").await.changes();
        assert!(changes.version > board.changes.version, "a version went back");
        board.apply(changes);
    }
    board.apply(class.changes_since(board.changes.version).await);
    assert_eq!(board.seats(), class.board().await.seats);
}
