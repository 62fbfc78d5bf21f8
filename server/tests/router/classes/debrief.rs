//! Tests of the debrief on the projector page, and of the finish page that the teacher keeps.

use crate::{always_on_every_database, common::*, on_every_database};
use domain::{
    exercises::Exercise,
    locale::Locale,
    mistakes::Mistake,
    view::{ResultsView, WallChanges},
};
use std::time::Duration;
use texts::Texts;

on_every_database!(
    the_projector_shows_what_went_wrong_without_names,
    an_open_projector_page_learns_of_the_debrief,
    the_finish_page_stays_when_the_class_is_deleted,
    only_the_teacher_reads_the_finish_page,
);

always_on_every_database!(mistakes_at_the_same_moment_are_all_counted,);

const TEXTS: Texts = Texts::of(Locale::En);
const DAY: u64 = 24 * 3600;

async fn wrong_password(class: &Class, seat: usize, times: u32) {
    let seat = &class.seats[seat];
    for n in 1..=times {
        class.teacher.app.browser().gives_password(&seat.login, "wrong").await;
        reports(class, seat.number, n).await;
    }
}

/// Waits until the failures of the seat are reported, which the answer to the student does not wait for.
async fn reports(class: &Class, number: u16, failures: u32) {
    for _ in 0..500 {
        let results: ResultsView = class.teacher.loads("/sfn/results", &[("id", &class.id)]).await.json();
        if results
            .seats
            .iter()
            .any(|seat| seat.number == number && seat.failures == failures)
        {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("seat {number} has not {failures} failures");
}

async fn the_projector_shows_what_went_wrong_without_names(app: TestApp) {
    let class = app.class_of(3).await;
    class.action("names", &[("names", "Anna\nBen\nChloe")]).await;
    wrong_password(&class, 1, 2).await;
    let student = app.browser();
    let (secret, _) = student.connects(&class.seats[0]).await;
    student.signs_out().await;
    student
        .gives_password(&class.seats[0].login, &class.seats[0].password)
        .await;
    student.gives_code("000000").await;
    class.sets_gate(Exercise::Message, "open").await;
    let projector = format!("{}/projector", class.page());
    let before = class.teacher.opens(&projector).await;
    assert!(!before.says(TEXTS.debrief_title()));
    assert!(class.action("debrief", &[]).await.is_done());
    let page = class.teacher.opens(&projector).await;
    assert!(page.says(TEXTS.debrief_title()) && page.says(TEXTS.debrief_wrong_password()));
    assert!(page.says(&TEXTS.debrief_times(2)), "{}", html::text(&page.body));
    let order = [TEXTS.debrief_wrong_password(), TEXTS.debrief_wrong_code()].map(|text| page.body.find(text));
    assert!(
        order[0].is_some() && order[0] < order[1],
        "the most frequent comes first: {order:?}"
    );
    let secrets = class
        .seats
        .iter()
        .map(|seat| seat.login.as_str())
        .chain(["Anna", "Ben", "Chloe"]);
    for name in secrets {
        assert!(!page.body.contains(name), "{name}");
    }
    drop(secret);
    // The board offers to end the debrief, and the projector shows the lesson again.
    assert!(class.teacher.opens(&class.page()).await.says(TEXTS.debrief_stop()));
    assert!(class.action("debrief_off", &[]).await.is_done());
    assert!(!class.teacher.opens(&projector).await.says(TEXTS.debrief_title()));
}

async fn an_open_projector_page_learns_of_the_debrief(app: TestApp) {
    let class = app.class_of(1).await;
    let events = format!("{}?page=projector&since=-1", class.events());
    let mut stream = class.teacher.streams(&events, None).await;
    stream.next().await.unwrap();
    class.action("debrief", &[]).await;
    let change: WallChanges = serde_json::from_str(&stream.next_named("changes").await.data).unwrap();
    assert!(change.settings.debrief, "other settings make the page load again");
    // Without scripts the board gives a receipt with an undo.
    class.teacher.opens(&class.page()).await;
    let fields = [("id", class.id.as_str()), ("what", "debrief")];
    let board = class.teacher.submits_and_follows("/classes/act", &fields).await;
    assert!(board.says(TEXTS.debrief_started()) && board.says(TEXTS.receipt_undo()));
}

async fn the_finish_page_stays_when_the_class_is_deleted(app: TestApp) {
    let class = app.class_of(3).await;
    let phone = app.member(&class.teacher, "ada").await;
    assert!(class.action("take_over", &[]).await.is_done());
    class.action("names", &[("names", "Anna\nBen\nChloe")]).await;
    wrong_password(&class, 1, 3).await;
    let student = app.browser();
    student.signs_in(&class.seats[0]).await;
    app.waits(90);
    let secret = student.opens_set_up().await;
    student.gives_set_up_code(&secret.code_at(app.now())).await;
    let finish = format!("{}/finish", class.page());
    let open = class.teacher.opens(&finish).await;
    for text in [
        TEXTS.debrief_wrong_password(),
        &TEXTS.debrief_times(3),
        &TEXTS.finish_slowest("1 min 30 s", TEXTS.stage_setup_opened()),
    ] {
        assert!(open.says(text), "{text}: {}", html::text(&open.body));
    }
    assert!(!open.body.contains("Anna") && !open.body.contains(&class.seats[0].login));
    app.waits(9 * DAY);
    assert_eq!(app.stepwise.operations.sweep().await.unwrap().classes, 1);
    assert!(
        class
            .teacher
            .signs_in_as("ada", "correct horse battery", &phone)
            .await
            .is_done()
    );
    let kept = class.teacher.opens(&finish).await;
    assert!(kept.says(TEXTS.debrief_wrong_password()) && kept.says(&TEXTS.debrief_times(3)));
    assert!(kept.says("7b") && !kept.body.contains("Ben") && !kept.body.contains(&class.seats[1].login));
    assert!(!app.dump().await.lines().any(|line| line.starts_with("class_mistake")));
    let stranger = app.browser();
    app.member(&stranger, "eve").await;
    assert_eq!(stranger.gets(&finish).await.status, 404);
}

async fn only_the_teacher_reads_the_finish_page(app: TestApp) {
    let class = app.class_of(1).await;
    let student = app.browser();
    student.signs_in(&class.seats[0]).await;
    for person in [&app.browser(), &student] {
        assert_eq!(person.gets(&format!("{}/finish", class.page())).await.status, 404);
    }
    assert_eq!(
        class.teacher.opens(&format!("{}/finish", class.page())).await.status,
        200
    );
}

async fn mistakes_at_the_same_moment_are_all_counted(app: TestApp) {
    let class = app.class_of(10).await;
    let mut tries = tokio::task::JoinSet::new();
    for seat in &class.seats {
        let (student, login) = (app.browser(), seat.login.clone());
        tries.spawn(async move { student.gives_password(&login, "wrong").await.status });
    }
    tries.join_all().await;
    for seat in &class.seats {
        reports(&class, seat.number, 1).await;
    }
    let code = Mistake::WrongPassword.code();
    let dump = app.dump().await;
    let row = dump
        .lines()
        .find(|line| line.contains("class_mistake") && line.contains(code));
    assert!(row.is_some_and(|row| row.contains("10")), "{row:?}");
}
