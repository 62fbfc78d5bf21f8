//! Tests of the lesson of a class: presets, what is open, and what reaches the pages of students.

use super::finished;
use crate::{
    common::{api_teacher::*, *},
    on_every_database,
};
use domain::{
    exercises::{Exercise, Gate},
    refusal::Refusal,
    view::LessonState,
};
use texts::Texts;

const ENGLISH: Texts = Texts::of(domain::locale::Locale::En);

on_every_database!(
    the_preset_of_the_form_decides_the_lesson_of_the_class,
    a_lesson_of_90_minutes_begins_with_questions,
    a_teacher_opens_the_next_exercise_for_everybody,
    a_student_sees_an_exercise_after_the_four_stages_and_when_it_is_open,
    exercises_and_settings_reach_the_open_page_of_a_student,
    a_student_who_is_ahead_sees_what_comes_next,
    an_api_client_sets_exercises_and_reads_the_progress,
);

async fn the_preset_of_the_form_decides_the_lesson_of_the_class(app: TestApp) {
    let opens = async |more: &[(&str, &str)]| {
        let teacher = app.browser();
        let form = teacher.opens("/").await.field("form");
        let fields = [&[("form", form.as_str()), ("seats", "2"), ("title", "7b")], more].concat();
        let opened = teacher.submits_and_follows("/classes", &fields).await;
        assert_eq!(opened.status, 200, "{}", opened.body);
        let id = teacher.here().strip_prefix("/classes/").unwrap().to_owned();
        let changes = teacher
            .loads("/sfn/board-changes", &[("id", &id), ("since", "-1")])
            .await;
        changes.json::<domain::view::BoardChanges>().lesson.to_string()
    };
    assert_eq!(opens(&[]).await, "", "a form of an earlier release");
    assert_eq!(opens(&[("preset", "stages")]).await, "");
    assert_eq!(opens(&[("preset", "45")]).await, "message:open");
    assert_eq!(
        opens(&[("preset", "90")]).await,
        "message:open files:later recovery:later messages:later passkey:later phishing:later"
    );
    let chosen = [
        ("preset", "own"),
        ("chosen[messages]", "on"),
        ("chosen[recovery]", "on"),
    ];
    assert_eq!(opens(&chosen).await, "recovery:open messages:later");
    assert_eq!(
        opens(&[("preset", "45"), ("chosen[files]", "on")]).await,
        "message:open"
    );
    let page = app.browser().opens("/").await;
    assert!(page.says(ENGLISH.exercises_preset_45()) && page.says(ENGLISH.exercises_preset_own()));
}

async fn a_lesson_of_90_minutes_begins_with_questions(app: TestApp) {
    let asks = async |more: &[(&str, &str)]| {
        let teacher = app.browser();
        let form = teacher.opens("/").await.field("form");
        let fields = [&[("form", form.as_str()), ("seats", "2"), ("title", "7b")], more].concat();
        teacher.submits_and_follows("/classes", &fields).await;
        let page = teacher.opens(&format!("{}/questions", teacher.here())).await;
        page.says(ENGLISH.questions_chosen())
    };
    assert!(asks(&[("preset", "90")]).await);
    assert!(asks(&[("preset", "own"), ("chosen[questions]", "on")]).await);
    for none in [("preset", "45"), ("preset", "stages"), ("preset", "own")] {
        assert!(!asks(&[none]).await, "{none:?}");
    }
    assert!(!asks(&[("preset", "45"), ("chosen[questions]", "on")]).await);
}

async fn a_teacher_opens_the_next_exercise_for_everybody(app: TestApp) {
    let class = app.class_of(2).await;
    class.sets_gate(Exercise::Recovery, "open").await;
    class.sets_gate(Exercise::Messages, "later").await;
    let opened = class.action("open_exercise", &[("exercise", "messages")]).await;
    assert!(opened.is_done(), "{}", opened.body);
    let lesson = class.board().await.lesson;
    assert_eq!(lesson.to_string(), "recovery:open messages:open");
    // A second press, or a press for an exercise that is off, changes nothing.
    let version = class.version().await;
    for exercise in ["messages", "files"] {
        assert!(class.action("open_exercise", &[("exercise", exercise)]).await.is_done());
    }
    assert_eq!(class.version().await, version);
    for wrong in [("gates[juggling]", "open"), ("gates[files]", "ajar")] {
        assert_eq!(class.action("lesson", &[wrong]).await.refusal(), Refusal::BadRequest);
    }
    let other = app.class_of(1).await;
    let foreign = class
        .action_by(&other.teacher, "open_exercise", &[("exercise", "files")])
        .await;
    assert_eq!(foreign.refusal(), Refusal::NotFound);
    assert!(class.action("end", &[]).await.is_done());
    let late = class.action("lesson", &[("gates[files]", "open")]).await;
    assert_eq!(late.refusal(), Refusal::ClassEnded);
}

async fn a_student_sees_an_exercise_after_the_four_stages_and_when_it_is_open(app: TestApp) {
    let class = app.class_of(2).await;
    let (student, ..) = finished(&app, &class, 0).await;
    let beginner = app.browser();
    beginner.signs_in(&class.seats[1]).await;
    let load = "/sfn/recovery-exercise";
    assert_eq!(student.loads(load, &[]).await.refusal(), Refusal::NotFound, "it is off");
    assert_eq!(student.gets("/lesson/recovery").await.status, 404);
    class.sets_gate(Exercise::Recovery, "later").await;
    assert_eq!(student.loads(load, &[]).await.refusal(), Refusal::ExerciseLater);
    let later = student.gets("/lesson/recovery").await;
    assert_eq!(later.status, 409);
    assert!(later.says(ENGLISH.refusal_exercise_later()));
    class.sets_gate(Exercise::Recovery, "open").await;
    assert_eq!(student.gets("/lesson/recovery").await.status, 200);
    assert_eq!(beginner.loads(load, &[]).await.refusal(), Refusal::StagesFirst);
    assert_eq!(beginner.gets("/lesson/recovery").await.status, 409);
    for path in ["/lesson/juggling", "/lesson/%2e%2e%2fclasses", "/lesson/recovery%2F"] {
        assert_eq!(student.gets(path).await.status, 404, "{path}");
    }
    assert!(class.action("pause", &[]).await.is_done());
    assert!(student.opens("/lesson/recovery").await.says(ENGLISH.exercises_paused()));
    assert!(class.action("end", &[]).await.is_done());
    assert_eq!(student.loads(load, &[]).await.refusal(), Refusal::ClassEnded);
    assert_eq!(app.browser().loads(load, &[]).await.refusal(), Refusal::SignInFirst);
}

async fn exercises_and_settings_reach_the_open_page_of_a_student(app: TestApp) {
    let class = app.class_of(1).await;
    let student = app.browser();
    student.signs_in(&class.seats[0]).await;
    let mut stream = student.streams_lesson().await;
    let next = async |stream: &mut EventStream| -> LessonState {
        serde_json::from_str(&stream.next_named("state").await.data).unwrap()
    };
    assert_eq!(next(&mut stream).await.shown, " en phones");
    class.sets_gate(Exercise::Message, "later").await;
    assert_eq!(next(&mut stream).await.shown, "message:later en phones");
    class.action("open_exercise", &[("exercise", "message")]).await;
    assert_eq!(next(&mut stream).await.shown, "message:open en phones");
    class.action("language", &[("locale", "fr")]).await;
    assert_eq!(next(&mut stream).await.shown, "message:open fr phones");
    class.action("phones_off", &[]).await;
    assert_eq!(next(&mut stream).await.shown, "message:open fr ");
    let polled: LessonState = student.loads("/sfn/lesson-state", &[]).await.json();
    assert_eq!(polled.shown, "message:open fr ");
}

async fn a_student_who_is_ahead_sees_what_comes_next(app: TestApp) {
    let class = app.class_of(1).await;
    class.sets_gate(Exercise::Recovery, "later").await;
    let (student, ..) = finished(&app, &class, 0).await;
    let page = student.opens("/lesson").await;
    assert!(page.says(ENGLISH.exercises_hello()) && page.says(ENGLISH.exercises_wait()));
    assert!(page.says(ENGLISH.exercises_later()) && !page.body.contains("/lesson/recovery\""));
    class.sets_gate(Exercise::Recovery, "open").await;
    let page = student.opens("/lesson").await;
    assert!(page.says(ENGLISH.exercises_recovery_about()) && !page.says(ENGLISH.exercises_wait()));
    assert!(page.body.contains("/lesson/recovery\""));
    // Without exercises, and after the end of the class, the page shows what the student has learned.
    class.sets_gate(Exercise::Recovery, "off").await;
    assert!(student.opens("/lesson").await.says(ENGLISH.lesson_finish_title()));
    class.sets_gate(Exercise::Recovery, "open").await;
    assert!(class.action("end", &[]).await.is_done());
    assert!(student.opens("/lesson").await.says(ENGLISH.lesson_finish_title()));
}

async fn an_api_client_sets_exercises_and_reads_the_progress(app: TestApp) {
    use axum::http::Method;
    use serde_json::{Value, json};
    let teacher = ApiTeacher::new(&app, "ada").await;
    let opens = async |exercises: Value| {
        let body = json!({ "seats": 1, "exercises": exercises });
        teacher.calls(Method::POST, "/classes", Some(body)).await
    };
    assert_eq!(opens(json!({ "juggling": "open" })).await.status, 422);
    assert_eq!(opens(json!({ "files": "ajar" })).await.status, 422);
    let opened = opens(json!({ "recovery": "open", "files": "later" })).await;
    assert_eq!(opened.status, 201, "{}", opened.body);
    let opened: Value = opened.json();
    let path = format!("/classes/{}", opened["id"].as_str().unwrap());
    let class: Value = teacher.gets(&path).await.json();
    let gates = json!({ "message": "off", "files": "later", "recovery": "open", "messages": "off", "passkey": "off", "phishing": "off" });
    assert_eq!(class["exercises"], gates);
    assert_eq!(class["seats"][0]["exercises"], json!([]));
    assert_eq!(class["seats"][0]["hand"], Value::Null);
    let body = json!({ "exercises": { "files": "open", "recovery": "off" } });
    let changed = teacher
        .calls(Method::PATCH, &format!("{path}/exercises"), Some(body))
        .await;
    assert_eq!(changed.status, 200, "{}", changed.body);
    assert_eq!(changed.json::<Value>()["exercises"]["files"], "open");
    let progress: Value = teacher.gets(&format!("{path}/progress")).await.json();
    assert_eq!(progress["exercises"]["recovery"], "off");
    assert_eq!(Gate::from_code("off"), Some(Gate::Off));
}
