//! Tests of the limit for wrong answers from a whole network. The limit is very high. It never refuses a right answer
//! for a seat of an open class, nor a right answer from a browser that has signed in before.

use crate::{always_on_every_database, common::member::*, common::*, on_every_database};
use domain::{client_limit::MAX_WRONG_PER_DEVICE, refusal::Refusal};
use std::time::Duration;

on_every_database!(
    a_network_with_too_many_guesses_is_locked_except_for_seats_of_open_classes,
    a_browser_that_signed_in_before_can_sign_in_from_a_locked_network,
    a_browser_with_a_cookie_is_refused_later_than_one_without,
    a_device_with_too_many_guesses_is_locked_and_its_network_is_not,
    wrong_codes_count_like_wrong_passwords_and_right_codes_are_accepted,
    guesses_from_the_same_network_do_not_block_a_set_up,
    wrong_answers_at_reauthentication_count_and_right_ones_are_accepted,
    unknown_names_are_counted_and_locked_like_known_ones,
);

always_on_every_database!(simultaneous_guesses_of_one_network_are_all_counted,);

pub(super) const MAX_WRONG: u32 = 7;

const SCHOOL: [u8; 4] = [203, 0, 113, 9];

/// Seconds until the current period for counting ends: a period is a quarter of an hour, and `BEGIN` is ten seconds
/// after its start.
const REST_OF_WINDOW: u64 = 15 * 60 - 10;

pub(super) fn with_low_limit(app: &TestApp) -> TestApp {
    app.with(|config| config.settings.wrong_per_network = MAX_WRONG)
}

async fn guesses(app: &TestApp, from: [u8; 4], times: u32) {
    for n in 0..times {
        let guesser = app.browser().from(from);
        let answer = guesser.gives_password(&format!("otter-{}", 4000 + n), "wrong").await;
        assert_eq!(answer.refusal(), Refusal::SignInFailed, "guess {n}");
    }
}

/// The refusal of a member's right password in a browser that has never signed in.
async fn refusal_of_member(app: &TestApp, from: [u8; 4]) -> Refusal {
    let member = app
        .browser()
        .from(from)
        .gives_password("irina", "a long password")
        .await;
    member.refusal()
}

async fn a_network_with_too_many_guesses_is_locked_except_for_seats_of_open_classes(app: TestApp) {
    let app = with_low_limit(&app);
    app.has_a_member("irina", "a long password").await;
    let class = app.class_of(2).await;
    guesses(&app, SCHOOL, MAX_WRONG - 1).await;
    let member = app
        .browser()
        .from(SCHOOL)
        .gives_password("irina", "a long password")
        .await;
    assert!(member.is_done());
    guesses(&app, SCHOOL, 1).await;
    let until = app.now().after(Duration::from_secs(REST_OF_WINDOW));
    let replica = with_low_limit(&app.restarted());
    assert_eq!(
        refusal_of_member(&replica, SCHOOL).await,
        Refusal::NetworkLocked { until }
    );
    // A wrong password gets the same refusal as a right one. The server does not count guesses that it refuses.
    for _ in 0..5 {
        let wrong = replica
            .browser()
            .from(SCHOOL)
            .gives_password(&class.seats[0].login, "wrong")
            .await;
        assert_eq!(
            (wrong.status.as_u16(), wrong.refusal()),
            (429, Refusal::NetworkLocked { until })
        );
    }
    for seat in &class.seats {
        assert!(replica.browser().from(SCHOOL).signs_in(seat).await.is_done());
    }
    // The lockout of a name still applies.
    for _ in 0..6 {
        replica
            .browser()
            .from(SCHOOL)
            .gives_password(&class.seats[0].login, "wrong")
            .await;
    }
    let paused = replica.browser().from(SCHOOL).signs_in(&class.seats[0]).await;
    assert!(matches!(paused.refusal(), Refusal::Locked { .. }));
    let elsewhere = app.browser().from([203, 0, 113, 10]);
    assert!(elsewhere.gives_password("irina", "a long password").await.is_done());
    app.waits(REST_OF_WINDOW);
    let member = app
        .browser()
        .from(SCHOOL)
        .gives_password("irina", "a long password")
        .await;
    assert!(member.is_done());
}

async fn a_browser_that_signed_in_before_can_sign_in_from_a_locked_network(app: TestApp) {
    let app = with_low_limit(&app);
    app.has_a_member("irina", "a long password").await;
    let ada = ada(&app).await;
    let browser = ada.browser.clone().from(SCHOOL);
    browser.signs_out().await;
    guesses(&app, SCHOOL, MAX_WRONG).await;
    assert!(matches!(
        refusal_of_member(&app, SCHOOL).await,
        Refusal::NetworkLocked { .. }
    ));
    for name in ["ada", "ada@school.example"] {
        assert!(browser.gives_password(name, PASSWORD).await.is_done(), "{name}");
        let wrong = browser.gives_code(&ada.secret.wrong_code(app.now())).await;
        assert_eq!(wrong.refusal(), Refusal::CodeWrong);
        assert!(browser.gives_code(&ada.code()).await.is_done(), "{name}");
        browser.signs_out().await;
    }
    // The browser is known for Ada only. For other user names it has the limit of an unknown device.
    for n in 0..MAX_WRONG_PER_DEVICE {
        browser.gives_password(&format!("member-{n}"), "wrong").await;
    }
    let other = browser.gives_password("irina", "a long password").await;
    assert!(matches!(other.refusal(), Refusal::NetworkLocked { .. }));
    assert!(browser.gives_password("ada", PASSWORD).await.is_done());
}

async fn a_browser_with_a_cookie_is_refused_later_than_one_without(app: TestApp) {
    let app = with_low_limit(&app);
    app.has_a_member("irina", "a long password").await;
    let settled = app.browser().from(SCHOOL);
    settled.opens("/sign-in").await;
    app.waits(30);
    guesses(&app, SCHOOL, MAX_WRONG).await;
    assert!(matches!(
        refusal_of_member(&app, SCHOOL).await,
        Refusal::NetworkLocked { .. }
    ));
    let new = app.browser().from(SCHOOL);
    new.opens("/sign-in").await;
    let until = app.now().after(Duration::from_secs(30));
    let soon = new.gives_password("irina", "a long password").await;
    assert_eq!(soon.refusal(), Refusal::NetworkLocked { until });
    assert!(settled.gives_password("irina", "a long password").await.is_done());
    app.waits(30);
    assert!(new.gives_password("irina", "a long password").await.is_done());
}

async fn a_device_with_too_many_guesses_is_locked_and_its_network_is_not(app: TestApp) {
    app.has_a_member("irina", "a long password").await;
    let class = app.class_of(1).await;
    let guesser = app.browser().from(SCHOOL);
    guesser.opens("/sign-in").await;
    for n in 0..MAX_WRONG_PER_DEVICE {
        let answer = guesser.gives_password(&format!("member-{n}"), "wrong").await;
        assert_eq!(answer.refusal(), Refusal::SignInFailed, "guess {n}");
    }
    let until = app.now().after(Duration::from_secs(REST_OF_WINDOW));
    let right = guesser.gives_password("irina", "a long password").await;
    assert_eq!(right.refusal(), Refusal::NetworkLocked { until });
    let neighbour = app.browser().from(SCHOOL);
    assert!(neighbour.gives_password("irina", "a long password").await.is_done());
    assert!(guesser.signs_in(&class.seats[0]).await.is_done());
    app.waits(REST_OF_WINDOW);
    guesser.signs_out().await;
    assert!(guesser.gives_password("irina", "a long password").await.is_done());
}

async fn wrong_codes_count_like_wrong_passwords_and_right_codes_are_accepted(app: TestApp) {
    let app = with_low_limit(&app);
    app.has_a_member("irina", "a long password").await;
    let class = app.class_of(2).await;
    let (seat, other) = (&class.seats[0], &class.seats[1]);
    let (secret, _) = app.browser().connects(seat).await;
    let (_, codes) = app.browser().connects(other).await;
    app.waits(60);
    let [student, second] = [app.browser().from(SCHOOL), app.browser().from(SCHOOL)];
    student.signs_in(seat).await;
    second.signs_in(other).await;
    for _ in 0..3 {
        let code = secret.wrong_code(app.now());
        assert_eq!(student.gives_code(&code).await.refusal(), Refusal::CodeWrong);
    }
    assert_eq!(
        second.gives_recovery_code("aaaa-aaaa-aaaa-aaaa").await.refusal(),
        Refusal::RecoveryCodeWrong
    );
    guesses(&app, SCHOOL, MAX_WRONG - 4).await;
    assert!(matches!(
        refusal_of_member(&app, SCHOOL).await,
        Refusal::NetworkLocked { .. }
    ));
    // After a right password, the code is accepted even if guesses by other clients have reached the network's limit.
    assert!(student.gives_code(&secret.code_at(app.now())).await.is_done());
    assert!(second.gives_recovery_code(&codes[0]).await.is_done());
}

/// The set-up page shows the secret, so the user does not have to guess a code there. Therefore the limit of the
/// network does not apply to wrong codes on this page.
async fn guesses_from_the_same_network_do_not_block_a_set_up(app: TestApp) {
    let app = with_low_limit(&app);
    let class = app.class_of(2).await;
    let student = app.browser().from(SCHOOL);
    student.signs_in(&class.seats[0]).await;
    let secret = student.opens_set_up().await;
    for _ in 0..4 {
        let code = secret.wrong_code(app.now());
        assert_eq!(student.gives_set_up_code(&code).await.refusal(), Refusal::CodeWrong);
    }
    assert!(app.browser().from(SCHOOL).signs_in(&class.seats[1]).await.is_done());
    guesses(&app, SCHOOL, MAX_WRONG).await;
    let answer = student.gives_set_up_code(&secret.code_at(app.now())).await;
    assert!(answer.is_done(), "{}", answer.body);
}

async fn wrong_answers_at_reauthentication_count_and_right_ones_are_accepted(app: TestApp) {
    let app = with_low_limit(&app);
    app.has_a_member("irina", "a long password").await;
    let ada = ada(&app).await;
    let browser = ada.browser.copied().from(SCHOOL);
    let gives = async |password: &str, code: &str| {
        let fields = [("password", password), ("code", code)];
        browser.calls("/account/recovery-codes", &fields).await.refusal()
    };
    for _ in 0..2 {
        assert_eq!(gives("wrong", "123456").await, Refusal::PasswordWrong);
        let code = ada.secret.wrong_code(app.now());
        assert_eq!(gives(PASSWORD, &code).await, Refusal::CodeWrong);
        assert_eq!(gives(PASSWORD, "aaaa-aaaa-aaaa-aaaa").await, Refusal::RecoveryCodeWrong);
    }
    // Text that cannot be a code is refused without being counted.
    assert_eq!(gives(PASSWORD, "").await, Refusal::NotACode);
    guesses(&app, SCHOOL, MAX_WRONG - 6).await;
    assert!(matches!(
        refusal_of_member(&app, SCHOOL).await,
        Refusal::NetworkLocked { .. }
    ));
    let taken = browser.changes("/account/recovery-codes", &ada.codes[0], &[]).await;
    assert!(taken.is_done(), "{}", taken.body);
}

async fn unknown_names_are_counted_and_locked_like_known_ones(app: TestApp) {
    let app = with_low_limit(&app);
    app.has_a_member("irina", "a long password").await;
    let class = app.class_of(1).await;
    for name in [&*class.seats[0].login, "otter-0000", "irina", "nobody"] {
        let answer = app.browser().from(SCHOOL).gives_password(name, "wrong").await;
        assert_eq!(answer.refusal(), Refusal::SignInFailed, "{name}");
    }
    guesses(&app, SCHOOL, MAX_WRONG - 4).await;
    let until = app.now().after(Duration::from_secs(REST_OF_WINDOW));
    for name in [&*class.seats[0].login, "otter-0000", "irina", "nobody"] {
        let answer = app.browser().from(SCHOOL).gives_password(name, "wrong").await;
        assert_eq!(answer.refusal(), Refusal::NetworkLocked { until }, "{name}");
    }
}

/// Fifty clients, half of them with a device cookie, send one wrong password each, and all fifty are counted.
async fn simultaneous_guesses_of_one_network_are_all_counted(app: TestApp) {
    app.has_a_member("irina", "a long password").await;
    let mut guessers = Vec::new();
    for n in 0..50 {
        let guesser = app.browser().from(SCHOOL);
        if n % 2 == 0 {
            guesser.opens("/sign-in").await;
        }
        guessers.push(guesser);
    }
    let tries = guessers.into_iter().enumerate().map(|(n, guesser)| {
        // Some user names look like the logins of students, the others like the names of members.
        let name = if n % 3 == 0 {
            format!("heron-{}", 1000 + n)
        } else {
            format!("member-{n}")
        };
        tokio::spawn(async move { guesser.gives_password(&name, "wrong").await.refusal() })
    });
    for answer in tries.collect::<Vec<_>>() {
        assert_eq!(answer.await.unwrap(), Refusal::SignInFailed);
    }
    let with = |most| app.with(|config| config.settings.wrong_per_network = most);
    assert!(matches!(
        refusal_of_member(&with(50), SCHOOL).await,
        Refusal::NetworkLocked { .. }
    ));
    let allowed = with(51)
        .browser()
        .from(SCHOOL)
        .gives_password("irina", "a long password")
        .await;
    assert!(allowed.is_done());
}
