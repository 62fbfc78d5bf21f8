//! The thief never leaves the stage: one account, one code, no session, and nothing that was typed.

use super::{PAGE, class_with_thief};
use crate::{
    always_on_every_database,
    common::{member::*, *},
    exercises::finished,
    on_every_database,
};
use domain::{exercises::Exercise, refusal::Refusal};
use texts::Texts;

const ENGLISH: Texts = Texts::of(domain::locale::Locale::En);

on_every_database!(
    the_thief_leaves_no_session_no_stage_and_nothing_that_was_typed,
    only_the_login_of_the_own_seat_is_looked_up,
    wrong_passwords_and_codes_count_as_at_the_sign_in,
    a_new_password_is_not_the_one_that_the_thief_has,
);

always_on_every_database!(a_code_is_spent_once_by_the_thief_or_by_its_owner,);

async fn the_thief_leaves_no_session_no_stage_and_nothing_that_was_typed(app: TestApp) {
    let class = class_with_thief(&app, 1).await;
    class.sets_gate(Exercise::Recovery, "open").await;
    let seat = &class.seats[0];
    let (student, secret, codes) = finished(&app, &class, 0).await;
    // A sign-in with the authenticator would be the last step of the exercise *lost phone*.
    let stages = class.seat(seat).await.stages;
    let sessions = app.count("web_session").await;
    student.walks_into_the_trap(seat).await;
    app.waits(30);
    let code = secret.code_at(app.now());
    let own_session = student.session();
    assert!(student.types_code(&code).await.is_done());
    assert_eq!(
        student.session(),
        own_session,
        "the session of the thief leaves the server in no answer"
    );
    assert!(
        student
            .opens(PAGE)
            .await
            .says(ENGLISH.exercise_phishing_thief_in(&seat.login).as_str())
    );
    assert_eq!(app.count("web_session").await, sessions);
    assert_eq!(class.seat(seat).await.stages, stages);
    assert_eq!(class.exercise(seat, Exercise::Recovery).await, (None, 0));
    let dump = app.dump().await;
    let cookies = format!("{:?}", student.cookies());
    let page = student.opens(PAGE).await.body;
    for typed in [&code, &seat.password] {
        assert!(!database_dump::contains_secret(&dump, typed));
        assert!(!database_dump::contains_secret(&cookies, typed));
        assert!(!database_dump::contains_secret(&page, typed));
    }
    // The code is used up for everybody.
    let owner = app.browser();
    owner.signs_in(seat).await;
    assert!(matches!(
        owner.gives_code(&code).await.refusal(),
        Refusal::CodeUsed { .. }
    ));
    assert!(student.is_signed_in().await, "the session of the student goes on");
    // The exercise goes with the student.
    class.seat_action(seat, "free").await;
    assert_eq!(app.count("exercise_progress").await, 0);
    assert_eq!(codes.len(), 10);
}

async fn only_the_login_of_the_own_seat_is_looked_up(app: TestApp) {
    let class = class_with_thief(&app, 2).await;
    let [own, theirs] = &class.seats[..] else { panic!() };
    ada(&app).await;
    let (student, ..) = finished(&app, &class, 0).await;
    let (neighbour, secret, _) = finished(&app, &class, 1).await;
    assert!(student.presses_at_thief("open").await.is_done());
    let (throttle, sessions) = (app.count("throttle").await, app.count("web_session").await);
    let board = class.seat(theirs).await;
    for (name, password) in [
        ("ada", PASSWORD),
        ("ada", "wrong"),
        (&*theirs.login, &*theirs.password),
        (&*theirs.login, "wrong-otter-0000"),
        ("nobody-at-all", "wrong"),
        ("", ""),
    ] {
        for _ in 0..3 {
            let before = app.stepwise.work_done();
            let typed = student.types_password(name, password).await;
            assert!(typed.is_done(), "{name}: {}", typed.body);
            let after = app.stepwise.work_done();
            assert_eq!(
                (after.verified, after.hashed),
                (before.verified, before.hashed),
                "{name}"
            );
            let page = student.opens(PAGE).await;
            assert!(page.says(ENGLISH.exercise_phishing_other_login()), "{name}");
            assert!(page.says(ENGLISH.exercise_phishing_thief_waits()), "{name}");
        }
    }
    assert_eq!(app.count("throttle").await, throttle, "nobody's tries are counted");
    assert_eq!(app.count("web_session").await, sessions);
    let dump = app.dump().await;
    assert!(!database_dump::contains_secret(&dump, PASSWORD) && !dump.contains("nobody-at-all"));
    assert_eq!(class.seat(theirs).await.failure, board.failure);
    // The others come in as ever.
    assert!(neighbour.signs_in_with_code(theirs, &secret).await.is_done());
    assert!(
        student
            .types_password(&own.login.to_uppercase(), &own.password)
            .await
            .is_done()
    );
    assert!(student.opens(PAGE).await.says(ENGLISH.exercise_phishing_thief_stuck()));
    // The thief of one seat does not take the code of another one.
    app.waits(30);
    assert_eq!(
        student.types_code(&secret.code_at(app.now())).await.refusal(),
        Refusal::CodeWrong
    );
    let member = app.browser();
    assert_eq!(
        member
            .calls("/lesson/phishing-code", &[("revision", "0"), ("code", "123456")])
            .await
            .refusal(),
        Refusal::SignInFirst
    );
}

async fn wrong_passwords_and_codes_count_as_at_the_sign_in(app: TestApp) {
    let class = class_with_thief(&app, 1).await;
    let seat = &class.seats[0];
    let (student, secret, _) = finished(&app, &class, 0).await;
    assert!(student.presses_at_thief("open").await.is_done());
    let wrong = student.types_password(&seat.login, "wrong-otter-0000").await;
    assert_eq!(wrong.refusal(), Refusal::SignInFailed);
    assert!(student.types_password(&seat.login, &seat.password).await.is_done());
    app.waits(30);
    for n in 0..6 {
        let refused = student.types_code(&secret.wrong_code(app.now())).await.refusal();
        assert_eq!(refused, Refusal::CodeWrong, "{n}");
    }
    let code = secret.code_at(app.now());
    assert!(matches!(
        student.types_code(&code).await.refusal(),
        Refusal::Locked { .. }
    ));
    let other = app.browser();
    other.signs_in(seat).await;
    assert!(matches!(
        other.gives_code(&code).await.refusal(),
        Refusal::Locked { .. }
    ));
    class.unlocks(seat).await;
    assert!(student.types_code(&code).await.is_done());
    assert_eq!(class.seat(seat).await.stages.next(), None);
}

async fn a_new_password_is_not_the_one_that_the_thief_has(app: TestApp) {
    let class = class_with_thief(&app, 1).await;
    let seat = &class.seats[0];
    let (student, secret, _) = finished(&app, &class, 0).await;
    student.walks_into_the_trap(seat).await;
    class.seat_action(seat, "new_password").await;
    let (_, password) = class.passwords(Some(seat.number)).await.remove(0);
    let fresh = Seat {
        password,
        ..seat.clone()
    };
    assert!(student.signs_in_with_code(&fresh, &secret).await.is_done());
    assert!(student.opens(PAGE).await.says(ENGLISH.exercise_phishing_thief_waits()));
    app.waits(30);
    let code = secret.code_at(app.now());
    assert_eq!(student.types_code(&code).await.refusal(), Refusal::RoundOver);
    assert!(student.types_password(&fresh.login, &fresh.password).await.is_done());
    assert!(student.types_code(&code).await.is_done());
}

async fn a_code_is_spent_once_by_the_thief_or_by_its_owner(app: TestApp) {
    let class = class_with_thief(&app, 1).await;
    let seat = &class.seats[0];
    let (student, secret, _) = finished(&app, &class, 0).await;
    student.walks_into_the_trap(seat).await;
    let revision = student.opens(PAGE).await.field("revision");
    let owner = app.browser();
    owner.signs_in(seat).await;
    let sessions = app.count("web_session").await;
    app.waits(30);
    let code = secret.code_at(app.now());
    let mut presses = tokio::task::JoinSet::new();
    for n in 0..50 {
        // Each fifth press is the owner at the real page, in a browser that has given the password.
        let who = if n % 5 == 4 { owner.copied() } else { student.clone() };
        let (revision, code) = (revision.clone(), code.clone());
        presses.spawn(async move {
            let given = match n % 5 {
                4 => who.gives_code(&code).await,
                _ => {
                    let fields = [("revision", revision.as_str()), ("code", code.as_str())];
                    who.calls("/lesson/phishing-code", &fields).await
                }
            };
            given.is_done()
        });
    }
    let accepted = presses.join_all().await.into_iter().filter(|done| *done).count();
    assert_eq!(accepted, 1);
    assert_eq!(app.count("web_session").await, sessions);
}
