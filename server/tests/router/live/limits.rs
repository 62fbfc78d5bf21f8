//! Tests of how many streams the server keeps open, and what open streams cost the database.

use crate::{always_on_every_database, common::*, on_every_database};
use axum::http::StatusCode;
use std::time::Duration;
use tokio::time::sleep;

on_every_database!(
    one_session_holds_a_few_streams_and_polls_beyond,
    a_full_server_refuses_further_streams,
    a_slow_client_gets_one_summary_of_all_changes,
    a_stopping_server_closes_its_streams,
    a_quiet_stream_is_kept_alive,
);

always_on_every_database!(open_boards_without_changes_cost_two_statements_a_second_together,);

async fn one_session_holds_a_few_streams_and_polls_beyond(app: TestApp) {
    let class = app.class_of(1).await;
    let mut open = Vec::new();
    for _ in 0..4 {
        open.push(class.follows().await);
    }
    // A browser does not connect again after 204.
    let beyond = class.teacher.streams(&class.events(), None).await;
    assert_eq!(beyond.status, StatusCode::NO_CONTENT);
    assert_eq!(class.board().await.seats.len(), 1, "polls go on");
    let elsewhere = app.class_of(1).await;
    elsewhere.follows().await;
    open.pop();
    class.follows().await;
}

async fn a_full_server_refuses_further_streams(app: TestApp) {
    let small = app.with(|config| config.settings.max_streams = 2);
    let (one, two, three) = (
        small.class_of(1).await,
        small.class_of(1).await,
        small.class_of(1).await,
    );
    let (_open, second) = (one.follows().await, two.follows().await);
    let refused = three.teacher.streams(&three.events(), None).await;
    assert_eq!(refused.status, StatusCode::NO_CONTENT);
    drop(second);
    three.follows().await;
}

/// The client reads nothing while more happens than the server keeps for it.
async fn a_slow_client_gets_one_summary_of_all_changes(app: TestApp) {
    let class = app.class_of(30).await;
    let mut slow = class.follows().await;
    let mut fast = class.follows().await;
    for seat in &class.seats {
        let label = format!("Student {}", seat.number);
        let number = seat.number.to_string();
        let fields = [
            ("id", class.id.as_str()),
            ("number", number.as_str()),
            ("act", "label"),
            ("label", label.as_str()),
        ];
        assert!(class.teacher.calls("/classes/seat", &fields).await.is_done());
        fast.next_named("changes").await;
    }
    let mut events = 0;
    let mut labelled = std::collections::BTreeSet::new();
    while labelled.len() < 30 {
        events += 1;
        let changes = slow.next_named("changes").await.changes();
        labelled.extend(changes.seats.iter().filter_map(|seat| seat.label.clone()));
    }
    assert!(events < 25, "{events} events");
}

async fn open_boards_without_changes_cost_two_statements_a_second_together(app: TestApp) {
    let mut streams = Vec::new();
    for _ in 0..20 {
        let class = app.class_of(1).await;
        streams.push(class.follows().await);
    }
    let seconds = 6;
    let before = app.db.statements_so_far();
    sleep(Duration::from_secs(seconds)).await;
    let asked = app.db.statements_so_far() - before;
    assert!(
        (seconds - 2..=2 * seconds).contains(&asked),
        "{asked} statements in {seconds} s"
    );
    drop(streams);
    sleep(Duration::from_millis(2500)).await;
    let before = app.db.statements_so_far();
    sleep(Duration::from_secs(2)).await;
    assert_eq!(app.db.statements_so_far(), before, "without streams nothing is read");
}

async fn a_stopping_server_closes_its_streams(app: TestApp) {
    let class = app.class_of(1).await;
    let student = app.browser();
    student.signs_in(&class.seats[0]).await;
    let mut lesson = student.streams_lesson().await;
    lesson.next_named("state").await;
    let mut board = class.follows().await;
    app.stepwise.live.close();
    for stream in [&mut board, &mut lesson] {
        let closing = stream.next_named("closing").await;
        assert!((1000..=3000).contains(&closing.retry.unwrap()));
        assert_eq!(stream.next().await, None);
    }
    let refused = class.teacher.streams(&class.events(), None).await;
    assert_eq!(refused.status, StatusCode::NO_CONTENT);
}

async fn a_quiet_stream_is_kept_alive(app: TestApp) {
    let class = app.class_of(1).await;
    let mut stream = class.follows().await;
    let alive = stream.next().await.unwrap();
    assert_eq!(
        (alive.name.as_str(), alive.comment.as_deref()),
        ("alive", Some("keep-alive"))
    );
    assert!(!alive.data.is_empty(), "browsers ignore events without data");
}
