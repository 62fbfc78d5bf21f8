//! Tests of seats that the teacher takes back from students.

use super::free_seats::open;
use crate::{
    common::{api_teacher::*, member::PASSWORD, *},
    on_every_database,
};
use axum::http::Method;
use domain::refusal::Refusal;
use serde_json::Value;
use texts::Texts;

const ENGLISH: Texts = Texts::of(domain::locale::Locale::En);

on_every_database!(
    the_teacher_takes_one_seat_back,
    the_teacher_takes_all_unused_seats_back,
    taking_a_seat_back_resets_its_wrong_passwords,
    an_api_client_takes_a_seat_back,
);

async fn the_teacher_takes_one_seat_back(app: TestApp) {
    let open = open(&app, 3).await;
    let (taker, user) = (app.browser(), app.browser());
    let shown = taker.takes_a_seat(&open.code).await.seat().unwrap();
    let used = user.takes_a_seat(&open.code).await.seat().unwrap();
    assert!(user.gives_password(&used.login, &used.password).await.is_done());
    let number = |login: &str| {
        let seat = open.class.seats.iter().find(|seat| seat.login == login);
        seat.unwrap().number.to_string()
    };
    let act = async |who: &Browser, login: &str| {
        let number = number(login);
        let fields = [
            ("id", open.class.id.as_str()),
            ("number", &number),
            ("act", "take_back"),
        ];
        who.calls("/classes/seat", &fields).await
    };
    // The page of a seat shows the button only while the seat can be taken back.
    let menu = async |login: &str| {
        let page = format!("{}/seats/{}", open.class.page(), number(login));
        open.class.teacher.opens(&page).await.says(ENGLISH.help_take_back_do())
    };
    assert!(menu(&shown.login).await && !menu(&used.login).await);
    assert_eq!(act(&taker, &shown.login).await.refusal(), Refusal::NotFound);
    assert!(act(&open.class.teacher, &shown.login).await.is_done());
    // The seat is free, and the password that the browser has shown is not valid any more.
    let door = taker.opens(&app.join_path(&open.code)).await;
    assert_eq!(door.seat(), None);
    let old = app.browser().gives_password(&shown.login, &shown.password).await;
    assert_eq!(old.refusal(), Refusal::SignInFailed);
    let next = app.browser().takes_a_seat(&open.code).await.seat().unwrap();
    assert_eq!(next.login, shown.login);
    assert_ne!(next.password, shown.password);
    assert!(
        app.browser()
            .gives_password(&next.login, &next.password)
            .await
            .is_done()
    );
    for login in [&used.login, &next.login] {
        let refused = act(&open.class.teacher, login).await;
        assert_eq!(refused.refusal(), Refusal::ChangedMeanwhile);
    }
    assert!(user.is_signed_in().await);
}

async fn the_teacher_takes_all_unused_seats_back(app: TestApp) {
    let open = open(&app, 6).await;
    let mut shown = Vec::new();
    for _ in 0..4 {
        shown.push(app.browser().takes_a_seat(&open.code).await.seat().unwrap());
    }
    let student = app.browser();
    assert!(
        student
            .gives_password(&shown[1].login, &shown[1].password)
            .await
            .is_done()
    );
    assert_eq!(
        open.class.action_by(&student, "take_back", &[]).await.refusal(),
        Refusal::NotFound
    );
    let version = open.class.version().await;
    let done = open.class.action("take_back", &[]).await;
    assert!(done.is_done());
    assert_eq!(done.json::<app::server_fns::ClassActionDone>().many, Some(3));
    let changes = open.class.changes_since(version).await;
    assert_eq!((changes.version, changes.seats.len()), (version + 1, 3));
    assert!(changes.seats.iter().all(|seat| seat.is_free()));
    for seat in [&shown[0], &shown[2], &shown[3]] {
        let answer = app.browser().gives_password(&seat.login, &seat.password).await;
        assert_eq!(answer.refusal(), Refusal::SignInFailed);
    }
    assert!(student.is_signed_in().await);
    // The page without scripts shows the number of seats. A second request takes no seat back.
    let fields = [("id", open.class.id.as_str()), ("what", "take_back")];
    let page = open.class.teacher.submits_and_follows("/classes/act", &fields).await;
    assert!(page.says(&ENGLISH.menu_taken_back(0)), "{}", page.body);
}

async fn taking_a_seat_back_resets_its_wrong_passwords(app: TestApp) {
    let open = open(&app, 1).await;
    let shown = app.browser().takes_a_seat(&open.code).await.seat().unwrap();
    for _ in 0..6 {
        app.browser().gives_password(&shown.login, "wrong").await;
    }
    let locked = app.browser().gives_password(&shown.login, &shown.password).await;
    assert!(matches!(locked.refusal(), Refusal::Locked { .. }));
    assert!(open.class.action("take_back", &[]).await.is_done());
    let next = app.browser().takes_a_seat(&open.code).await.seat().unwrap();
    assert_eq!(next.login, shown.login);
    let answer = app.browser().gives_password(&next.login, &next.password).await;
    assert!(answer.is_done(), "{}", answer.body);
}

async fn an_api_client_takes_a_seat_back(app: TestApp) {
    let teacher = ApiTeacher::new(&app, "ada").await;
    let class = teacher.opens(2).await;
    let fields = [("id", class_id(&class)), ("on", "true")];
    let browser = app.browser();
    let code = class["join_code"].as_str().unwrap();
    let path = format!("/classes/{}/seats/1/take-back", class_id(&class));
    let refused = teacher.calls(Method::POST, &path, None).await;
    assert_eq!(
        (refused.status.as_u16(), refused.json::<Value>()["code"].clone()),
        (409, "changed_meanwhile".into())
    );
    let pages = app.browser();
    assert!(pages.signs_in_as("ada", PASSWORD, &teacher.secret).await.is_done());
    assert!(pages.calls("/classes/self-join", &fields).await.is_done());
    let shown = browser.takes_a_seat(code).await.seat().unwrap();
    let back = teacher.calls(Method::POST, &path, None).await;
    assert_eq!(
        (back.status.as_u16(), back.json::<Value>()["login"].clone()),
        (200, shown.login.clone().into())
    );
    let old = app.browser().gives_password(&shown.login, &shown.password).await;
    assert_eq!(old.refusal(), Refusal::SignInFailed);
}
