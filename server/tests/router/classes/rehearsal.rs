//! Tests of rehearsals: classes with simulated students.

use crate::{
    always_on_every_database,
    common::{test_app::BEGIN, *},
    on_every_database,
};
use backend::{operations::Replica, rehearsals::Driver};
use domain::{
    exercises::{Exercise, passed_at},
    locale::Locale,
    refusal::Refusal,
    rehearsal::{MAX_PER_NETWORK, MAX_REHEARSALS, REHEARSAL_SEATS, script},
    seat_failure::SeatFailure,
    view::{BoardChanges, SeatView},
};
use std::{net::Ipv6Addr, time::Duration};
use texts::Texts;

on_every_database!(
    one_press_opens_a_marked_class,
    simulated_students_walk_the_lesson_like_others,
    a_restarted_server_goes_on_with_a_rehearsal,
    a_paused_rehearsal_stands_still_and_goes_on,
    a_rehearsal_that_was_ended_can_be_seen_until_its_hour_is_over,
    a_teacher_can_be_the_student_of_the_first_seat,
    a_rehearsal_is_deleted_after_an_hour_and_leaves_nothing,
    a_form_that_is_sent_twice_opens_one_rehearsal,
    a_server_for_members_has_rehearsals_for_members_only,
);

always_on_every_database!(
    rehearsals_are_bounded_for_a_network_and_for_the_site,
    two_replicas_never_act_twice,
    networks_of_one_ipv6_site_do_not_open_all_rehearsals,
);

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

/// The driver of a process.
fn driver(app: &TestApp) -> Driver {
    let message = |_| "Meet me at the bakery at 5".to_owned();
    app.stepwise.rehearsals.driver(Replica::new().unwrap(), message)
}

/// Moves the students for some seconds.
async fn drives(app: &TestApp, driver: &mut Driver, seconds: u64) {
    for _ in 0..seconds {
        driver.tick().await.unwrap();
        app.waits(1);
    }
}

/// Waits until the seats show all mistakes that are due: a task of its own writes a wrong password to its seat. The
/// clock stands still meanwhile. The driver goes on, because a student makes a mistake only when the seat shows the
/// one before.
async fn mistakes_are_written(app: &TestApp, driver: &mut Driver, teacher: &Browser, page: &str) {
    let elapsed = app.now().since(BEGIN);
    let due: Vec<u64> = (1..=REHEARSAL_SEATS).map(|seat| mistakes_due(seat, elapsed)).collect();
    for _ in 0..500 {
        driver.tick().await.unwrap();
        if failures(teacher, page).await == due {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(failures(teacher, page).await, due);
}

/// The mistakes of the script at a seat until this time after the opening.
fn mistakes_due(seat: u16, elapsed: Duration) -> u64 {
    let mistakes = script(seat)
        .into_iter()
        .filter(|(due, act)| act.is_failure() && *due <= elapsed);
    mistakes.count() as u64
}

async fn acts(teacher: &Browser, page: &str, what: &str) {
    let id = page.strip_prefix("/classes/").unwrap();
    let acted = teacher.calls("/classes/act", &[("id", id), ("what", what)]).await;
    assert!(acted.is_done(), "{}", acted.body);
}

/// All students have done what the script says, and nothing twice.
fn is_as_written(board: &BoardChanges) {
    let number = |is: &dyn Fn(&SeatView) -> bool| board.seats.iter().filter(|seat| is(seat)).count();
    assert_eq!(number(&|seat| seat.stages.next().is_none()), 7, "{board:?}");
    assert!(number(&|seat| passed_at(&seat.exercises, Exercise::Message).is_some()) >= 2);
    assert_eq!(number(&|seat| seat.hand.is_some()), 1);
    let hints: Vec<u8> = board.seats.iter().filter_map(|seat| Some(seat.hand?.hints)).collect();
    assert_eq!(hints, [1]);
    let is_clock = |why| matches!(why, SeatFailure::ClockOff { seconds } if seconds < 0);
    assert_eq!(
        number(&|seat| seat.failure.is_some_and(|failure| is_clock(failure.why))),
        1
    );
    let is_absent = |seat: &SeatView| seat.stages.latest().is_none();
    assert_eq!(number(&is_absent), 2, "one is absent, and one seat is the teacher's");
}

/// The cells of a row. A time contains a comma and is in quotes.
fn cells(row: &str) -> Vec<&str> {
    let mut is_quoted = false;
    row.split(move |sign| {
        is_quoted ^= sign == '"';
        sign == ',' && !is_quoted
    })
    .collect()
}

/// How many failed attempts each seat has.
async fn failures(teacher: &Browser, page: &str) -> Vec<u64> {
    let table = teacher.gets(&format!("{page}/results.csv")).await;
    let rows: Vec<Vec<&str>> = table.body.lines().map(cells).collect();
    let column = rows[0].iter().position(|head| *head == TEXTS.results_failures());
    let column = column.unwrap_or_else(|| panic!("{}", table.body));
    rows[1..].iter().map(|row| row[column].parse().unwrap()).collect()
}

/// The wrong passwords and codes of the script.
const FAILURES: [u64; REHEARSAL_SEATS as usize] = [0, 0, 0, 3, 1, 0, 2, 0, 0, 1, 0, 0];

async fn simulated_students_walk_the_lesson_like_others(app: TestApp) {
    let teacher = app.browser();
    let page = opens(&teacher).await;
    let mut driver = driver(&app);
    drives(&app, &mut driver, 150).await;
    mistakes_are_written(&app, &mut driver, &teacher, &page).await;
    is_as_written(&changes(&teacher, &page).await);
    assert_eq!(failures(&teacher, &page).await, FAILURES);
}

async fn a_restarted_server_goes_on_with_a_rehearsal(app: TestApp) {
    let teacher = app.browser();
    let page = opens(&teacher).await;
    let mut first = driver(&app);
    drives(&app, &mut first, 40).await;
    // A mistake that is written later would change the version, and the other server would make it again.
    mistakes_are_written(&app, &mut first, &teacher, &page).await;
    let before = changes(&teacher, &page).await;
    assert!(
        before.seats.iter().any(|seat| seat.stages.next().is_none()),
        "{before:?}"
    );
    let restarted = app.restarted();
    let mut other = driver(&restarted);
    drives(&app, &mut other, 6).await;
    let leased = changes(&teacher, &page).await;
    assert_eq!(leased.version, before.version, "the first replica may still be there");
    drives(&app, &mut other, 120).await;
    mistakes_are_written(&app, &mut other, &teacher, &page).await;
    is_as_written(&changes(&teacher, &page).await);
    assert_eq!(failures(&teacher, &page).await, FAILURES);
    // The students are done, so a third replica has nothing to do.
    let done = changes(&teacher, &page).await.version;
    drives(&app, &mut driver(&app.restarted()), 30).await;
    assert_eq!(changes(&teacher, &page).await.version, done);
}

async fn two_replicas_never_act_twice(app: TestApp) {
    let teacher = app.browser();
    let page = opens(&teacher).await;
    let (mut one, mut two) = (driver(&app), driver(&app.restarted()));
    for _ in 0..150 {
        let (first, second) = tokio::join!(one.tick(), two.tick());
        first.unwrap();
        second.unwrap();
        app.waits(1);
    }
    is_as_written(&changes(&teacher, &page).await);
    assert_eq!(failures(&teacher, &page).await, FAILURES);
}

async fn a_paused_rehearsal_stands_still_and_goes_on(app: TestApp) {
    let teacher = app.browser();
    let page = opens(&teacher).await;
    let mut driver = driver(&app);
    drives(&app, &mut driver, 30).await;
    mistakes_are_written(&app, &mut driver, &teacher, &page).await;
    acts(&teacher, &page, "pause").await;
    let paused = changes(&teacher, &page).await.version;
    drives(&app, &mut driver, 60).await;
    assert_eq!(changes(&teacher, &page).await.version, paused);
    acts(&teacher, &page, "go_on").await;
    drives(&app, &mut driver, 60).await;
    mistakes_are_written(&app, &mut driver, &teacher, &page).await;
    is_as_written(&changes(&teacher, &page).await);
}

async fn a_rehearsal_that_was_ended_can_be_seen_until_its_hour_is_over(app: TestApp) {
    let teacher = app.browser();
    let page = opens(&teacher).await;
    let mut driver = driver(&app);
    drives(&app, &mut driver, 30).await;
    mistakes_are_written(&app, &mut driver, &teacher, &page).await;
    acts(&teacher, &page, "end").await;
    app.waits(3500);
    drives(&app, &mut driver, 60).await;
    assert_eq!(teacher.gets(&format!("{page}/finish")).await.status, 200);
    drives(&app, &mut driver, 20).await;
    assert_eq!(teacher.gets(&format!("{page}/finish")).await.status, 404);
    for table in ["class", "seat", "lease"] {
        assert_eq!(app.count(table).await, 0, "{table}");
    }
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

/// A visitor whose provider assigns a /48 has 65,536 networks.
async fn networks_of_one_ipv6_site_do_not_open_all_rehearsals(app: TestApp) {
    let press = async |site: u16, network: u16| {
        // Each process moves a few rehearsals only.
        let other = app.restarted();
        let mut visitor = other.browser();
        visitor.address = Ipv6Addr::new(0x2001, 0xdb8, site, network, 0, 0, 0, 1).into();
        presses(&other, &visitor).await
    };
    for network in 0..6 {
        assert!(press(1, network).await.is_done(), "{network}");
    }
    for network in 6..9 {
        assert_eq!(press(1, network).await.refusal(), Refusal::TooManyRehearsals);
    }
    assert!(press(2, 0).await.is_done(), "another school");
}
