//! Tests of what teachers keep of the exercises: results page, table, and the counts after the deletion of the class.

use super::finished;
use crate::{common::*, on_every_database};
use domain::{exercises::Exercise, view::ClassesView};
use texts::Texts;

const ENGLISH: Texts = Texts::of(domain::locale::Locale::En);

on_every_database!(
    the_results_have_a_row_and_columns_for_each_exercise,
    a_deleted_class_leaves_counts_and_nothing_else,
);

/// A student who passes the exercise with codes by message.
async fn passes_messages(app: &TestApp, class: &Class, seat: usize) {
    let (student, ..) = finished(app, class, seat).await;
    assert!(student.calls("/phone/take", &[]).await.is_done());
    let newest = async || {
        let messages = student.practice_phone().await.unwrap().messages;
        messages.into_iter().next().unwrap().code
    };
    assert!(student.calls("/set-up/send", &[("kind", "sms")]).await.is_done());
    let code = newest().await;
    assert!(student.calls("/set-up/message", &[("code", &code)]).await.is_done());
    app.waits(60);
    student.signs_out().await;
    student.signs_in(&class.seats[seat]).await;
    assert!(student.requests_code("sms").await.is_done());
    let code = newest().await;
    assert!(student.gives_message_code("sms", &code).await.is_done());
}

async fn the_results_have_a_row_and_columns_for_each_exercise(app: TestApp) {
    let class = app.class_of(2).await;
    class.sets_gate(Exercise::Messages, "open").await;
    class.sets_gate(Exercise::Files, "later").await;
    passes_messages(&app, &class, 0).await;
    let page = class.teacher.opens(&format!("{}/results", class.page())).await;
    for (name, passed) in [(ENGLISH.exercises_messages(), 1), (ENGLISH.exercises_files(), 0)] {
        let row = format!("{name}{passed} {}", ENGLISH.board_of(2));
        assert!(page.says(&row), "{row}");
    }
    assert!(!page.says(ENGLISH.exercises_message_about()));
    let table = class.teacher.gets(&format!("{}/results.csv", class.page())).await;
    let lines: Vec<&str> = table.body.strip_prefix('\u{FEFF}').unwrap().split("\r\n").collect();
    let files = ENGLISH.exercises_files();
    let messages = ENGLISH.exercises_messages();
    let head = [
        files.to_owned(),
        messages.to_owned(),
        format!("\"{}\"", ENGLISH.results_seconds(files)),
        format!("\"{}\"", ENGLISH.results_seconds(messages)),
        ENGLISH.exercises_attempts_of(files),
        ENGLISH.exercises_attempts_of(messages),
    ];
    // The last column is the title of the class.
    let lines: Vec<_> = lines.iter().filter_map(|line| line.rsplit_once(',')).collect();
    let lines: Vec<&str> = lines.into_iter().map(|(columns, _)| columns).collect();
    assert!(lines[0].ends_with(&head.join(",")), "{}", lines[0]);
    assert!(lines[1].ends_with(",2026-11-20 09:01:40,,60,0,1"), "{}", lines[1]);
    assert!(lines[2].ends_with(",,,,,0,0"), "{}", lines[2]);
}

async fn a_deleted_class_leaves_counts_and_nothing_else(app: TestApp) {
    let class = app.class_of(2).await;
    let phone = app.member(&class.teacher, "ada").await;
    assert!(class.action("take_over", &[]).await.is_done());
    class.sets_gate(Exercise::Messages, "open").await;
    passes_messages(&app, &class, 0).await;
    assert_eq!(app.count("exercise_progress").await, 1);
    assert!(class.action("end", &[]).await.is_done());
    app.waits(7 * 24 * 3600);
    app.stepwise.operations.sweep().await.unwrap();
    assert_eq!(app.count("exercise_progress").await, 0);
    assert_eq!(app.count("class_result").await, 2);
    let ada = app.browser();
    assert!(ada.gives_password("ada", "correct horse battery").await.is_done());
    assert!(ada.gives_code(&phone.code_at(app.now())).await.is_done());
    let view: ClassesView = ada.loads("/sfn/classes", &[]).await.json();
    let summary = view.gone[0].summary;
    let kept = summary.exercises[Exercise::Messages.index()];
    assert_eq!((kept.passed, kept.attempts), (1, 1));
    assert_eq!(summary.begun_exercises(), [Exercise::Messages]);
}
