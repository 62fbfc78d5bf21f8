//! Tests of the board: its versions and changes, badges, failures, and the page without scripts.

use crate::{common::*, on_every_database};
use domain::{refusal::Refusal, seat_failure::SeatFailure};
use std::time::Duration;

on_every_database!(
    changes_since_a_version_contain_exactly_the_changed_seats,
    a_poll_without_changes_is_small,
    the_version_grows_with_every_change_and_with_nothing_else,
    badges_have_times_that_do_not_change,
    failures_are_shown_with_their_reason_until_the_student_succeeds,
    a_board_without_scripts_shows_the_same,
    an_ended_class_keeps_its_badges_and_gets_no_new_ones,
);

/// The numbers of the changed seats.
async fn changed(class: &Class, since: i64) -> Vec<u16> {
    let changes = class.changes_since(since).await;
    changes.seats.iter().map(|seat| seat.number).collect()
}

async fn changes_since_a_version_contain_exactly_the_changed_seats(app: TestApp) {
    let class = app.class_of(5).await;
    let start = class.version().await;
    assert_eq!(changed(&class, -1).await, [1, 2, 3, 4, 5]);
    assert_eq!(changed(&class, start).await, [0; 0]);
    app.browser().signs_in(&class.seats[3]).await;
    let later = class.version().await;
    app.browser().signs_in(&class.seats[1]).await;
    assert_eq!(changed(&class, start).await, [2, 4]);
    assert_eq!(changed(&class, later).await, [2]);
    assert_eq!(changed(&class, class.version().await).await, [0; 0]);
    // Changes of another class do not appear.
    let other = app.class_of(3).await;
    app.browser().signs_in(&other.seats[2]).await;
    assert_eq!(changed(&class, start).await, [2, 4]);
}

async fn a_poll_without_changes_is_small(app: TestApp) {
    let class = app.class_of(500).await;
    let since = class.version().await.to_string();
    let fields = [("id", class.id.as_str()), ("since", &since)];
    let nothing = class.teacher.loads("/sfn/board-changes", &fields).await;
    assert!(nothing.body.len() < 200, "{}", nothing.body);
    for strange in ["", "abc", "99999999999999999999"] {
        let fields = [("id", class.id.as_str()), ("since", strange)];
        let refused = class.teacher.loads("/sfn/board-changes", &fields).await;
        assert_eq!(refused.refusal(), Refusal::BadRequest, "{strange:?}");
    }
}

async fn the_version_grows_with_every_change_and_with_nothing_else(app: TestApp) {
    let class = app.class_of(2).await;
    let seat = &class.seats[0];
    let mut last = class.version().await;
    let mut grown = async |what: &str| {
        let now = class.version().await;
        assert_eq!(now, last + 1, "{what}");
        assert_eq!(changed(&class, last).await, [1], "{what}");
        last = now;
    };
    let student = app.browser();
    student.signs_in(seat).await;
    grown("signed in").await;
    let secret = student.opens_set_up().await;
    grown("opened the set-up").await;
    student.gives_set_up_code(&secret.wrong_code(app.now())).await;
    grown("a wrong code").await;
    student.gives_set_up_code(&secret.code_at(app.now())).await;
    grown("connected").await;
    student.signs_in_with_code(seat, &secret).await;
    grown("came back").await;
    // The version of the board does not change when users view pages and passwords, sign out, or sign in once more.
    student.opens("/lesson").await;
    student.opens("/set-up").await;
    student.opens(&class.page()).await;
    class.teacher.opens(&format!("{}?show=all", class.page())).await;
    class.passwords(None).await;
    student.signs_out().await;
    student.signs_in_with_code(seat, &secret).await;
    assert_eq!(class.version().await, last);
}

async fn badges_have_times_that_do_not_change(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let student = app.browser();
    let mut times = Vec::new();
    app.waits(5);
    student.signs_in(seat).await;
    times.push(Some(app.now()));
    app.waits(5);
    let secret = student.opens_set_up().await;
    times.push(Some(app.now()));
    app.waits(5);
    student.gives_set_up_code(&secret.code_at(app.now())).await;
    times.push(Some(app.now()));
    student.signs_in_with_code(seat, &secret).await;
    times.push(Some(app.now()));
    for _ in 0..2 {
        assert_eq!(class.seat(seat).await.stages.times().to_vec(), times);
        // A further sign-in an hour later does not change the times.
        app.waits(3600);
        assert!(student.signs_in_with_code(seat, &secret).await.is_done());
        student.opens("/set-up").await;
        student.gives_code("123456").await;
    }
    assert_eq!(class.seat(seat).await.stages.times().to_vec(), times);
}

async fn failures_are_shown_with_their_reason_until_the_student_succeeds(app: TestApp) {
    let class = app.class_of(2).await;
    let seat = &class.seats[0];
    let student = app.browser();
    student.gives_password(&seat.login, "wrong").await;
    let wrong = class
        .failure(seat, |seat| seat.failure.is_some())
        .await
        .failure
        .unwrap();
    assert_eq!(
        (wrong.why, wrong.at, wrong.locked_until),
        (SeatFailure::WrongPassword, app.now(), None)
    );
    let words = texts::Texts::of(domain::locale::Locale::En).failure_wrong_password();
    assert!(class.teacher.opens(&class.page()).await.says(words));
    student.signs_in(seat).await;
    assert_eq!(class.seat(seat).await.failure, None);
    let secret = student.opens_set_up().await;
    student.gives_set_up_code(&secret.wrong_code(app.now())).await;
    assert_eq!(class.seat(seat).await.failure.unwrap().why, SeatFailure::WrongCode);
    student.gives_set_up_code(&secret.code_at(app.now())).await;
    assert_eq!(class.seat(seat).await.failure, None);
    student.signs_in(seat).await;
    student.gives_recovery_code("0000-0000-0000-0000").await;
    assert_eq!(
        class.seat(seat).await.failure.unwrap().why,
        SeatFailure::WrongRecoveryCode
    );
    // A right recovery code reaches no stage, but clears the failure.
    let other = &class.seats[1];
    let (_, codes) = app.browser().connects(other).await;
    let student = app.browser();
    student.signs_in(other).await;
    student.gives_recovery_code("0000-0000-0000-0000").await;
    assert!(class.seat(other).await.failure.is_some());
    assert!(student.gives_recovery_code(&codes[0]).await.is_done());
    assert_eq!(class.seat(other).await.failure, None);
}

async fn a_board_without_scripts_shows_the_same(app: TestApp) {
    let class = app.class_of(3).await;
    let student = app.browser();
    student.connects(&class.seats[1]).await;
    // While the teacher link is shown, the page does not refresh.
    let link = class.teacher.opens(&class.page()).await;
    assert!(link.body.contains("/teach/") && !link.body.contains("http-equiv=\"refresh\""));
    class
        .teacher
        .submits_and_follows("/classes/link-saved", &[("id", &class.id)])
        .await;
    let page = class.teacher.opens(&class.page()).await;
    assert_eq!(page.status, 200);
    let rows = html::tags(&page.body)
        .into_iter()
        .filter(|tag| tag.attribute("id").is_some_and(|id| id.starts_with("seat-")));
    assert_eq!(rows.count(), 3);
    assert!(class.seats.iter().all(|seat| page.says(&seat.login)));
    assert!(page.body.contains("http-equiv=\"refresh\" content=\"15;"));
    let times = html::tags(&page.body)
        .into_iter()
        .filter(|tag| tag.attribute("datetime") == Some("2026-11-20T09:00:10Z"));
    assert!(times.count() >= 3);
}

async fn an_ended_class_keeps_its_badges_and_gets_no_new_ones(app: TestApp) {
    let app = app.with(|config| config.settings.class_life = Duration::from_secs(3600));
    let class = app.class_of(2).await;
    let [done, late] = &class.seats[..] else { panic!() };
    let student = app.browser();
    let (secret, _) = student.connects(done).await;
    let slow = app.browser();
    slow.signs_in(late).await;
    app.waits(3600);
    assert_eq!(app.browser().signs_in(late).await.refusal(), Refusal::ClassEnded);
    assert_eq!(slow.calls("/sfn/set-up", &[]).await.refusal(), Refusal::ClassEnded);
    assert!(!student.signs_in(done).await.is_done());
    assert!(!student.gives_code(&secret.code_at(app.now())).await.is_done());
    assert_eq!((class.badges(done).await, class.badges(late).await), (3, 1));
    assert_eq!(class.board().await.state, domain::class::ClassState::Ended);
}
