//! Wrong answers of a whole network: limited, but only very widely.

use crate::{common::member::*, common::*, on_every_database};
use domain::refusal::Refusal;
use std::time::Duration;

on_every_database!(
    a_network_that_guesses_too_much_waits_with_every_answer,
    codes_count_like_passwords,
    a_set_up_is_not_held_up_by_who_guesses_beside_it,
    what_a_member_gives_again_counts_like_at_the_sign_in,
    the_other_half_of_a_new_address_is_the_same_network,
    unknown_names_count_and_wait_like_known_ones,
    guesses_of_one_network_at_the_same_moment_are_all_counted,
);

const MOST: u32 = 7;
const HERE: [u8; 4] = [203, 0, 113, 9];

/// `BEGIN` is ten seconds into a quarter of an hour.
const LEFT: u64 = 15 * 60 - 10;

fn strict(app: &TestApp) -> TestApp {
    app.with(|serving| serving.settings.wrong_per_network = MOST)
}

async fn guesses(app: &TestApp, from: [u8; 4], times: u32) {
    for n in 0..times {
        let guesser = app.browser().from(from);
        let answer = guesser.gives_password(&format!("otter-{}", 4000 + n), "wrong").await;
        assert_eq!(answer.refusal(), Refusal::SignInFailed, "guess {n}");
    }
}

async fn a_network_that_guesses_too_much_waits_with_every_answer(app: TestApp) {
    let app = strict(&app);
    let class = app.class_of(2).await;
    guesses(&app, HERE, MOST - 1).await;
    assert!(app.browser().from(HERE).signs_in(&class.seats[0]).await.is_done());
    guesses(&app, HERE, 1).await;
    let until = app.now().after(Duration::from_secs(LEFT));
    let refused = app
        .restarted()
        .with(|serving| serving.settings.wrong_per_network = MOST);
    let answer = refused.browser().from(HERE).signs_in(&class.seats[1]).await;
    assert_eq!(answer.refusal(), Refusal::NetworkLocked { until });
    assert_eq!(answer.status, 429);
    let elsewhere = app.browser().from([203, 0, 113, 10]);
    assert!(elsewhere.signs_in(&class.seats[1]).await.is_done());
    app.waits(LEFT);
    assert!(app.browser().from(HERE).signs_in(&class.seats[1]).await.is_done());
}

async fn codes_count_like_passwords(app: TestApp) {
    let app = strict(&app);
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let (secret, codes) = app.browser().connects(seat).await;
    app.waits(60);
    let student = app.browser().from(HERE);
    student.signs_in(seat).await;
    for _ in 0..3 {
        let code = secret.wrong_code(app.now());
        assert_eq!(student.gives_code(&code).await.refusal(), Refusal::CodeWrong);
    }
    assert_eq!(
        student.gives_recovery_code("aaaa-aaaa-aaaa-aaaa").await.refusal(),
        Refusal::RecoveryCodeWrong
    );
    guesses(&app, HERE, MOST - 4).await;
    for answer in [
        student.gives_code(&secret.code_at(app.now())).await,
        student.gives_recovery_code(&codes[0]).await,
    ] {
        assert!(
            matches!(answer.refusal(), Refusal::NetworkLocked { .. }),
            "{}",
            answer.body
        );
    }
    app.waits(LEFT);
    student.signs_in(seat).await;
    assert!(student.gives_code(&secret.code_at(app.now())).await.is_done());
}

/// The page of a set-up shows the secret: a wrong code there is a slip, and nobody is held up in it by those who guess.
async fn a_set_up_is_not_held_up_by_who_guesses_beside_it(app: TestApp) {
    let app = strict(&app);
    let class = app.class_of(2).await;
    let student = app.browser().from(HERE);
    student.signs_in(&class.seats[0]).await;
    let secret = student.opens_set_up().await;
    for _ in 0..4 {
        let code = secret.wrong_code(app.now());
        assert_eq!(student.gives_set_up_code(&code).await.refusal(), Refusal::CodeWrong);
    }
    assert!(app.browser().from(HERE).signs_in(&class.seats[1]).await.is_done());
    guesses(&app, HERE, MOST).await;
    let answer = student.gives_set_up_code(&secret.code_at(app.now())).await;
    assert!(answer.is_done(), "{}", answer.body);
}

async fn what_a_member_gives_again_counts_like_at_the_sign_in(app: TestApp) {
    let app = strict(&app);
    let ada = ada(&app).await;
    let browser = ada.browser.copied().from(HERE);
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
    // What can be no code is no guess.
    assert_eq!(gives(PASSWORD, "").await, Refusal::NotACode);
    guesses(&app, HERE, MOST - 6).await;
    let until = app.now().after(Duration::from_secs(LEFT));
    assert_eq!(gives(PASSWORD, &ada.codes[0]).await, Refusal::NetworkLocked { until });
    let elsewhere = ada.browser.changes("/account/recovery-codes", &ada.codes[0], &[]).await;
    assert!(elsewhere.is_done(), "{}", elsewhere.body);
}

async fn the_other_half_of_a_new_address_is_the_same_network(app: TestApp) {
    let app = strict(&app);
    let class = app.class_of(1).await;
    for n in 0..MOST {
        let mut guesser = app.browser();
        guesser.address = format!("2001:db8::{n:x}:1").parse().unwrap();
        guesser.gives_password(&format!("otter-{}", 4000 + n), "wrong").await;
        app.waits(1);
    }
    let mut student = app.browser();
    student.address = "2001:db8::ffff:ffff".parse().unwrap();
    let refusal = student.signs_in(&class.seats[0]).await.refusal();
    assert!(matches!(refusal, Refusal::NetworkLocked { .. }), "{refusal}");
    student.address = "2001:db8:0:1::1".parse().unwrap();
    assert!(student.signs_in(&class.seats[0]).await.is_done());
}

async fn unknown_names_count_and_wait_like_known_ones(app: TestApp) {
    let app = strict(&app);
    app.has_a_member("irina", "a long password").await;
    let class = app.class_of(1).await;
    for name in [&*class.seats[0].login, "otter-0000", "irina", "nobody"] {
        let answer = app.browser().from(HERE).gives_password(name, "wrong").await;
        assert_eq!(answer.refusal(), Refusal::SignInFailed, "{name}");
    }
    guesses(&app, HERE, MOST - 4).await;
    let until = app.now().after(Duration::from_secs(LEFT));
    for name in [&*class.seats[0].login, "otter-0000", "irina", "nobody"] {
        let answer = app.browser().from(HERE).gives_password(name, "wrong").await;
        assert_eq!(answer.refusal(), Refusal::NetworkLocked { until }, "{name}");
    }
}

async fn guesses_of_one_network_at_the_same_moment_are_all_counted(app: TestApp) {
    let app = strict(&app);
    let tries = (0..MOST).map(|n| {
        let guesser = app.browser().from(HERE);
        tokio::spawn(async move { guesser.gives_password(&format!("heron-{}", 1000 + n), "wrong").await })
    });
    for answer in tries.collect::<Vec<_>>() {
        answer.await.unwrap();
    }
    let answer = app.browser().from(HERE).gives_password("heron-1000", "wrong").await;
    assert!(matches!(answer.refusal(), Refusal::NetworkLocked { .. }));
}
