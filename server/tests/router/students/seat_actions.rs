//! Tests of a teacher's actions on one seat, and that other users cannot use them.

use crate::{common::*, on_every_database};
use app::server_fns::SeatActionDone;
use domain::{refusal::Refusal, stage::Stage};
use std::time::Duration;

on_every_database!(
    a_factor_reset_clears_stages_two_to_four,
    a_new_password_ends_sessions_and_keeps_the_badges,
    unlocking_takes_effect_at_once_in_every_browser,
    a_freed_seat_keeps_nothing_of_the_last_student,
    a_removed_seat_disappears_from_every_board,
    removing_a_seat_ends_its_sessions,
    a_teacher_who_tried_a_login_keeps_the_classes_when_the_seat_is_removed,
    a_label_is_one_readable_line,
    only_the_teacher_can_act_on_a_seat,
    seats_of_an_ended_class_cannot_be_changed,
    without_scripts_an_action_redirects_to_the_row,
);

impl Class {
    async fn act(&self, seat: &Seat, act: &str) -> Answer {
        self.act_by(&self.teacher, seat, act).await
    }

    async fn act_by(&self, who: &Browser, seat: &Seat, act: &str) -> Answer {
        let number = seat.number.to_string();
        who.calls("/classes/seat", &[("id", &self.id), ("number", &number), ("act", act)])
            .await
    }
}

async fn a_factor_reset_clears_stages_two_to_four(app: TestApp) {
    let class = app.class_of(2).await;
    let seat = &class.seats[0];
    let student = app.browser();
    let (secret, recovery_codes) = student.connects(seat).await;
    app.waits(30);
    assert!(student.signs_in_with_code(seat, &secret).await.is_done());
    assert_eq!(class.badges(seat).await, 4);
    let version = class.version().await;

    assert!(class.act(seat, "reset_factor").await.is_done());
    let row = class.seat(seat).await;
    assert_eq!((row.stages.next(), row.resets), (Some(Stage::SetupOpened), 1));
    assert_eq!(class.changes_since(version).await.seats.len(), 1);
    assert!(
        !student.is_signed_in().await,
        "the session proved a factor that is gone"
    );

    // After the reset, the password leads to a new set-up with another secret, and the old recovery codes are not
    // accepted.
    let again = app.browser();
    let (fresh, _) = again.connects(seat).await;
    assert_ne!(fresh.bytes(), secret.bytes());
    again.signs_out().await;
    again.signs_in(seat).await;
    assert!(!again.gives_recovery_code(&recovery_codes[0]).await.is_done());
    app.waits(30);
    assert!(again.gives_code(&fresh.code_at(app.now())).await.is_done());
    assert_eq!(class.badges(seat).await, 4);
}

async fn a_new_password_ends_sessions_and_keeps_the_badges(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let student = app.browser();
    assert!(student.signs_in(seat).await.is_done());
    let acted: SeatActionDone = class.act(seat, "new_password").await.json();
    let password = acted.password.expect("the new password");
    assert_ne!(password, seat.password);
    assert_eq!(class.passwords(Some(1)).await, [(1, password.clone())]);
    assert!(!student.is_signed_in().await);
    assert_eq!(app.browser().signs_in(seat).await.refusal(), Refusal::SignInFailed);
    assert!(app.browser().gives_password(&seat.login, &password).await.is_done());
    assert_eq!(class.badges(seat).await, 1);
}

async fn unlocking_takes_effect_at_once_in_every_browser(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    // A known browser has its own counter of wrong passwords. The test locks both browsers.
    let known = app.browser();
    assert!(known.signs_in(seat).await.is_done());
    known.signs_out().await;
    let stranger = app.browser();
    let told = class.version().await;
    for browser in [&known, &stranger] {
        for _ in 0..6 {
            browser.gives_password(&seat.login, "wrong-wrong-0000").await;
        }
        assert!(matches!(browser.signs_in(seat).await.refusal(), Refusal::Locked { .. }));
    }
    class
        .failure(seat, |row| {
            row.failure.is_some_and(|failure| failure.locked_until.is_some())
        })
        .await;
    // Failures are stored after the response. The test waits for all twelve, because a late failure could arrive after
    // the unlocking.
    while class.version().await < told + 12 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert!(class.act(seat, "unlock").await.is_done());
    assert_eq!(class.seat(seat).await.failure, None);
    assert!(known.signs_in(seat).await.is_done());
    assert!(stranger.signs_in(seat).await.is_done());
}

async fn a_freed_seat_keeps_nothing_of_the_last_student(app: TestApp) {
    let class = app.class_of(2).await;
    let seat = &class.seats[1];
    let student = app.browser();
    student.connects(seat).await;
    assert!(class.act(seat, "free").await.is_done());
    assert!(!student.is_signed_in().await);
    assert_eq!(app.browser().signs_in(seat).await.refusal(), Refusal::SignInFailed);
    let row = class.seat(seat).await;
    assert_ne!(row.login, seat.login);
    assert_eq!(
        (row.stages.next(), row.resets, row.label),
        (Some(Stage::SignedIn), 0, None)
    );
    let (_, password) = class.passwords(Some(2)).await.remove(0);
    assert!(app.browser().gives_password(&row.login, &password).await.is_done());
    assert_eq!(app.count("factor").await + app.count("recovery_code").await, 0);
    assert_eq!(app.count("account").await, 2);
}

async fn a_removed_seat_disappears_from_every_board(app: TestApp) {
    let class = app.class_of(3).await;
    let seat = &class.seats[1];
    let version = class.version().await;
    assert!(class.act(seat, "remove").await.is_done());
    let changes = class.changes_since(version).await;
    assert_eq!(changes.seats.len(), 1);
    assert!(changes.seats[0].removed && changes.seats[0].number == 2);
    assert_eq!(class.passwords(None).await.len(), 2);
    assert!(!class.teacher.opens(&class.page()).await.says(&seat.login));
    assert_eq!(app.browser().signs_in(seat).await.refusal(), Refusal::SignInFailed);
    assert_eq!(class.act(seat, "unlock").await.refusal(), Refusal::NotFound);
}

async fn a_label_is_one_readable_line(app: TestApp) {
    let class = app.class_of(1).await;
    let label = async |typed: &str| {
        let fields = [
            ("id", class.id.as_str()),
            ("number", "1"),
            ("act", "label"),
            ("label", typed),
        ];
        class.teacher.calls("/classes/seat", &fields).await
    };
    for (typed, kept) in [
        ("  Anna\tK. ", Some("Anna K.")),
        ("=cmd()", Some("=cmd()")),
        ("🦊 שלום", Some("🦊 שלום")),
        ("", None),
    ] {
        assert!(label(typed).await.is_done());
        assert_eq!(class.seat(&class.seats[0]).await.label.as_deref(), kept);
    }
    assert_eq!(
        label(&"я".repeat(300)).await.refusal(),
        Refusal::LabelTooLong { most: 60 }
    );
    assert!(label("Ben").await.is_done());
    assert!(class.teacher.opens(&class.page()).await.says("Ben"));
}

async fn only_the_teacher_can_act_on_a_seat(app: TestApp) {
    let class = app.class_of(2).await;
    let seat = &class.seats[0];
    let student = app.browser();
    student.signs_in(&class.seats[1]).await;
    let other_teacher = app.class_of(1).await.teacher;
    let before = app.dump().await;
    for who in [&app.browser(), &student, &other_teacher] {
        for act in ["label", "unlock", "reset_factor", "new_password", "free", "remove"] {
            assert_eq!(class.act_by(who, seat, act).await.refusal(), Refusal::NotFound, "{act}");
        }
        for page in ["handouts", "projector", "seats/1"] {
            let there = who.gets(&format!("/classes/{}/{page}", class.id)).await;
            let nowhere = who
                .gets(&format!("/classes/019aa000-0000-7000-8000-000000000000/{page}"))
                .await;
            assert_eq!((there.status.as_u16(), nowhere.status.as_u16()), (404, 404), "{page}");
            assert_eq!(
                there.comparable_body(),
                nowhere
                    .comparable_body()
                    .replace("019aa000-0000-7000-8000-000000000000", &class.id)
            );
        }
    }
    assert_eq!(app.dump().await, before);
    assert_eq!(class.act(seat, "nonsense").await.refusal(), Refusal::BadRequest);
}

async fn seats_of_an_ended_class_cannot_be_changed(app: TestApp) {
    let class = app.class_of(1).await;
    app.waits(24 * 3600);
    for act in ["label", "unlock", "reset_factor", "new_password", "free", "remove"] {
        assert_eq!(
            class.act(&class.seats[0], act).await.refusal(),
            Refusal::ClassEnded,
            "{act}"
        );
    }
}

async fn without_scripts_an_action_redirects_to_the_row(app: TestApp) {
    let class = app.class_of(2).await;
    let page = class.teacher.opens(&format!("{}/seats/2", class.page())).await;
    assert_eq!(page.status, 200);
    assert!(page.says(&class.seats[1].login) && !page.body.contains(&class.seats[1].password));
    let fields = [("id", class.id.as_str()), ("number", "2"), ("act", "new_password")];
    let answer = class.teacher.submits("/classes/seat", &fields).await;
    assert_eq!(answer.leads_to(), format!("{}?show=2#seat-2", class.page()));
    let handouts = class.teacher.opens(&format!("{}/handouts", class.page())).await;
    let passwords = class.passwords(None).await;
    assert!(passwords.iter().all(|(_, password)| handouts.says(password)));
    let wall = class.teacher.opens(&format!("{}/projector", class.page())).await;
    for seat in &class.seats {
        assert!(!wall.says(&seat.password), "passwords are not for the wall");
    }
}

async fn removing_a_seat_ends_its_sessions(app: TestApp) {
    for act in ["remove", "free"] {
        let class = app.class_of(2).await;
        let seat = &class.seats[0];
        let half = app.browser();
        let students = [app.browser(), app.browser()];
        let (secret, _) = students[0].connects(seat).await;
        app.waits(30);
        students[1].signs_in_with_code(seat, &secret).await;
        // A session with a pending sign-in is ended too.
        half.signs_in(seat).await;
        app.waits(30);
        let code = secret.code_at(app.now());
        let tokens = app.api_client().logs_in(&seat.login, &seat.password, &code).await;
        assert_eq!((tokens.status.as_u16(), app.count("token_family").await), (200, 1));
        let neighbour = app.browser();
        neighbour.signs_in(&class.seats[1]).await;
        let before = app.count("web_session").await;
        assert!(class.act(seat, act).await.is_done());
        assert_eq!(app.count("web_session").await, before - 3, "{act}");
        assert_eq!(app.count("token_family").await, 0, "{act}");
        for browser in students.iter().chain([&half]) {
            assert!(!browser.is_signed_in().await);
        }
        assert!(neighbour.is_signed_in().await);
        assert!(class.teacher.opens(&class.page()).await.says(&class.seats[1].login));
    }
}

async fn a_teacher_who_tried_a_login_keeps_the_classes_when_the_seat_is_removed(app: TestApp) {
    let class = app.class_of(2).await;
    let colleague = app.browser();
    assert!(
        colleague
            .calls("/teach", &[("token", &class.teacher_token)])
            .await
            .is_done()
    );
    let other = class.teacher.opens_a_class(1).await;
    class.teacher.signs_in(&class.seats[0]).await;
    let acting = Class {
        teacher: colleague,
        ..class.clone()
    };
    let before = app.count("web_session").await;
    assert!(acting.act(&class.seats[0], "remove").await.is_done());
    assert_eq!(app.count("web_session").await, before);
    assert!(!class.teacher.is_signed_in().await);
    for page in [class.page(), other.page()] {
        assert_eq!(class.teacher.gets(&page).await.status, 200, "{page}");
    }
}
