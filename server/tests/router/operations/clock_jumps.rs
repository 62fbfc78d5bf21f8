//! Tests in which the clock of the server jumps an hour ahead or back.

use crate::{common::*, on_every_database};
use domain::{refusal::Refusal, time::Timestamp, totp::Step};
use std::time::Duration;

on_every_database!(
    no_code_works_twice_after_the_clock_jumps_an_hour_ahead,
    no_code_works_twice_after_the_clock_jumps_an_hour_back,
    a_lock_set_by_a_wrong_clock_ends_when_the_clock_is_right,
);

const HOUR: Duration = Duration::from_secs(3600);

/// Signs in with password and code in a new browser, and returns the refusal if the code is refused.
async fn signs_in_with(app: &TestApp, seat: &Seat, code: &str) -> Result<(), Refusal> {
    let browser = app.browser();
    assert!(browser.signs_in(seat).await.is_done());
    let answer = browser.gives_code(code).await;
    match answer.is_done() {
        true => Ok(()),
        false => Err(answer.refusal()),
    }
}

async fn no_code_works_twice_after_the_clock_jumps_an_hour_ahead(app: TestApp) {
    let class = app.class_of(2).await;
    let (phone_is_right, phone_goes_along) = (&class.seats[0], &class.seats[1]);
    let (right, _) = app.browser().connects(phone_is_right).await;
    let (along, _) = app.browser().connects(phone_goes_along).await;
    app.waits(30);
    let before = app.now();
    app.clock.set(before.after(HOUR));
    assert_eq!(
        signs_in_with(&app, phone_is_right, &right.code_at(before)).await,
        Err(Refusal::CodeWrong)
    );
    let of_the_jump = along.code_at(app.now());
    assert_eq!(signs_in_with(&app, phone_goes_along, &of_the_jump).await, Ok(()));
    app.clock.set(before);
    assert_eq!(class.badges(phone_is_right).await, 3, "nothing is lost");
    assert_eq!(class.badges(phone_goes_along).await, 4, "nothing is lost");
    let code = right.code_at(app.now());
    assert_eq!(signs_in_with(&app, phone_is_right, &code).await, Ok(()));
    for (seat, code) in [(phone_is_right, code), (phone_goes_along, of_the_jump)] {
        assert!(signs_in_with(&app, seat, &code).await.is_err());
    }
    // While the clock was wrong, the server accepted a code of a future time step. The student has to wait until this
    // time step has passed, and the refusal contains that time. The teacher can end the wait by resetting the factor.
    let Err(Refusal::CodeUsed { next_at }) = signs_in_with(&app, phone_goes_along, &along.code_at(app.now())).await
    else {
        panic!("a code before the last accepted one is spent");
    };
    assert_eq!(next_at, before.after(HOUR).after(Step::at(before).until_next(before)));
    class.seat_action(phone_goes_along, "reset_factor").await;
    app.browser().connects(phone_goes_along).await;
}

async fn no_code_works_twice_after_the_clock_jumps_an_hour_back(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let (secret, _) = app.browser().connects(seat).await;
    app.waits(30);
    let now = app.now();
    let code = secret.code_at(now);
    assert_eq!(signs_in_with(&app, seat, &code).await, Ok(()));
    app.clock.set(Timestamp::from_micros(now.micros() - 3600 * 1_000_000));
    assert!(
        signs_in_with(&app, seat, &code).await.is_err(),
        "spent, whatever the clock says"
    );
    let of_then = secret.code_at(app.now());
    assert!(
        signs_in_with(&app, seat, &of_then).await.is_err(),
        "of a step before the last accepted one"
    );
    assert_eq!(class.badges(seat).await, 4, "nothing is lost");
    let newcomer = app.class_of(1).await;
    assert!(
        app.browser().signs_in(&newcomer.seats[0]).await.is_done(),
        "lessons go on"
    );
    app.clock.set(now);
    assert!(matches!(
        signs_in_with(&app, seat, &code).await,
        Err(Refusal::CodeUsed { .. })
    ));
    app.waits(30);
    assert_eq!(signs_in_with(&app, seat, &secret.code_at(app.now())).await, Ok(()));
}

async fn a_lock_set_by_a_wrong_clock_ends_when_the_clock_is_right(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let (secret, _) = app.browser().connects(seat).await;
    app.waits(30);
    let now = app.now();
    app.clock.set(now.after(HOUR));
    let student = app.browser();
    student.signs_in(seat).await;
    // The codes are right for the current time, but the clock of the server is wrong.
    for _ in 0..6 {
        assert_eq!(
            student.gives_code(&secret.code_at(now)).await.refusal(),
            Refusal::CodeWrong
        );
    }
    assert!(matches!(
        student.gives_code(&secret.code_at(now)).await.refusal(),
        Refusal::Locked { .. }
    ));
    app.clock.set(now);
    assert_eq!(signs_in_with(&app, seat, &secret.code_at(now)).await, Ok(()));
}
