//! Tests of rehearsals: classes with simulated students.

use crate::{always_on_every_database, common::*, on_every_database};
use domain::{
    exercises::Exercise,
    ids::ClassId,
    locale::Locale,
    refusal::Refusal,
    rehearsal::{MAX_PER_NETWORK, MAX_REHEARSALS, REHEARSAL_SEATS},
    seat_failure::SeatFailure,
    view::BoardChanges,
};
use std::time::Duration;
use texts::Texts;

on_every_database!(
    one_press_opens_a_marked_class,
    simulated_students_walk_the_lesson_like_others,
    a_teacher_can_be_the_student_of_the_first_seat,
    a_rehearsal_is_deleted_after_an_hour_and_leaves_nothing,
    a_form_that_is_sent_twice_opens_one_rehearsal,
    a_server_for_members_has_rehearsals_for_members_only,
);

always_on_every_database!(rehearsals_are_bounded_for_a_network_and_for_the_site,);

const TEXTS: Texts = Texts::of(Locale::En);

/// Opens a rehearsal from the first page, and returns its address.
async fn opens(teacher: &Browser) -> String {
    let form = teacher.opens("/").await.field("form");
    let board = teacher.submits_and_follows("/rehearsals", &[("form", &form)]).await;
    assert_eq!(board.status, 200, "{}", board.body);
    teacher.here()
}

async fn presses(app: &TestApp, browser: &Browser) -> Answer {
    let form = app.stepwise.classes.open_class_form().unwrap();
    browser.calls("/rehearsals", &[("form", &form)]).await
}

async fn changes(teacher: &Browser, page: &str) -> BoardChanges {
    let id = page.strip_prefix("/classes/").unwrap();
    teacher
        .loads("/sfn/board-changes", &[("id", id), ("since", "-1")])
        .await
        .json()
}

async fn one_press_opens_a_marked_class(app: TestApp) {
    let teacher = app.browser();
    let page = opens(&teacher).await;
    let board = teacher.opens(&page).await;
    assert!(board.says(TEXTS.rehearsal_class()) && board.says(TEXTS.rehearsal_be_student()));
    assert!(!board.body.contains("/teach/"), "no link has to be saved");
    assert_eq!(changes(&teacher, &page).await.seats.len(), usize::from(REHEARSAL_SEATS));
    let projector = teacher.opens(&format!("{page}/projector")).await;
    assert!(projector.says(TEXTS.rehearsal_title()), "clearly marked");
    assert_eq!(app.browser().gets(&page).await.status, 404);
}

async fn simulated_students_walk_the_lesson_like_others(app: TestApp) {
    let teacher = app.browser();
    let page = opens(&teacher).await;
    let class: ClassId = page.strip_prefix("/classes/").unwrap().parse().unwrap();
    let rehearsals = &app.stepwise.rehearsals;
    let mut walk = rehearsals
        .walk(class, Locale::En, "Meet me at the bakery at 5".to_owned())
        .await
        .unwrap();
    for second in 0..=140 {
        walk.advance(Duration::from_secs(second)).await;
        app.waits(1);
    }
    assert!(walk.is_over());
    let board = changes(&teacher, &page).await;
    let done = board.seats.iter().filter(|seat| seat.stages.next().is_none());
    assert!((7..=9).contains(&done.count()), "{board:?}");
    let passed =
        |seat: &&domain::view::SeatView| domain::exercises::passed_at(&seat.exercises, Exercise::Message).is_some();
    assert!(board.seats.iter().filter(passed).count() >= 2);
    assert_eq!(board.seats.iter().filter(|seat| seat.hand.is_some()).count(), 1);
    let clock_off = |seat: &&domain::view::SeatView| {
        seat.failure
            .as_ref()
            .is_some_and(|failure| matches!(failure.why, SeatFailure::ClockOff { seconds } if seconds < 0))
    };
    assert_eq!(board.seats.iter().filter(clock_off).count(), 1);
    assert!(
        board
            .seats
            .iter()
            .any(|seat| seat.stages.times().iter().all(Option::is_none)),
        "one is absent"
    );
}

async fn a_teacher_can_be_the_student_of_the_first_seat(app: TestApp) {
    let teacher = app.browser();
    let page = opens(&teacher).await;
    let board = teacher.opens(&page).await;
    let fields = [
        ("username", board.field("username")),
        ("password", board.field("password")),
    ];
    let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
    let lesson = teacher.submits_and_follows("/sign-in", &fields).await;
    assert_eq!(teacher.here(), "/lesson");
    assert!(lesson.says(TEXTS.rehearsal_title()));
    assert_eq!(teacher.gets(&page).await.status, 404, "the board sleeps meanwhile");
    teacher.signs_out().await;
    assert_eq!(teacher.opens(&page).await.status, 200);
}

async fn a_rehearsal_is_deleted_after_an_hour_and_leaves_nothing(app: TestApp) {
    let teacher = app.browser();
    app.member(&teacher, "ada").await;
    let before = app.count("account").await;
    let page = opens(&teacher).await;
    app.waits(3599);
    assert_eq!(app.stepwise.operations.sweep().await.unwrap().classes, 0);
    app.waits(2);
    assert_eq!(app.stepwise.operations.sweep().await.unwrap().classes, 1);
    assert_eq!(teacher.gets(&page).await.status, 404);
    for table in ["class", "seat", "exercise_progress", "class_result", "class_finish"] {
        assert_eq!(app.count(table).await, 0, "{table}");
    }
    assert_eq!(app.count("account").await, before);
}

async fn a_form_that_is_sent_twice_opens_one_rehearsal(app: TestApp) {
    let teacher = app.browser();
    let form = teacher.opens("/").await.field("form");
    for _ in 0..2 {
        assert!(teacher.calls("/rehearsals", &[("form", &form)]).await.is_done());
    }
    assert_eq!(app.count("class").await, 1);
}

async fn a_server_for_members_has_rehearsals_for_members_only(app: TestApp) {
    let app = app.with(|config| config.settings.members_only = true);
    assert_eq!(presses(&app, &app.browser()).await.refusal(), Refusal::MembersOnly);
    assert!(!app.browser().opens("/").await.says(TEXTS.rehearsal_open()));
    assert_eq!(app.count("class").await, 0);
    let member = app.browser();
    app.member(&member, "ada").await;
    assert!(presses(&app, &member).await.is_done());
}

async fn rehearsals_are_bounded_for_a_network_and_for_the_site(app: TestApp) {
    let press = async |from: [u8; 4]| {
        let other = app.restarted();
        presses(&other, &other.browser().from(from)).await
    };
    for _ in 0..MAX_PER_NETWORK {
        assert!(press([10, 0, 0, 1]).await.is_done());
    }
    assert_eq!(press([10, 0, 0, 1]).await.refusal(), Refusal::TooManyRehearsals);
    // One process moves a few rehearsals at once.
    let busy = app.restarted();
    let mut opened = MAX_PER_NETWORK;
    let mut network = 20;
    while presses(&busy, &busy.browser().from([10, 0, 0, network]))
        .await
        .is_done()
    {
        (opened, network) = (opened + 1, network + 1);
        assert!(opened <= 10, "a process does not move any number of rehearsals");
    }
    // Other processes go on until the site is full.
    while press([10, 0, 1, network]).await.is_done() {
        (opened, network) = (opened + 1, network + 1);
        assert!(opened <= MAX_REHEARSALS, "the site is never full");
    }
    assert_eq!(opened, MAX_REHEARSALS);
    app.waits(3601);
    app.stepwise.operations.sweep().await.unwrap();
    assert!(press([10, 0, 0, 1]).await.is_done());
}
