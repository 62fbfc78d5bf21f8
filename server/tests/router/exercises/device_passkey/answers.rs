//! Tests of the answers of a device: wrong, late, repeated and foreign ones are refused.

use super::{ENGLISH, device_class, is_accepted};
use crate::{
    always_on_every_database,
    common::{
        passkey::{Passkey, USER_VERIFIED, base64url},
        *,
    },
    exercises::{finished, passkey::PAGE},
};
use domain::{exercises::Exercise, refusal::Refusal, view::PasskeyRequest};
use serde_json::{Value, json};

always_on_every_database!(
    every_wrong_answer_of_a_device_is_refused,
    fifty_answers_of_a_device_sign_in_once,
);

async fn every_wrong_answer_of_a_device_is_refused(app: TestApp) {
    let (app, class, student) = device_class(&app, 2).await;
    let mut passkey = student.makes_device_passkey().await;
    let members: [(&str, Value); 4] = [
        ("type", json!("webauthn.create")),
        ("origin", json!("http://evil.example")),
        ("origin", json!("http://localhost:3001")),
        ("crossOrigin", json!(true)),
    ];
    for (name, value) in members {
        let page = student
            .signs_with_device(&mut passkey, |draft| draft.client_data[name] = value.clone())
            .await;
        assert!(page.says(ENGLISH.exercise_passkey_changed()), "{name} {value}");
    }
    for flags in [0, 1, USER_VERIFIED] {
        let page = student
            .signs_with_device(&mut passkey, |draft| draft.authenticator_data[32] = flags)
            .await;
        assert!(page.says(ENGLISH.exercise_passkey_changed()), "flags {flags}");
    }
    let page = student
        .signs_with_device(&mut passkey, |draft| draft.authenticator_data[0] ^= 1)
        .await;
    assert!(page.says(ENGLISH.exercise_passkey_changed()), "another site");
    // A challenge that the server has not made, an old one, and one of another session.
    let refused = async |challenge: &str, passkey: &mut Passkey| {
        let answer = passkey.sign(&passkey.clone().draft(challenge)).to_string();
        student.sends_device(&answer).await.refusal()
    };
    assert_eq!(
        refused(&base64url(&[7; 56]), &mut passkey).await,
        Refusal::PasskeyExpired
    );
    let asked: Value = student.opens(PAGE).await.passkey_asked();
    app.waits(5 * 60);
    assert_eq!(
        refused(asked["challenge"].as_str().unwrap(), &mut passkey).await,
        Refusal::PasskeyExpired
    );
    let (neighbour, ..) = finished(&app, &class, 1).await;
    let mut theirs = neighbour.makes_device_passkey().await;
    let asked: Value = neighbour.opens(PAGE).await.passkey_asked();
    assert_eq!(
        refused(asked["challenge"].as_str().unwrap(), &mut theirs).await,
        Refusal::PasskeyExpired
    );
    // The passkey of another seat, to the challenge of this seat.
    let page = student.signs_with_device(&mut theirs, |_| ()).await;
    assert!(page.says(ENGLISH.exercise_passkey_changed()));
    // An answer is accepted once, also when the wrong answers have grown the counter.
    let asked: PasskeyRequest = student.opens(PAGE).await.passkey_asked();
    let answer = passkey.answer(&asked);
    assert!(!is_accepted(&student.opens(PAGE).await));
    assert!(student.sends_device(&answer).await.is_done());
    assert!(is_accepted(&student.opens(PAGE).await));
    assert_eq!(student.sends_device(&answer).await.refusal(), Refusal::RoundOver);
    for unreadable in ["", "{}", "null"] {
        assert_eq!(
            neighbour.sends_device(unreadable).await.refusal(),
            Refusal::PasskeyRefused
        );
    }
    // A wrong answer uses its challenge up, so the right answer to the same challenge comes too late.
    let asked: PasskeyRequest = neighbour.opens(PAGE).await.passkey_asked();
    let mut wrong = theirs.clone();
    wrong.flags &= !USER_VERIFIED;
    let wrong = wrong.answer(&asked);
    assert!(neighbour.sends_device(&wrong).await.is_done());
    assert_eq!(
        neighbour.sends_device(&theirs.answer(&asked)).await.refusal(),
        Refusal::PasskeyExpired
    );
    assert_eq!(class.exercise(&class.seats[1], Exercise::Passkey).await.0, None);
}

async fn fifty_answers_of_a_device_sign_in_once(app: TestApp) {
    let (_, class, student) = device_class(&app, 1).await;
    let mut passkey = student.makes_device_passkey().await;
    let page = student.opens(PAGE).await;
    let revision = page.field("revision");
    let asked: PasskeyRequest = page.passkey_asked();
    let answer = passkey.answer(&asked);
    let mut presses = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let (student, answer, revision) = (student.clone(), answer.clone(), revision.clone());
        presses.spawn(async move {
            let fields = [("revision", revision.as_str()), ("passkey", answer.as_str())];
            let sent = student.calls("/lesson/passkey-sign-in", &fields).await;
            let expected = [Refusal::RoundOver, Refusal::PasskeyExpired];
            assert!(sent.is_done() || expected.contains(&sent.refusal()), "{}", sent.body);
            sent.is_done()
        });
    }
    let accepted = presses.join_all().await.into_iter().filter(|done| *done).count();
    assert_eq!(accepted, 1);
    assert_eq!(class.exercise(&class.seats[0], Exercise::Passkey).await.1, 1);
}
