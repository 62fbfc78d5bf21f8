//! Tests of free seats that students take: one for each browser, limited in time, and the teacher can take them back.

use super::api_classes::{Teacher, id};
use crate::{common::member::PASSWORD, common::*, on_every_database};
use axum::http::Method;
use domain::{refusal::Refusal, self_join::SEATS_PER_MINUTE};
use serde_json::Value;
use std::time::Duration;
use texts::Texts;

const ENGLISH: Texts = Texts::of(domain::locale::Locale::En);

on_every_database!(
    two_tabs_of_one_browser_take_one_seat,
    a_client_that_throws_its_cookies_away_does_not_take_all_seats,
    a_class_of_thirty_behind_one_address_has_its_seats_within_three_minutes,
    a_button_of_one_class_opens_no_other,
    the_teacher_takes_one_seat_back,
    the_teacher_takes_all_unused_seats_back,
    wrong_passwords_are_forgotten_when_a_seat_is_taken_back,
    a_program_takes_a_seat_back,
);

struct Open {
    class: Class,
    code: String,
}

async fn open(app: &TestApp, seats: u16) -> Open {
    let class = app.class_of(seats).await;
    assert!(class.lets_students_take_seats(true).await.is_done());
    let code = class.join_code().await;
    Open { class, code }
}

impl Open {
    async fn form(&self, browser: &Browser) -> String {
        browser.opens(&browser.app.door(&self.code)).await.field("form")
    }

    async fn takes(&self, browser: &Browser) -> Answer {
        let form = self.form(browser).await;
        browser
            .calls("/join/seat", &[("join_code", &self.code), ("form", &form)])
            .await
    }

    async fn taken(&self) -> usize {
        self.class.board().await.seats.iter().filter(|seat| seat.taken).count()
    }
}

async fn two_tabs_of_one_browser_take_one_seat(app: TestApp) {
    let open = open(&app, 5).await;
    let student = app.browser();
    let forms = [open.form(&student).await, open.form(&student).await];
    assert_ne!(forms[0], forms[1]);
    // At the same moment, so that neither tab has the cookie of the other.
    let [first, second] = [student.copied(), student.copied()];
    let press = async |tab: &Browser, form: &str| {
        tab.calls("/join/seat", &[("join_code", &open.code), ("form", form)])
            .await
    };
    let (one, other) = tokio::join!(press(&first, &forms[0]), press(&second, &forms[1]));
    assert!(one.is_done() && other.is_done());
    assert_eq!(open.taken().await, 1);
    let door = app.door(&open.code);
    let shown = first.opens(&door).await.seat();
    assert!(shown.is_some());
    assert_eq!(second.opens(&door).await.seat(), shown);
    // The response may have been lost. The device cookie is enough to find the seat.
    assert_eq!(student.opens(&door).await.seat(), shown);
    assert!(press(&student, &forms[0]).await.is_done());
    assert_eq!(open.taken().await, 1);
}

async fn a_client_that_throws_its_cookies_away_does_not_take_all_seats(app: TestApp) {
    let open = open(&app, 30).await;
    for _ in 0..15 + SEATS_PER_MINUTE {
        assert!(open.takes(&app.browser()).await.is_done());
    }
    let until = app.now().after(Duration::from_secs(50));
    let refused = open.takes(&app.browser()).await;
    assert_eq!(refused.refusal(), Refusal::SeatsTakenTooFast { until });
    let page = app.browser();
    let form = open.form(&page).await;
    let page = page
        .submits_and_follows("/join/seat", &[("join_code", &open.code), ("form", &form)])
        .await;
    assert!(
        page.status == 429 && page.says(&ENGLISH.refusal_seats_taken_too_fast("0:50")),
        "{}",
        page.body
    );
    // Students in other networks are not affected, nor are those of this network in the next minute.
    let elsewhere = app.browser().from([203, 0, 113, 9]);
    assert!(open.takes(&elsewhere).await.is_done());
    assert_eq!(open.taken().await, 22);
    app.waits(50);
    for _ in 0..SEATS_PER_MINUTE {
        assert!(open.takes(&app.browser()).await.is_done());
    }
    assert!(!open.takes(&app.browser()).await.is_done());
}

async fn a_class_of_thirty_behind_one_address_has_its_seats_within_three_minutes(app: TestApp) {
    let open = open(&app, 30).await;
    let mut students: Vec<Browser> = (0..30).map(|_| app.browser()).collect();
    let mut minutes = 0;
    while !students.is_empty() {
        let mut presses = tokio::task::JoinSet::new();
        for student in students.drain(..) {
            let form = open.form(&student).await;
            let code = open.code.clone();
            presses.spawn(async move {
                let fields = [("join_code", code.as_str()), ("form", form.as_str())];
                let pressed = student.calls("/join/seat", &fields).await;
                (!pressed.is_done()).then(|| {
                    assert!(matches!(pressed.refusal(), Refusal::SeatsTakenTooFast { .. }));
                    student
                })
            });
        }
        students = presses.join_all().await.into_iter().flatten().collect();
        minutes += 1;
        app.waits(60);
    }
    assert_eq!((minutes, open.taken().await), (3, 30));
}

async fn a_button_of_one_class_opens_no_other(app: TestApp) {
    let (one, other) = (open(&app, 2).await, open(&app, 2).await);
    let student = app.browser();
    let form = one.form(&student).await;
    let answer = student
        .calls("/join/seat", &[("join_code", &other.code), ("form", &form)])
        .await;
    assert_eq!(answer.refusal(), Refusal::BadRequest);
    assert_eq!(other.taken().await, 0);
}

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
    // The page shows the button only while it has an effect.
    let menu = async |login: &str| {
        let page = format!("{}/seats/{}", open.class.page(), number(login));
        open.class.teacher.opens(&page).await.says(ENGLISH.help_take_back_do())
    };
    assert!(menu(&shown.login).await && !menu(&used.login).await);
    assert_eq!(act(&taker, &shown.login).await.refusal(), Refusal::NotFound);
    assert!(act(&open.class.teacher, &shown.login).await.is_done());
    // The seat is free, and the password that the browser was shown is not valid.
    let door = taker.opens(&app.door(&open.code)).await;
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
        open.class.asked_by(&student, "take_back", &[]).await.refusal(),
        Refusal::NotFound
    );
    let version = open.class.version().await;
    let done = open.class.does("take_back", &[]).await;
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
    // Without scripts the page shows the number of seats. A second request finds none.
    let fields = [("id", open.class.id.as_str()), ("what", "take_back")];
    let page = open.class.teacher.submits_and_follows("/classes/act", &fields).await;
    assert!(page.says(&ENGLISH.menu_taken_back(0)), "{}", page.body);
}

async fn wrong_passwords_are_forgotten_when_a_seat_is_taken_back(app: TestApp) {
    let open = open(&app, 1).await;
    let shown = app.browser().takes_a_seat(&open.code).await.seat().unwrap();
    for _ in 0..6 {
        app.browser().gives_password(&shown.login, "wrong").await;
    }
    let locked = app.browser().gives_password(&shown.login, &shown.password).await;
    assert!(matches!(locked.refusal(), Refusal::Locked { .. }));
    assert!(open.class.does("take_back", &[]).await.is_done());
    let next = app.browser().takes_a_seat(&open.code).await.seat().unwrap();
    assert_eq!(next.login, shown.login);
    let answer = app.browser().gives_password(&next.login, &next.password).await;
    assert!(answer.is_done(), "{}", answer.body);
}

async fn a_program_takes_a_seat_back(app: TestApp) {
    let teacher = Teacher::new(&app, "ada").await;
    let class = teacher.opens(2).await;
    let fields = [("id", id(&class)), ("on", "true")];
    let browser = app.browser();
    let code = class["join_code"].as_str().unwrap();
    let path = format!("/classes/{}/seats/1/take-back", id(&class));
    let refused = teacher.calls(Method::POST, &path, None).await;
    assert_eq!(
        (refused.status.as_u16(), refused.json::<Value>()["code"].clone()),
        (409, "changed_meanwhile".into())
    );
    let pages = app.browser();
    assert!(pages.comes_back_as("ada", PASSWORD, &teacher.secret).await.is_done());
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
