//! Tests of sessions: a new id with new rights, no return of an ended session, and a maximum duration.

use crate::{always_on_every_database, common::*, on_every_database};
use backend::{
    access::SessionOwner,
    operations::DeletedRows,
    session_store::{DbSessionStore, SessionRenewal},
};
use domain::time::Timestamp;
use sea_orm::{ConnectionTrait, Statement};
use tower_sessions::SessionStore;

on_every_database!(
    opening_a_class_renews_the_session,
    opening_a_second_class_keeps_the_unsaved_link_of_the_first,
    a_session_that_ended_does_not_come_back,
    a_session_that_is_used_does_not_end,
);

always_on_every_database!(
    a_new_id_replaces_the_old_one_in_the_same_row,
    a_session_that_ended_while_it_gets_a_new_id_is_created,
    a_sign_in_that_ended_while_its_session_gets_a_new_id_does_not_come_back,
    two_requests_that_renew_a_session_at_once_keep_the_sign_in,
    expired_sessions_and_counters_are_deleted,
);

async fn opening_a_class_renews_the_session(app: TestApp) {
    let teacher = app.browser();
    teacher.opens_a_class(1).await;
    let planted = teacher.copied();
    let before = teacher.session().expect("a session");
    let class = teacher.opens_a_class(1).await;
    assert_ne!(teacher.session().as_ref(), Some(&before));
    assert_eq!(
        planted.gets(&class.page()).await.status,
        404,
        "a planted session id is not used after the class was opened"
    );
}

async fn opening_a_second_class_keeps_the_unsaved_link_of_the_first(app: TestApp) {
    let teacher = app.browser();
    let first = teacher.opens_a_class(1).await;
    let second = teacher.opens_a_class(1).await;
    for class in [&first, &second] {
        assert!(teacher.opens(&class.page()).await.body.contains(&class.teacher_token));
    }
    teacher.submits("/classes/link-saved", &[("id", &second.id)]).await;
    assert!(teacher.opens(&first.page()).await.body.contains(&first.teacher_token));
    assert!(!teacher.opens(&second.page()).await.body.contains(&second.teacher_token));
}

async fn a_session_that_ended_does_not_come_back(app: TestApp) {
    let class = app.class_of(1).await;
    let student = app.browser();
    student.signs_in(&class.seats[0]).await;
    let id = student.session().and_then(|id| id.parse().ok()).expect("a session id");
    let store = store_of(&app, SessionRenewal::default());
    // A request has read the session and is still running while another request signs out.
    let read = store.load(&id).await.unwrap().expect("the session");
    student.signs_out().await;
    store.save(&read).await.unwrap();
    assert!(store.load(&id).await.unwrap().is_none());
}

fn store_of(app: &TestApp, renewal: SessionRenewal) -> DbSessionStore {
    app.stepwise.session_store(SessionOwner::default(), renewal)
}

async fn a_new_id_replaces_the_old_one_in_the_same_row(app: TestApp) {
    let teacher = app.browser();
    teacher.opens_a_class(1).await;
    let old = teacher.session().and_then(|id| id.parse().ok()).expect("a session id");
    teacher.opens_a_class(1).await;
    let store = store_of(&app, SessionRenewal::default());
    assert!(store.load(&old).await.unwrap().is_none());
    assert_eq!(app.count("web_session").await, 1);
}

async fn a_session_that_ended_while_it_gets_a_new_id_is_created(app: TestApp) {
    let teacher = app.browser();
    teacher.opens_a_class(1).await;
    let id = renewed(&app, &teacher, async || {
        let old = teacher.session().and_then(|id| id.parse().ok()).expect("a session id");
        store_of(&app, SessionRenewal::default()).delete(&old).await.unwrap();
    })
    .await;
    let store = store_of(&app, SessionRenewal::default());
    assert!(store.load(&id.parse().unwrap()).await.unwrap().is_some());
    assert_eq!(app.count("web_session").await, 1);
}

/// The session of a request that renews it, after `meanwhile` has run between reading and writing.
async fn renewed(app: &TestApp, browser: &Browser, meanwhile: impl AsyncFnOnce()) -> String {
    let id = browser.session().and_then(|id| id.parse().ok()).expect("a session id");
    let renewal = SessionRenewal::default();
    let store = store_of(app, renewal.clone());
    let mut record = store.load(&id).await.unwrap().expect("the session");
    meanwhile().await;
    // The session middleware deletes the session under its old id and creates it under a new one.
    renewal.announce();
    store.delete(&id).await.unwrap();
    record.id = tower_sessions::session::Id::default();
    store.create(&mut record).await.unwrap();
    record.id.to_string()
}

async fn a_sign_in_that_ended_while_its_session_gets_a_new_id_does_not_come_back(app: TestApp) {
    let teacher = app.browser();
    app.member(&teacher, "ada").await;
    assert!(teacher.is_signed_in().await);
    let id = renewed(&app, &teacher, async || {
        teacher.copied().signs_out().await;
    })
    .await;
    let thief = app.browser();
    thief.sets_cookie("session", &id);
    assert!(!thief.is_signed_in().await);
}

async fn two_requests_that_renew_a_session_at_once_keep_the_sign_in(app: TestApp) {
    let teacher = app.browser();
    app.member(&teacher, "ada").await;
    let id = renewed(&app, &teacher, async || {
        renewed(&app, &teacher, async || ()).await;
    })
    .await;
    let second = app.browser();
    second.sets_cookie("session", &id);
    assert!(second.is_signed_in().await);
}

async fn a_session_that_is_used_does_not_end(app: TestApp) {
    let teacher = app.browser();
    let class = teacher.opens_a_class(1).await;
    let end = async || {
        let query = Statement::from_string(app.db.backend(), "SELECT expires_at FROM web_session");
        let row = app.db.migration_connection().query_one_raw(query).await.unwrap();
        row.expect("a session").try_get_by_index::<i64>(0).unwrap()
    };
    let first = end().await;
    let before = app.db.statements_so_far();
    teacher.opens(&class.page()).await;
    let usual = app.db.statements_so_far() - before;
    assert_eq!(end().await, first);
    // The library takes the end of a session from the real clock, which is later than the one of the test.
    let left = Timestamp::from_micros(first).since(app.now());
    app.waits(left.as_secs() - 29 * 24 * 3600);
    let before = app.db.statements_so_far();
    teacher.opens(&class.page()).await;
    assert_eq!(app.db.statements_so_far() - before, usual + 1);
    assert!(end().await > first);
}

async fn expired_sessions_and_counters_are_deleted(app: TestApp) {
    let class = app.class_of(1).await;
    let student = app.browser();
    let (secret, _) = student.connects(&class.seats[0]).await;
    student.signs_out().await;
    student.signs_in(&class.seats[0]).await;
    student.gives_code(&secret.wrong_code(app.now())).await;
    app.browser().gives_password("nobody-1234", "wrong").await;
    assert_eq!(
        app.stepwise.operations.sweep().await.unwrap(),
        DeletedRows {
            classes: 0,
            sessions: 0,
            throttles: 0
        }
    );
    app.waits(24 * 3600);
    // Two of the deleted rows are the counters of wrong answers for the name and for the network. On databases other
    // than SQLite, a third row is the counter of opened classes.
    let opening = u64::from(app.db.backend() != sea_orm::DbBackend::Sqlite);
    assert_eq!(app.stepwise.operations.sweep().await.unwrap().throttles, 2 + opening);
    assert_eq!(
        app.count("throttle").await,
        1,
        "wrong codes are counted until a right one"
    );
    // The library takes the end of a session from the real clock, which is later than the one of the test.
    app.waits(4000 * 24 * 3600);
    assert!(app.stepwise.operations.sweep().await.unwrap().sessions > 0);
    assert_eq!(app.count("web_session").await, 0);
}
