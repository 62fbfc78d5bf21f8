//! Tests of the addresses of files in the exercise *files by role*: names that are no file, requests that the student has
//! not made, and a closed exercise.

use super::{
    files::{PAGE, address, class_with_files, word_in},
    finished,
};
use crate::{common::*, on_every_database};
use axum::http::{Method, Request, header};
use domain::{
    exercises::{
        Exercise,
        files::{File, Role, may_open},
    },
    refusal::Refusal,
};
use texts::Texts;

const ENGLISH: Texts = Texts::of(domain::locale::Locale::En);

on_every_database!(
    only_the_exact_address_of_a_file_is_one,
    a_request_that_the_student_has_not_made_is_no_attempt,
    files_need_an_open_exercise,
);

async fn only_the_exact_address_of_a_file_is_one(app: TestApp) {
    let class = class_with_files(&app, 1).await;
    let other = class_with_files(&app, 1).await;
    let (student, ..) = finished(&app, &class, 0).await;
    let (stranger, ..) = finished(&app, &other, 0).await;
    for path in [
        "..",
        "%2e%2e",
        "..%2fsalaries",
        "Salaries",
        "salaries%00",
        "salaries.txt",
        "secret",
        "salaries%2F..",
    ] {
        let answer = student.gets(&format!("{PAGE}/{path}")).await;
        assert!([400, 404].contains(&answer.status.as_u16()), "{path} {}", answer.status);
    }
    let deeper = student.gets(&format!("{PAGE}/{}/salaries", other.id)).await;
    assert_eq!(deeper.status, 404, "files of another class have no address");
    assert_eq!(
        app.count("exercise_progress").await,
        0,
        "none of these was a refused file"
    );
    // The same file of another class has its own word.
    let role = Role::of_seat(class.seats[0].number);
    let theirs = word_in(&stranger.opens(&address(File::with_code_word(role))).await).unwrap();
    let own = word_in(&student.opens(&address(File::with_code_word(role))).await).unwrap();
    if theirs != own {
        assert!(
            student
                .enters_word(&theirs)
                .await
                .says(ENGLISH.exercise_files_word_wrong())
        );
    }
}

async fn a_request_that_the_student_has_not_made_is_no_attempt(app: TestApp) {
    let class = class_with_files(&app, 1).await;
    let role = Role::of_seat(class.seats[0].number);
    let foreign = File::ALL.into_iter().find(|file| !may_open(role, *file)).unwrap();
    let (student, ..) = finished(&app, &class, 0).await;
    for (name, value) in [
        ("sec-purpose", "prefetch"),
        ("purpose", "prefetch"),
        ("x-moz", "prefetch"),
    ] {
        let ahead = Request::get(address(foreign))
            .header(header::ACCEPT, "text/html")
            .header(name, value);
        assert_eq!(student.sends(ahead, "").await.status, 503);
    }
    let head = Request::builder().method(Method::HEAD).uri(address(foreign));
    student.sends(head, "").await;
    assert_eq!(app.count("exercise_progress").await, 0);
    assert_eq!(student.opens(&address(foreign)).await.status, 403);
    let (version, before) = (class.version().await, app.dump().await);
    assert_eq!(student.opens(&address(foreign)).await.status, 403);
    assert_eq!(
        (class.version().await, app.dump().await),
        (version, before),
        "only the first refusal is recorded"
    );
}

async fn files_need_an_open_exercise(app: TestApp) {
    let class = class_with_files(&app, 1).await;
    let (student, ..) = finished(&app, &class, 0).await;
    let path = address(File::CanteenMenu);
    let word = [("revision", "0"), ("word", "kestrel")];
    assert_eq!(app.browser().gets(&path).await.leads_to(), "/sign-in");
    assert_eq!(
        app.browser().calls("/lesson/files-word", &word).await.refusal(),
        Refusal::SignInFirst
    );
    for (gate, status, refusal) in [("later", 409, Refusal::ExerciseLater), ("off", 404, Refusal::NotFound)] {
        class.sets_gate(Exercise::Files, gate).await;
        assert_eq!(student.gets(&path).await.status, status);
        assert_eq!(student.gets(&address(File::Salaries)).await.status, status);
        assert_eq!(student.calls("/lesson/files-word", &word).await.refusal(), refusal);
    }
    class.sets_gate(Exercise::Files, "open").await;
    assert!(class.action("pause", &[]).await.is_done());
    assert_eq!(student.gets(&path).await.status, 200);
    assert_eq!(
        student.calls("/lesson/files-word", &word).await.refusal(),
        Refusal::ClassPaused
    );
    assert!(class.action("end", &[]).await.is_done());
    assert_eq!(student.gets(&path).await.status, 409);
    assert_eq!(
        student.calls("/lesson/files-word", &word).await.refusal(),
        Refusal::ClassEnded
    );
    assert_eq!(app.count("exercise_progress").await, 0);
}
