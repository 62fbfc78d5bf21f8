//! The story as a student sees it, from the mail to the badge.

use super::{PAGE, class_with_thief};
use crate::{
    common::*,
    exercises::{finished, passkey::class_with_passkey},
    on_every_database,
};
use domain::{
    exercises::{
        Exercise,
        addresses::{Lookalike, Part, SITE},
    },
    refusal::Refusal,
};
use texts::Texts;

const ENGLISH: Texts = Texts::of(domain::locale::Locale::En);

on_every_database!(
    the_thief_gets_in_with_password_and_code_and_gets_nothing_from_a_passkey,
    an_address_that_is_seen_before_typing_is_praised,
    a_passkey_of_the_other_exercise_is_used,
    acts_of_another_scene_are_refused,
);

async fn the_thief_gets_in_with_password_and_code_and_gets_nothing_from_a_passkey(app: TestApp) {
    let class = class_with_thief(&app, 1).await;
    let seat = &class.seats[0];
    let host = Lookalike::of_seat(seat.number).host();
    let (student, secret, _) = finished(&app, &class, 0).await;
    let mail = student.opens(PAGE).await;
    assert!(mail.says(ENGLISH.exercise_phishing_mail_subject()) && mail.says(host));
    assert!(student.presses_at_thief("open").await.is_done());
    let page = student.opens(PAGE).await;
    assert!(page.says(ENGLISH.exercise_phishing_thief_waits()) && page.says(host));
    assert!(student.types_password(&seat.login, &seat.password).await.is_done());
    let stuck = student.opens(PAGE).await;
    assert!(stuck.says(ENGLISH.exercise_phishing_thief_stuck()));
    app.waits(30);
    assert!(student.types_code(&secret.code_at(app.now())).await.is_done());
    let robbed = student.opens(PAGE).await;
    assert!(robbed.says(&ENGLISH.exercise_phishing_thief_in(&seat.login)));
    assert!(robbed.says(ENGLISH.exercise_phishing_thief_device()));
    assert_eq!(class.exercise(seat, Exercise::Phishing).await.0, None);
    assert!(robbed.says(&ENGLISH.exercise_phishing_make_text(SITE)));
    assert_eq!(
        student.presses_at_thief("passkey").await.refusal(),
        Refusal::RoundOver,
        "there is no passkey yet"
    );
    assert!(student.presses_at_thief("make").await.is_done());
    assert_eq!(student.presses_at_thief("make").await.refusal(), Refusal::RoundOver);
    assert!(student.opens(PAGE).await.says(ENGLISH.exercise_phishing_page_passkey()));
    assert!(student.presses_at_thief("passkey").await.is_done());
    let nothing = student.opens(PAGE).await;
    assert!(nothing.says(ENGLISH.exercise_phishing_thief_nothing()));
    assert!(nothing.says(&ENGLISH.exercise_passkey_none(host)));
    for part in [Part::Scheme, Part::Path] {
        assert!(student.points_at(part.code()).await.is_done());
        assert_eq!(class.exercise(seat, Exercise::Phishing).await.0, None);
    }
    assert!(student.opens(PAGE).await.says(ENGLISH.exercise_phishing_part_path()));
    let false_part = Lookalike::of_seat(seat.number).false_part();
    assert!(student.points_at(false_part.code()).await.is_done());
    let (passed, answers) = class.exercise(seat, Exercise::Phishing).await;
    assert!(passed.is_some());
    assert_eq!(answers, 5, "password, code, and three answers about the address");
    let end = student.opens(PAGE).await;
    assert!(end.says(ENGLISH.exercise_phishing_end_passkey_text()) && end.says(ENGLISH.exercise_phishing_home()));
    assert!(!end.says(ENGLISH.exercise_phishing_spotted()));
    assert!(end.says(ENGLISH.exercises_phishing_learned()));
}

async fn an_address_that_is_seen_before_typing_is_praised(app: TestApp) {
    let class = class_with_thief(&app, 1).await;
    let seat = &class.seats[0];
    let (student, secret, _) = finished(&app, &class, 0).await;
    assert!(student.presses_at_thief("open").await.is_done());
    assert!(student.points_at("scheme").await.is_done());
    assert!(student.opens(PAGE).await.says(ENGLISH.exercise_phishing_part_scheme()));
    let false_part = Lookalike::of_seat(seat.number).false_part();
    assert!(student.points_at(false_part.code()).await.is_done());
    assert!(student.opens(PAGE).await.says(ENGLISH.exercise_phishing_spotted_text()));
    assert!(student.types_password(&seat.login, &seat.password).await.is_done());
    app.waits(30);
    assert!(student.types_code(&secret.code_at(app.now())).await.is_done());
    assert!(student.presses_at_thief("make").await.is_done());
    assert!(student.presses_at_thief("passkey").await.is_done());
    assert!(class.exercise(seat, Exercise::Phishing).await.0.is_some());
    assert!(student.opens(PAGE).await.says(ENGLISH.exercise_phishing_spotted()));
}

async fn a_passkey_of_the_other_exercise_is_used(app: TestApp) {
    let class = class_with_passkey(&app, 1).await;
    class.sets_gate(Exercise::Phishing, "open").await;
    let (student, secret, _) = finished(&app, &class, 0).await;
    student.presses_passkey("make").await;
    student.walks_into_the_trap(&class.seats[0]).await;
    app.waits(30);
    assert!(student.types_code(&secret.code_at(app.now())).await.is_done());
    assert!(student.opens(PAGE).await.says(ENGLISH.exercise_phishing_page_passkey()));
    assert_eq!(student.presses_at_thief("make").await.refusal(), Refusal::RoundOver);
    assert!(student.presses_at_thief("passkey").await.is_done());
    assert!(
        student
            .signs_in_with_practice_passkey()
            .await
            .says(ENGLISH.exercise_passkey_accepted())
    );
}

async fn acts_of_another_scene_are_refused(app: TestApp) {
    let class = class_with_thief(&app, 1).await;
    let seat = &class.seats[0];
    let (student, secret, _) = finished(&app, &class, 0).await;
    app.waits(30);
    let code = secret.code_at(app.now());
    let over = Refusal::RoundOver;
    assert_eq!(
        student.types_password(&seat.login, &seat.password).await.refusal(),
        over
    );
    assert_eq!(student.types_code(&code).await.refusal(), over);
    assert_eq!(student.points_at("name").await.refusal(), over);
    for act in ["make", "passkey"] {
        assert_eq!(student.presses_at_thief(act).await.refusal(), over, "{act}");
    }
    assert_eq!(student.presses_at_thief("steal").await.refusal(), Refusal::BadRequest);
    assert!(student.presses_at_thief("open").await.is_done());
    assert_eq!(student.points_at("padlock").await.refusal(), Refusal::BadRequest);
    assert_eq!(
        student.types_code(&code).await.refusal(),
        over,
        "the password comes first"
    );
    // A form of an older page changes nothing, and uses up no code.
    assert!(student.types_password(&seat.login, &seat.password).await.is_done());
    let fields = [("revision", "1"), ("code", code.as_str())];
    assert_eq!(student.calls("/lesson/phishing-code", &fields).await.refusal(), over);
    assert!(class.action("pause", &[]).await.is_done());
    assert_eq!(student.types_code(&code).await.refusal(), Refusal::ClassPaused);
    assert!(class.action("go_on", &[]).await.is_done());
    let without_scripts = student.submits_and_follows("/lesson/phishing-code", &fields).await;
    assert_eq!(without_scripts.status, 409);
    assert!(without_scripts.says(ENGLISH.exercise_phishing_thief_stuck()));
    assert!(student.types_code(&code).await.is_done());
}
