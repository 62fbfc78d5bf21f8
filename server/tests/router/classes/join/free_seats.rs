//! Tests of free seats that students take: one for each browser, and a limited number per minute.

use crate::{always_on_every_database, common::*, on_every_database};
use domain::{refusal::Refusal, self_join::SEATS_PER_MINUTE};
use std::time::Duration;
use texts::Texts;

on_every_database!(
    a_client_that_deletes_its_cookies_cannot_take_all_seats,
    a_form_of_one_class_takes_no_seat_in_another,
);

always_on_every_database!(
    two_tabs_of_one_browser_take_one_seat,
    thirty_students_behind_one_address_get_seats_within_three_minutes,
);

const ENGLISH: Texts = Texts::of(domain::locale::Locale::En);

pub(super) struct Open {
    pub(super) class: Class,
    pub(super) code: String,
}

pub(super) async fn open(app: &TestApp, seats: u16) -> Open {
    let class = app.class_of(seats).await;
    assert!(class.lets_students_take_seats(true).await.is_done());
    let code = class.join_code().await;
    Open { class, code }
}

impl Open {
    async fn form(&self, browser: &Browser) -> String {
        browser.opens(&browser.app.join_path(&self.code)).await.field("form")
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
    // Both tabs send the form at the same moment, so neither request contains the cookie that the other response sets.
    let [first, second] = [student.copied(), student.copied()];
    let press = async |tab: &Browser, form: &str| {
        tab.calls("/join/seat", &[("join_code", &open.code), ("form", form)])
            .await
    };
    let (one, other) = tokio::join!(press(&first, &forms[0]), press(&second, &forms[1]));
    assert!(one.is_done() && other.is_done());
    assert_eq!(open.taken().await, 1);
    let door = app.join_path(&open.code);
    let shown = first.opens(&door).await.seat();
    assert!(shown.is_some());
    assert_eq!(second.opens(&door).await.seat(), shown);
    // If the browser has not received the response, the server still finds the seat by the device cookie.
    assert_eq!(student.opens(&door).await.seat(), shown);
    assert!(press(&student, &forms[0]).await.is_done());
    assert_eq!(open.taken().await, 1);
}

async fn a_client_that_deletes_its_cookies_cannot_take_all_seats(app: TestApp) {
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
    // Students in other networks are not affected, and in the next minute this network gets seats again.
    let elsewhere = app.browser().from([203, 0, 113, 9]);
    assert!(open.takes(&elsewhere).await.is_done());
    assert_eq!(open.taken().await, 22);
    app.waits(50);
    for _ in 0..SEATS_PER_MINUTE {
        assert!(open.takes(&app.browser()).await.is_done());
    }
    assert!(!open.takes(&app.browser()).await.is_done());
}

async fn thirty_students_behind_one_address_get_seats_within_three_minutes(app: TestApp) {
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

async fn a_form_of_one_class_takes_no_seat_in_another(app: TestApp) {
    let (one, other) = (open(&app, 2).await, open(&app, 2).await);
    let student = app.browser();
    let form = one.form(&student).await;
    let answer = student
        .calls("/join/seat", &[("join_code", &other.code), ("form", &form)])
        .await;
    assert_eq!(answer.refusal(), Refusal::BadRequest);
    assert_eq!(other.taken().await, 0);
}
