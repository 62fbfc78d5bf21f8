//! Tests of the messages of the join page if no seat can be taken, and of the projector page.

use crate::{common::*, on_every_database};
use domain::refusal::Refusal;
use std::time::Duration;
use texts::Texts;

const ENGLISH: Texts = Texts::of(domain::locale::Locale::En);

on_every_database!(
    a_paused_class_gives_no_seats_and_says_so,
    an_ended_class_is_shown_only_to_browsers_that_had_a_seat,
    signed_in_users_are_redirected_from_the_join_page,
    opening_the_join_page_changes_nothing,
    the_projector_page_shows_the_join_code_and_no_login,
);

async fn a_paused_class_gives_no_seats_and_says_so(app: TestApp) {
    let class = app.class_of(2).await;
    let code = class.join_code().await;
    class.lets_students_take_seats(true).await;
    let student = app.browser();
    let form = student.opens(&app.join_path(&code)).await.field("form");
    app.pauses_every_class().await;
    let fields = [("join_code", code.as_str()), ("form", &form)];
    assert_eq!(
        student.calls("/join/seat", &fields).await.refusal(),
        Refusal::ClassPaused
    );
    let door = student.opens(&app.join_path(&code)).await;
    assert!(door.status == 200 && door.says(ENGLISH.join_paused_title()));
    assert!(door.says(ENGLISH.join_have_login()));
}

async fn an_ended_class_is_shown_only_to_browsers_that_had_a_seat(app: TestApp) {
    let app = app.with(|config| config.settings.class_life = Duration::from_secs(3600));
    let class = app.class_of(2).await;
    let code = class.join_code().await;
    class.lets_students_take_seats(true).await;
    let student = app.browser();
    let shown = student.takes_a_seat(&code).await.seat().unwrap();
    app.waits(3600);
    let over = student.opens(&app.join_path(&code)).await;
    assert!(over.says(ENGLISH.lesson_over_title()) && !over.body.contains(&shown.password));
    let stranger = app.browser();
    assert_eq!(stranger.opens(&app.join_path(&code)).await.status, 404);
    let ended = stranger.opens(&format!("/join/{code}")).await;
    let never = stranger.opens("/join/AAAAAA").await;
    assert_eq!((ended.status.as_u16(), never.status.as_u16()), (200, 200));
    assert_eq!(
        ended.comparable_body().replace(&code, "AAAAAA"),
        never.comparable_body()
    );
    assert_eq!(
        stranger.calls("/join", &[("join_code", &code)]).await.refusal(),
        Refusal::JoinCodeWrong
    );
}

async fn signed_in_users_are_redirected_from_the_join_page(app: TestApp) {
    let class = app.class_of(1).await;
    let code = class.join_code().await;
    let student = app.browser();
    student.signs_in(&class.seats[0]).await;
    for path in ["/join".to_owned(), format!("/join/{code}")] {
        let door = student.opens(&path).await;
        assert!(
            door.status == 200 && door.says(ENGLISH.sign_in_already_title()),
            "{path}"
        );
        assert!(door.body.contains("href=\"/lesson\""), "{path}");
    }
}

async fn opening_the_join_page_changes_nothing(app: TestApp) {
    let class = app.class_of(2).await;
    let code = class.join_code().await;
    class.lets_students_take_seats(true).await;
    let before = app.dump().await;
    let stranger = app.browser();
    stranger.opens(&app.join_path(&code)).await;
    stranger.loads("/sfn/join", &[("join_code", &code)]).await;
    let form = stranger.opens(&app.join_path(&code)).await.field("form");
    stranger.gets(&format!("/join/seat?join_code={code}&form={form}")).await;
    assert_eq!(app.dump().await, before);
}

async fn the_projector_page_shows_the_join_code_and_no_login(app: TestApp) {
    let class = app.class_of(2).await;
    let code = class.join_code().await;
    let wall = class.teacher.opens(&format!("{}/projector", class.page())).await;
    assert!(wall.says(&domain::join_code::in_halves(&code)));
    assert!(wall.says(&format!("{}/join", browser::HOST)));
    for seat in &class.seats {
        assert!(!wall.body.contains(&seat.password));
        assert!(!wall.says(&seat.login));
    }
    assert!(wall.body.contains("data-step=\"lobby\""));
    // If students are allowed to take free seats themselves, the projector does not wait for a student on every free
    // seat.
    let student = app.browser();
    let (secret, _) = student.connects(&class.seats[0]).await;
    student.signs_out().await;
    student.signs_in_with_code(&class.seats[0], &secret).await;
    let wall = class.teacher.opens(&format!("{}/projector", class.page())).await;
    assert!(wall.body.contains("data-step=\"most-done\""));
    class.lets_students_take_seats(true).await;
    let wall = class.teacher.opens(&format!("{}/projector", class.page())).await;
    assert!(wall.body.contains("data-step=\"all-done\"") && wall.says(ENGLISH.projector_hooray()));
}
