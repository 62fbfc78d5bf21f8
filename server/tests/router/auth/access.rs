//! Tests that pages and server functions show nothing of an account or a class to users without access to it.

use crate::{common::*, on_every_database};
use axum::http::{Method, header};
use std::sync::atomic::{AtomicU32, Ordering};

on_every_database!(
    a_password_alone_gives_no_access_to_an_account_with_a_factor,
    only_the_teacher_can_find_a_class,
    a_class_is_suspended_while_a_student_is_signed_in_in_the_teacher_s_browser,
    a_teacher_link_opens_its_class_only_after_a_button_is_pressed,
);

/// Routes that ask for the second factor. A user with a pending sign-in is allowed to use them, so these tests skip
/// them.
const CHALLENGE: [&str; 11] = [
    "/sign-in/help",
    // The phone forgets the accounts of others for the login that was typed.
    "/phone",
    "/sign-in/hand",
    "/sign-in/enrolment-code",
    "/sign-in/code",
    "/sign-in/code/passkey",
    "/sign-in/send",
    "/sfn/challenge",
    "/sign-in/recovery-code",
    "/sign-in/cancel",
    "/sfn/door",
];

/// A new unknown user name for every call, so that no lockout interferes.
fn nobody() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    format!("nobody{}", COUNT.fetch_add(1, Ordering::Relaxed))
}

/// Calls a server function by its method.
async fn call(browser: &Browser, path: &str, method: &Method, fields: &[(&str, &str)]) -> Answer {
    match *method {
        Method::GET => browser.loads(path, fields).await,
        _ => browser.calls(path, fields).await,
    }
}

/// The seal of the form that posts to this path, because each kind of form has its own seal.
async fn seal_for(browser: &Browser, path: &str) -> String {
    let page = if path == "/register" { path } else { "/" };
    browser.opens(page).await.field("form")
}

/// The parts of a response by which a client could distinguish it from another response.
fn look(answer: &Answer, id: &str) -> (u16, String, String, String) {
    let to = answer.leads_to().replace(id, "ID");
    let kind = answer.header(header::CONTENT_TYPE).to_owned();
    (
        answer.status.as_u16(),
        to,
        kind,
        answer.comparable_body().replace(id, "ID"),
    )
}

async fn a_password_alone_gives_no_access_to_an_account_with_a_factor(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    app.browser().connects(seat).await;
    let id = class.id.as_str();
    for page in routes::pages() {
        let path = routes::filled(&page, id, &class.teacher_token);
        if CHALLENGE.contains(&path.as_str()) {
            continue;
        }
        let pending = app.browser();
        pending.signs_in(seat).await;
        for path in [path.clone(), format!("{path}?show=all")] {
            let (stranger, half) = (app.browser().gets(&path).await, pending.gets(&path).await);
            assert!(!half.body.contains(&seat.login), "{path}");
            assert_eq!(look(&half, id), look(&stranger, id), "{path}");
        }
    }
    for (path, method) in routes::server_functions() {
        if CHALLENGE.contains(&path.as_str()) {
            continue;
        }
        let (pending, stranger) = (app.browser(), app.browser());
        pending.signs_in(seat).await;
        let form = seal_for(&stranger, &path).await;
        let mut answers = Vec::new();
        for person in [&stranger, &pending] {
            let nobody = nobody();
            let fields = routes::fields(id, "no-link", &form, &nobody);
            answers.push(call(person, &path, &method, &fields).await);
        }
        assert_ne!(answers[0].status, 400, "{path}: tell the tests its fields");
        if ["/sfn/open-class-form", "/sfn/registration"].contains(&path.as_str()) {
            // The seal in the form differs every time.
            assert_eq!(answers[0].status, answers[1].status);
            continue;
        }
        assert_eq!(look(&answers[1], id), look(&answers[0], id), "{path}");
    }
    // One session loads all pages one after the other, because loading a page must not give access to the next page.
    let pending = app.browser();
    pending.signs_in(seat).await;
    for path in ["/lesson", "/set-up", "/set-up/recovery-codes"] {
        assert_eq!(pending.gets(path).await.leads_to(), "/sign-in", "{path}");
    }
    assert!(!pending.is_signed_in().await);
}

async fn only_the_teacher_can_find_a_class(app: TestApp) {
    let class = app.class_of(2).await;
    let other = app.browser();
    other.opens_a_class(1).await;
    let id = class.id.as_str();
    // An id that no class has. Its first 24 characters, which contain the time, are those of the real id.
    let missing = format!("{}{}", &id[..24], "0123456789ab");
    let known: Vec<String> = routes::pages()
        .into_iter()
        .filter(|page| page.contains("{id}") && !page.starts_with("/admin"))
        .collect();
    assert!(!known.is_empty());
    for page in known {
        let (path, nowhere) = (routes::filled(&page, id, ""), routes::filled(&page, &missing, ""));
        assert_eq!(class.teacher.gets(&path).await.status, 200, "{path}");
        let student = app.browser();
        student.signs_in(&class.seats[0]).await;
        for person in [&app.browser(), &student, &other] {
            let answer = person.gets(&path).await;
            assert_eq!(answer.status, 404, "{path}");
            assert_eq!(
                look(&answer, id),
                look(&person.gets(&nowhere).await, &missing),
                "{path}"
            );
        }
    }
    let mut about_classes = Vec::new();
    for (path, method) in routes::server_functions() {
        let form = seal_for(&app.browser(), &path).await;
        let ask = async |person: &Browser, id: &str| {
            let nobody = nobody();
            let fields = routes::fields(id, "no-link", &form, &nobody);
            let answer = call(person, &path, &method, &fields).await;
            look(&answer, id)
        };
        // A function is about classes if the teacher gets different responses for the real and the missing id, and the
        // response for the missing id is 404.
        let teacher = class.teacher.copied();
        let (hers, missing_too) = (ask(&teacher, id).await, ask(&teacher, &missing).await);
        let about_class = hers != missing_too && missing_too.0 == 404;
        let student = app.browser();
        student.signs_in(&class.seats[0]).await;
        for person in [&app.browser(), &student, &other.copied()] {
            let (theirs, nothing) = (ask(person, id).await, ask(person, &missing).await);
            if ["/sfn/open-class-form", "/sfn/registration"].contains(&path.as_str()) {
                continue;
            }
            assert_eq!(theirs, nothing, "{path}");
            assert!(!about_class || theirs.0 == 404, "{path}: {theirs:?}");
        }
        if about_class {
            about_classes.push(path.clone());
        }
        // The teacher opens the class by the link again, because some functions end or renew the session.
        class.teacher.calls("/teach", &[("token", &class.teacher_token)]).await;
        other.opens_a_class(1).await;
    }
    for path in [
        "/sfn/board",
        "/sfn/board-changes",
        "/sfn/board-update",
        "/sfn/seat-passwords",
    ] {
        assert!(about_classes.iter().any(|known| known == path), "{about_classes:?}");
    }
}

async fn a_class_is_suspended_while_a_student_is_signed_in_in_the_teacher_s_browser(app: TestApp) {
    let class = app.class_of(2).await;
    let seat = &class.seats[0];
    class.teacher.signs_in(seat).await;
    let suspended = class.teacher.opens(&class.page()).await;
    assert_eq!(suspended.status, 404);
    let texts = texts::Texts::of(domain::locale::Locale::En);
    assert!(suspended.says(texts.board_asleep_title()));
    assert!(!suspended.body.contains(&class.seats[1].login));
    for (path, method) in routes::server_functions() {
        if !path.starts_with("/sfn/") {
            continue;
        }
        let fields = routes::fields(&class.id, "no-link", "no-form", "nobody");
        let answer = call(&class.teacher, &path, &method, &fields).await;
        assert!(!answer.body.contains(&class.seats[1].login), "{path}");
        assert!(!answer.body.contains(&class.seats[1].password), "{path}");
    }
    class.teacher.signs_out().await;
    let resumed = class.teacher.opens(&class.page()).await;
    assert_eq!(resumed.status, 200);
    assert!(resumed.says(&class.seats[1].login));
    assert!(!class.teacher.is_signed_in().await);
}

async fn a_teacher_link_opens_its_class_only_after_a_button_is_pressed(app: TestApp) {
    let class = app.class_of(1).await;
    let link = format!("/teach/{}", class.teacher_token);
    let colleague = app.browser();
    let page = colleague.opens(&link).await;
    assert_eq!(page.status, 200);
    assert_eq!(colleague.gets(&class.page()).await.status, 404);
    let token = page.field("token");
    assert_eq!(
        colleague.submits("/teach", &[("token", &token)]).await.leads_to(),
        class.page()
    );
    assert_eq!(colleague.gets(&class.page()).await.status, 200);
    let stranger = app.browser();
    let mut wrong = class.teacher_token.clone().into_bytes();
    wrong[0] = if wrong[0] == b'A' { b'B' } else { b'A' };
    let wrong = String::from_utf8(wrong).unwrap();
    assert_eq!(stranger.calls("/teach", &[("token", &wrong)]).await.status, 404);
    assert_eq!(stranger.gets(&class.page()).await.status, 404);
}
