//! Tests of connecting an authenticator: wrong codes, older QR codes, clocks that are off, requests in a wrong order.

use crate::{common::*, on_every_database};
use domain::{refusal::Refusal, seat_failure::SeatFailure};

on_every_database!(
    a_wrong_code_and_a_reload_do_not_change_the_secret,
    a_code_of_an_older_qr_code_is_reported_as_such,
    a_wrong_clock_is_reported_to_the_student_and_the_teacher,
    one_step_before_and_after_is_accepted_and_two_are_not,
    the_secret_is_20_random_bytes_and_is_labelled_with_the_account,
    a_connected_student_cannot_open_the_set_up_again,
    requests_out_of_order_change_no_stage,
    a_member_connects_as_a_student_does,
);

async fn a_wrong_code_and_a_reload_do_not_change_the_secret(app: TestApp) {
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
    // Without scripts the page with the refusal shows the same QR code.
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

async fn a_code_of_an_older_qr_code_is_reported_as_such(app: TestApp) {
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

async fn a_wrong_clock_is_reported_to_the_student_and_the_teacher(app: TestApp) {
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

async fn one_step_before_and_after_is_accepted_and_two_are_not(app: TestApp) {
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

async fn the_secret_is_20_random_bytes_and_is_labelled_with_the_account(app: TestApp) {
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

async fn a_connected_student_cannot_open_the_set_up_again(app: TestApp) {
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

async fn requests_out_of_order_change_no_stage(app: TestApp) {
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
    assert_eq!(student.shown_codes().await.codes, [""; 0]);
    assert_eq!((class.version().await, class.badges(seat).await), (version, 1));
    // If a signed-in student enters a right code without signing in again, stage 4 is not reached.
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
    let back = app.browser().signs_in_with_code(&seat, &secret).await;
    assert_eq!(back.leads_to(), "/classes");
}
