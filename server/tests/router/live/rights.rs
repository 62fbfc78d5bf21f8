//! Tests of the rights of streams: who may open one, and which events end an open one within five seconds.

use crate::{
    classes::access::{new_link, uses_teacher_link},
    common::{
        member::{PASSWORD, address_of},
        *,
    },
    members::account_takeover::{requests_reset_link, resets_password},
    on_every_database,
};
use axum::http::StatusCode;
use backend::admin::AccountAct;
use std::time::Duration;

on_every_database!(
    only_readers_of_a_class_may_follow_its_board,
    only_a_signed_in_student_may_follow_a_lesson,
    a_new_teacher_link_ends_the_streams_of_the_old_one,
    a_read_link_that_is_switched_off_ends_its_streams,
    a_sign_out_ends_the_streams_of_the_session,
    a_student_who_signs_in_in_the_teachers_browser_ends_the_board,
    a_new_password_ends_the_stream_of_the_lesson,
    the_streams_of_a_deleted_class_end,
    every_recovery_of_a_member_ends_the_streams_of_a_thief,
);

const MAX_DELAY: Duration = Duration::from_secs(5);

/// A class is open for a day, and its data is kept for a week after its end.
const DAYS_UNTIL_PURGE: u64 = 8;

/// Makes a read-only link and returns its token.
pub async fn read_link(class: &Class) -> String {
    new_link(class, &class.teacher, "read_link").await
}

pub async fn uses_link(browser: &Browser, token: &str) {
    assert_eq!(uses_teacher_link(browser, token).await, 200);
}

async fn only_readers_of_a_class_may_follow_its_board(app: TestApp) {
    let class = app.class_of(1).await;
    let other = app.class_of(1).await;
    let student = app.browser();
    student.signs_in(&class.seats[0]).await;
    for (who, browser) in [
        ("another teacher", &other.teacher),
        ("a student of the class", &student),
        ("an anonymous user", &app.browser()),
    ] {
        let stream = browser.streams(&class.events(), None).await;
        assert_eq!(stream.status, StatusCode::NOT_FOUND, "{who}");
    }
    let nonsense = class.teacher.streams("/classes/nonsense/events", None).await;
    assert_eq!(nonsense.status, StatusCode::NOT_FOUND);
    assert_eq!(app.stepwise.live.open_streams(), 0);
}

async fn only_a_signed_in_student_may_follow_a_lesson(app: TestApp) {
    let class = app.class_of(1).await;
    let anonymous = app.browser().streams_lesson().await;
    assert_eq!(anonymous.status, StatusCode::UNAUTHORIZED);
    assert_eq!(class.teacher.streams_lesson().await.status, StatusCode::UNAUTHORIZED);
    let member = app.browser();
    app.member(&member, "ada").await;
    assert_eq!(member.streams_lesson().await.status, StatusCode::NOT_FOUND);
    let (secret, _) = app.browser().connects(&class.seats[0]).await;
    let pending = app.browser();
    pending.signs_in(&class.seats[0]).await;
    assert_eq!(pending.streams_lesson().await.status, StatusCode::UNAUTHORIZED);
    app.waits(30);
    assert!(pending.gives_code(&secret.code_at(app.now())).await.is_done());
    assert_eq!(pending.streams_lesson().await.status, StatusCode::OK);
}

async fn a_new_teacher_link_ends_the_streams_of_the_old_one(app: TestApp) {
    let class = app.class_of(1).await;
    let colleague = app.browser();
    uses_link(&colleague, &class.teacher_token).await;
    let mut old = colleague.streams(&class.events(), None).await;
    let mut own = class.follows().await;
    new_link(&class, &class.teacher, "teacher_link").await;
    assert!(old.is_ended().await < MAX_DELAY);
    app.browser().signs_in(&class.seats[0]).await;
    assert!(!own.next_named("changes").await.data.is_empty());
}

async fn a_read_link_that_is_switched_off_ends_its_streams(app: TestApp) {
    let class = app.class_of(1).await;
    let reader = app.browser();
    uses_link(&reader, &read_link(&class).await).await;
    let mut stream = reader.streams(&class.events(), None).await;
    assert!(class.action("read_link_off", &[]).await.is_done());
    assert!(stream.is_ended().await < MAX_DELAY);
}

async fn a_sign_out_ends_the_streams_of_the_session(app: TestApp) {
    let teacher = app.browser();
    app.member(&teacher, "ada").await;
    let id = teacher.opens_own_class(1).await;
    let mut stream = teacher.streams(&format!("/classes/{id}/events"), None).await;
    assert_eq!(stream.status, 200);
    teacher.signs_out().await;
    assert!(stream.is_ended().await < MAX_DELAY);
}

async fn a_student_who_signs_in_in_the_teachers_browser_ends_the_board(app: TestApp) {
    let class = app.class_of(1).await;
    let mut stream = class.follows().await;
    class.teacher.signs_in(&class.seats[0]).await;
    assert!(stream.is_ended().await < MAX_DELAY);
    let again = class.teacher.streams(&class.events(), None).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
}

async fn a_new_password_ends_the_stream_of_the_lesson(app: TestApp) {
    let class = app.class_of(1).await;
    let student = app.browser();
    student.signs_in(&class.seats[0]).await;
    let mut stream = student.streams_lesson().await;
    class.seat_action(&class.seats[0], "new_password").await;
    assert!(stream.is_ended().await < MAX_DELAY);
}

async fn the_streams_of_a_deleted_class_end(app: TestApp) {
    let class = app.class_of(1).await;
    let mut stream = class.follows().await;
    app.waits(DAYS_UNTIL_PURGE * 24 * 3600);
    assert_eq!(app.stepwise.operations.sweep().await.unwrap().classes, 1);
    assert!(stream.is_ended().await < MAX_DELAY);
}

async fn every_recovery_of_a_member_ends_the_streams_of_a_thief(app: TestApp) {
    for (recovery, n) in ["end others", "forgotten", "deactivated", "taken off"]
        .into_iter()
        .zip(1_u8..)
    {
        let name = format!("ada{n}");
        let owner = app.browser().from([10, 1, n, 1]);
        let (secret, _) = owner.becomes_a_member(&name).await;
        owner.confirms_email(&name).await;
        let id = owner.opens_own_class(1).await;
        let thief = app.browser().from([10, 2, n, 1]);
        assert!(thief.signs_in_as(&name, PASSWORD, &secret).await.is_done());
        let mut stream = thief.streams(&format!("/classes/{id}/events"), None).await;
        assert_eq!(stream.status, StatusCode::OK);
        match recovery {
            "end others" => assert!(owner.calls("/account/end-others", &[]).await.is_done()),
            "forgotten" => {
                let link = requests_reset_link(&app.browser(), &name, &address_of(&name)).await;
                assert!(resets_password(&app.browser(), &link).await.is_done());
            }
            "deactivated" => {
                let done = app.stepwise.admin.act_on_member(&name, AccountAct::Deactivate).await;
                assert!(done.is_ok());
            }
            _ => {
                let _code = app.stepwise.admin.reset_member_factors(&name).await.unwrap();
            }
        }
        assert!(stream.is_ended().await < MAX_DELAY, "{recovery}");
    }
}
