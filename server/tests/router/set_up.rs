//! Connecting an authenticator (DESIGN 7.3, 7.4).

use crate::{common::*, on_every_database};
use domain::{failure::SeatFailure, refusal::Refusal};

on_every_database!(
    a_wrong_code_and_a_reload_leave_the_secret_as_it_is,
    a_second_browser_has_another_secret_and_a_new_sign_in_too,
    the_code_of_an_older_qr_says_so,
    a_clock_that_is_off_says_so_and_the_teacher_reads_it,
    one_step_either_way_is_taken_and_two_are_not,
    the_secret_is_20_random_bytes_and_says_whose_it_is,
    sessions_from_before_the_factor_end_with_it,
    a_connected_student_is_not_set_up_again,
    two_tabs_set_up_at_once,
    two_browsers_connect_at_once_and_one_wins,
    one_student_s_secret_connects_nobody_else,
    posts_out_of_order_move_nothing,
    a_member_connects_as_a_student_does,
);

async fn a_wrong_code_and_a_reload_leave_the_secret_as_it_is(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let student = app.browser();
    student.signs_in(seat).await;
    let secret = student.opens_set_up().await;
    for _ in 0..3 {
        assert_eq!(
            student.gives_set_up_code(&secret.wrong_code(app.now())).await.refusal(),
            Refusal::CodeWrong
        );
        assert_eq!(student.opens_set_up().await, secret);
    }
    // A form without scripts shows the same QR code beside the error.
    student.opens("/set-up").await;
    let page = student
        .submits_and_follows("/set-up", &[("code", &secret.wrong_code(app.now()))])
        .await;
    assert!(page.body.contains(&secret.base32));
    app.waits(3600);
    assert_eq!(student.opens_set_up().await, secret);
    assert!(student.gives_set_up_code(&secret.code_at(app.now())).await.is_done());
    assert_eq!(class.badges(seat).await, 3);
}

async fn a_second_browser_has_another_secret_and_a_new_sign_in_too(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let (first, second) = (app.browser(), app.browser());
    first.signs_in(seat).await;
    second.signs_in(seat).await;
    let (one, other) = (first.opens_set_up().await, second.opens_set_up().await);
    assert_ne!(one, other);
    assert_eq!(first.opens_set_up().await, one);
    first.signs_out().await;
    first.signs_in(seat).await;
    let third = first.opens_set_up().await;
    assert!(third != one && third != other);
    // What the thief of a password has read connects nothing in the owner's browser.
    assert_eq!(
        first.gives_set_up_code(&other.code_at(app.now())).await.refusal(),
        Refusal::CodeOfOlderQr
    );
    assert!(first.gives_set_up_code(&third.code_at(app.now())).await.is_done());
}

async fn the_code_of_an_older_qr_says_so(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let student = app.browser();
    let mut secrets = Vec::new();
    for _ in 0..4 {
        student.signs_in(seat).await;
        secrets.push(student.opens_set_up().await);
        app.waits(1);
    }
    let [forgotten, third, second, present] = &secrets[..] else {
        panic!()
    };
    for older in [second, third] {
        assert_eq!(
            student.gives_set_up_code(&older.code_at(app.now())).await.refusal(),
            Refusal::CodeOfOlderQr
        );
        assert_eq!(class.seat(seat).await.failure.unwrap().why, SeatFailure::OlderQr);
    }
    assert_eq!(
        student.gives_set_up_code(&forgotten.code_at(app.now())).await.refusal(),
        Refusal::CodeWrong
    );
    assert!(student.gives_set_up_code(&present.code_at(app.now())).await.is_done());
}

async fn a_clock_that_is_off_says_so_and_the_teacher_reads_it(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let student = app.browser();
    student.signs_in(seat).await;
    let secret = student.opens_set_up().await;
    for steps in [-120, -4, 10, 120] {
        let seconds = steps * 30;
        let code = secret.code_beside(app.now(), steps);
        assert_eq!(
            student.gives_set_up_code(&code).await.refusal(),
            Refusal::ClockOff { seconds }
        );
        assert_eq!(
            class.seat(seat).await.failure.unwrap().why,
            SeatFailure::ClockOff { seconds }
        );
    }
    app.waits(60);
    let far = secret.code_beside(app.now(), 121);
    assert_eq!(student.gives_set_up_code(&far).await.refusal(), Refusal::CodeWrong);
    assert_eq!(class.badges(seat).await, 2);
}

async fn one_step_either_way_is_taken_and_two_are_not(app: TestApp) {
    let class = app.class_of(5).await;
    for (seat, steps) in class.seats.iter().zip([-2, -1, 0, 1, 2_i64]) {
        let student = app.browser();
        student.signs_in(seat).await;
        let secret = student.opens_set_up().await;
        let answer = student.gives_set_up_code(&secret.code_beside(app.now(), steps)).await;
        if steps.abs() < 2 {
            assert!(answer.is_done(), "{steps}");
            assert_eq!(class.badges(seat).await, 3);
        } else {
            assert_eq!(answer.refusal(), Refusal::ClockOff { seconds: steps * 30 });
            assert_eq!(class.badges(seat).await, 2);
        }
    }
}

async fn the_secret_is_20_random_bytes_and_says_whose_it_is(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let student = app.browser();
    student.signs_in(seat).await;
    let secret = student.opens_set_up().await;
    assert_eq!(secret.bytes().len(), 20);
    let page = student.opens("/set-up").await;
    let uri = format!(
        "otpauth://totp/Stepwise:{}?secret={}&issuer=Stepwise&algorithm=SHA1&digits=6&period=30",
        seat.login, secret.base32
    );
    let tags = html::tags(&page.body);
    assert!(
        tags.iter().any(|tag| tag.attribute("href") == Some(uri.as_str())),
        "{uri}"
    );
    let groups: Vec<&str> = secret
        .base32
        .as_bytes()
        .chunks(4)
        .map(|group| str::from_utf8(group).unwrap())
        .collect();
    assert!(page.says(&groups.join(" ")));
}

async fn sessions_from_before_the_factor_end_with_it(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let others = [app.browser(), app.browser(), app.browser()];
    for other in &others {
        other.signs_in(seat).await;
    }
    let secret = others[0].opens_set_up().await;
    let student = app.browser();
    student.connects(seat).await;
    assert!(student.is_signed_in().await);
    for other in &others {
        assert!(!other.is_signed_in().await);
        assert_eq!(
            other.gives_set_up_code(&secret.code_at(app.now())).await.refusal(),
            Refusal::SignInFirst
        );
    }
}

async fn a_connected_student_is_not_set_up_again(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let student = app.browser();
    let (secret, _) = student.connects(seat).await;
    let again = student.opens("/set-up").await;
    assert!(!again.body.contains("otpauth:"));
    app.waits(30);
    let answer = student.gives_set_up_code(&secret.code_at(app.now())).await;
    assert!(matches!(
        answer.refusal(),
        Refusal::SetUpFirst | Refusal::AlreadyConnected
    ));
    assert_eq!(
        student.calls("/sfn/set-up", &[]).await.refusal(),
        Refusal::AlreadyConnected
    );
    assert_eq!(class.badges(seat).await, 3);
}

async fn two_tabs_set_up_at_once(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let student = app.browser();
    student.signs_in(seat).await;
    let (one, other) = tokio::join!(student.opens_set_up(), student.opens_set_up());
    let secret = student.opens_set_up().await;
    assert!(secret == one || secret == other);
    if one != other {
        let lost = if secret == one { &other } else { &one };
        let answer = student.gives_set_up_code(&lost.code_at(app.now())).await;
        assert_eq!(answer.refusal(), Refusal::CodeOfOlderQr);
    }
    let code = secret.code_at(app.now());
    let (first, second) = tokio::join!(student.gives_set_up_code(&code), student.gives_set_up_code(&code));
    assert!(first.is_done() != second.is_done(), "{} {}", first.body, second.body);
    assert_eq!(class.badges(seat).await, 3);
    // The tab that won, or lost, is still the student's.
    let codes: Vec<String> = student.loads("/sfn/recovery-codes", &[]).await.json();
    assert!(student.is_signed_in().await && codes.len() == 10);
    let later = app.browser();
    later.signs_in(seat).await;
    assert!(later.gives_recovery_code(&codes[9]).await.is_done());
}

async fn two_browsers_connect_at_once_and_one_wins(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let mut tries = Vec::new();
    for _ in 0..6 {
        let browser = app.browser();
        browser.signs_in(seat).await;
        tries.push((browser.clone(), browser.opens_set_up().await));
    }
    let running = tries.iter().cloned().map(|(browser, secret)| {
        tokio::spawn(async move {
            let answer = browser.gives_set_up_code(&secret.code_at(browser.app.now())).await;
            (answer.is_done(), browser, secret)
        })
    });
    let mut winners = Vec::new();
    for done in running.collect::<Vec<_>>() {
        let (won, browser, secret) = done.await.unwrap();
        if won {
            winners.push((browser.clone(), secret));
        }
        assert_eq!(browser.is_signed_in().await, won);
    }
    assert_eq!(winners.len(), 1);
    assert!(app.browser().comes_back(seat, &winners[0].1).await.is_done());
    assert_eq!(class.badges(seat).await, 4);
}

async fn one_student_s_secret_connects_nobody_else(app: TestApp) {
    let class = app.class_of(2).await;
    let [ada, bob] = &class.seats[..] else { panic!() };
    let (first, second) = (app.browser(), app.browser());
    first.signs_in(ada).await;
    second.signs_in(bob).await;
    let hers = first.opens_set_up().await;
    second.opens_set_up().await;
    assert_eq!(
        second.gives_set_up_code(&hers.code_at(app.now())).await.refusal(),
        Refusal::CodeWrong
    );
    assert_eq!((class.badges(ada).await, class.badges(bob).await), (2, 2));
}

async fn posts_out_of_order_move_nothing(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let student = app.browser();
    let version = class.version().await;
    for path in [
        "/set-up",
        "/sign-in/code",
        "/set-up/saved",
        "/sfn/set-up",
        "/sign-in/recovery-code",
    ] {
        let fields = [("code", "123456"), ("recovery_code", "k7qm-2xnp-w4rt-h9dc")];
        assert_eq!(
            student.calls(path, &fields).await.refusal(),
            Refusal::SignInFirst,
            "{path}"
        );
    }
    assert_eq!((class.version().await, class.badges(seat).await), (version, 0));
    student.signs_in(seat).await;
    let version = class.version().await;
    assert_eq!(student.gives_set_up_code("123456").await.refusal(), Refusal::SetUpFirst);
    assert_eq!(student.gives_code("123456").await.refusal(), Refusal::SignInFirst);
    assert!(student.calls("/set-up/saved", &[]).await.is_done());
    assert_eq!(
        student.loads("/sfn/recovery-codes", &[]).await.json::<Vec<String>>(),
        [""; 0]
    );
    assert_eq!((class.version().await, class.badges(seat).await), (version, 1));
    // Being there already proves nothing either: a code of the same lesson moves stage 4 only after a new sign-in.
    let secret = student.opens_set_up().await;
    student.gives_set_up_code(&secret.code_at(app.now())).await;
    app.waits(30);
    assert_eq!(
        student.gives_code(&secret.code_at(app.now())).await.refusal(),
        Refusal::SignInFirst
    );
    assert_eq!(class.badges(seat).await, 3);
}

async fn a_member_connects_as_a_student_does(app: TestApp) {
    app.has_a_member("ada", "correct horse battery").await;
    let seat = Seat {
        number: 0,
        login: "ada".to_owned(),
        password: "correct horse battery".to_owned(),
    };
    let ada = app.browser();
    let (secret, _) = ada.connects(&seat).await;
    assert_eq!(ada.calls("/set-up/saved", &[]).await.leads_to(), "/classes");
    let back = app.browser().comes_back(&seat, &secret).await;
    assert_eq!(back.leads_to(), "/classes");
}
