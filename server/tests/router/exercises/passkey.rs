//! Tests of the exercise *passkey*: the server judges the signature of the practice phone, and a practice passkey opens
//! nothing else.

use super::finished;
use crate::{always_on_every_database, common::*, on_every_database};
use domain::{
    exercises::{
        Exercise,
        addresses::{Lookalike, SITE},
        passkey::Reason,
    },
    refusal::Refusal,
};
use texts::Texts;

const ENGLISH: Texts = Texts::of(domain::locale::Locale::En);
pub const PAGE: &str = "/lesson/passkey";
/// The fields of the answer of the phone.
const ANSWER: [&str; 4] = ["credential", "client_data", "authenticator_data", "signature"];

on_every_database!(
    a_passkey_signs_in_and_is_useless_on_another_site,
    changed_late_and_repeated_answers_are_refused,
    steps_out_of_order_are_refused,
    a_practice_passkey_is_no_factor_and_goes_with_the_class,
);

always_on_every_database!(fifty_answers_to_one_challenge_sign_in_once,);

pub async fn class_with_passkey(app: &TestApp, seats: u16) -> Class {
    let class = app.class_of(seats).await;
    class.sets_gate(Exercise::Passkey, "open").await;
    class
}

impl Browser {
    /// Presses a button of the exercise and follows to the page.
    pub async fn presses_passkey(&self, act: &str) -> Answer {
        let revision = self.opens(PAGE).await.field("revision");
        let fields = [("revision", revision.as_str()), ("act", act)];
        self.submits_and_follows("/lesson/passkey-act", &fields).await
    }

    /// Begins a sign-in and confirms it on the phone. Returns the page with the answer of the phone.
    async fn signs_on_the_phone(&self) -> Answer {
        self.presses_passkey("begin").await;
        self.presses_passkey("confirm").await
    }

    async fn sends_answer(&self, fields: &[(&str, String)]) -> Answer {
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.calls("/lesson/passkey-check", &fields).await
    }

    pub async fn signs_in_with_practice_passkey(&self) -> Answer {
        let page = self.signs_on_the_phone().await;
        assert!(self.sends_answer(&answer_on(&page)).await.is_done());
        self.opens(PAGE).await
    }

    pub async fn says_why_not(&self, reason: Reason) -> Answer {
        let revision = self.opens(PAGE).await.field("revision");
        let fields = [("revision", revision.as_str()), ("reason", reason.code())];
        self.calls("/lesson/passkey-answer", &fields).await
    }
}

/// The form that sends the answer of the phone.
fn answer_on(page: &Answer) -> Vec<(&'static str, String)> {
    let names = ["revision"].into_iter().chain(ANSWER);
    names.map(|name| (name, page.field(name))).collect()
}

async fn a_passkey_signs_in_and_is_useless_on_another_site(app: TestApp) {
    let class = class_with_passkey(&app, 1).await;
    let seat = &class.seats[0];
    let (student, ..) = finished(&app, &class, 0).await;
    let page = student.opens(PAGE).await;
    assert!(page.says(ENGLISH.exercise_passkey_make_text()) && page.says(SITE));
    let made = student.presses_passkey("make").await;
    assert!(made.says(ENGLISH.exercise_passkey_sign_in_text()));
    let asked = student.presses_passkey("begin").await;
    assert!(asked.says(&ENGLISH.exercise_passkey_prompt(SITE, &seat.login)));
    let signed = student.presses_passkey("confirm").await;
    assert!(signed.says(ENGLISH.exercise_passkey_not_sent_text()));
    assert!(signed.says(&signed.field("signature")), "the page shows what is sent");
    let in_again = student.signs_in_with_practice_passkey().await;
    assert!(in_again.says(ENGLISH.exercise_passkey_accepted()));
    let lookalike = Lookalike::of_seat_for_passkeys(seat.number).host();
    assert!(in_again.says(lookalike));
    let refused = student.presses_passkey("elsewhere").await;
    assert!(refused.says(&ENGLISH.exercise_passkey_none(lookalike)));
    for wrong in [Reason::Finger, Reason::Care] {
        assert!(student.says_why_not(wrong).await.is_done());
        assert_eq!(class.exercise(seat, Exercise::Passkey).await.0, None);
    }
    assert!(student.opens(PAGE).await.says(ENGLISH.exercise_passkey_care_wrong()));
    assert!(student.says_why_not(Reason::Address).await.is_done());
    let (passed, answers) = class.exercise(seat, Exercise::Passkey).await;
    assert!(passed.is_some());
    assert_eq!(answers, 4, "one signature and three answers");
    let page = student.opens(PAGE).await;
    assert!(page.says(ENGLISH.exercises_passkey_learned()) && page.says(ENGLISH.exercise_passkey_home()));
    assert_eq!(class.badges(seat).await, 4);
}

async fn changed_late_and_repeated_answers_are_refused(app: TestApp) {
    let class = class_with_passkey(&app, 2).await;
    let seat = &class.seats[0];
    let (student, ..) = finished(&app, &class, 0).await;
    let (neighbour, ..) = finished(&app, &class, 1).await;
    student.presses_passkey("make").await;
    neighbour.presses_passkey("make").await;
    for field in ANSWER {
        let mut changed = answer_on(&student.signs_on_the_phone().await);
        let (_, value) = changed.iter_mut().find(|(name, _)| *name == field).unwrap();
        let other = if value.starts_with('A') { "B" } else { "A" };
        value.replace_range(..1, other);
        assert!(student.sends_answer(&changed).await.is_done());
        assert!(
            student.opens(PAGE).await.says(ENGLISH.exercise_passkey_changed()),
            "{field}"
        );
    }
    let late = answer_on(&student.signs_on_the_phone().await);
    app.waits(5 * 60);
    assert!(student.sends_answer(&late).await.is_done());
    assert!(student.opens(PAGE).await.says(ENGLISH.exercise_passkey_late()));
    // The answer of another seat, to the challenge of this seat.
    let own = answer_on(&student.signs_on_the_phone().await);
    let theirs = answer_on(&neighbour.signs_on_the_phone().await);
    let swapped: Vec<_> = own[..1].iter().chain(&theirs[1..]).cloned().collect();
    assert!(student.sends_answer(&swapped).await.is_done());
    let page = student.opens(PAGE).await;
    assert!(page.says(ENGLISH.exercise_passkey_changed()));
    // The wrong answer has ended the challenge, so the right one comes too late.
    let mut right = own.clone();
    right[0].1 = page.field("revision");
    assert_eq!(student.sends_answer(&right).await.refusal(), Refusal::RoundOver);
    assert!(!student.opens(PAGE).await.says(ENGLISH.exercise_passkey_accepted()));
    // An accepted answer is not accepted again, neither for its own form nor for a newer challenge.
    let accepted = answer_on(&student.signs_on_the_phone().await);
    assert!(student.sends_answer(&accepted).await.is_done());
    assert!(student.opens(PAGE).await.says(ENGLISH.exercise_passkey_accepted()));
    assert_eq!(student.sends_answer(&accepted).await.refusal(), Refusal::RoundOver);
    let mut repeated = accepted.clone();
    repeated[0].1 = student.presses_passkey("begin").await.field("revision");
    assert!(student.sends_answer(&repeated).await.is_done());
    assert_eq!(class.exercise(seat, Exercise::Passkey).await.0, None);
}

async fn steps_out_of_order_are_refused(app: TestApp) {
    let class = class_with_passkey(&app, 1).await;
    let (student, ..) = finished(&app, &class, 0).await;
    let press = async |act: &str| {
        let revision = student.opens(PAGE).await.field("revision");
        let fields = [("revision", revision.as_str()), ("act", act)];
        student.calls("/lesson/passkey-act", &fields).await
    };
    for act in ["begin", "confirm", "elsewhere"] {
        assert_eq!(press(act).await.refusal(), Refusal::RoundOver, "{act}");
    }
    assert_eq!(press("steal").await.refusal(), Refusal::BadRequest);
    assert!(press("make").await.is_done());
    assert_eq!(
        press("make").await.refusal(),
        Refusal::RoundOver,
        "a phone has one passkey"
    );
    assert_eq!(
        student.says_why_not(Reason::Address).await.refusal(),
        Refusal::RoundOver
    );
    let without_scripts = student
        .submits_and_follows("/lesson/passkey-act", &[("revision", "0"), ("act", "begin")])
        .await;
    assert_eq!(without_scripts.status, 409);
    assert!(without_scripts.says(ENGLISH.refusal_round_over()));
    for (gate, refusal) in [("later", Refusal::ExerciseLater), ("off", Refusal::NotFound)] {
        class.sets_gate(Exercise::Passkey, gate).await;
        let fields = [("revision", "1"), ("act", "begin")];
        assert_eq!(student.calls("/lesson/passkey-act", &fields).await.refusal(), refusal);
    }
    let stranger = app
        .browser()
        .calls("/lesson/passkey-act", &[("revision", "1"), ("act", "begin")])
        .await;
    assert_eq!(stranger.refusal(), Refusal::SignInFirst);
}

async fn a_practice_passkey_is_no_factor_and_goes_with_the_class(app: TestApp) {
    let class = class_with_passkey(&app, 1).await;
    let seat = &class.seats[0];
    let (student, ..) = finished(&app, &class, 0).await;
    let (factors, sessions) = (app.count("factor").await, app.count("web_session").await);
    student.presses_passkey("make").await;
    let page = student.signs_on_the_phone().await;
    let answer = answer_on(&page);
    let dump = app.dump().await;
    for (name, value) in &answer[1..] {
        assert!(!database_dump::contains_secret(&dump, value), "{name}");
    }
    assert!(student.sends_answer(&answer).await.is_done());
    assert_eq!(app.count("factor").await, factors);
    assert_eq!(app.count("web_session").await, sessions);
    // A sign-in still needs password and code.
    let other = app.browser();
    other.signs_in(seat).await;
    assert!(!other.is_signed_in().await);
    assert!(other.gets(PAGE).await.status.is_redirection());
    class.seat_action(seat, "free").await;
    assert_eq!(app.count("exercise_progress").await, 0);
}

async fn fifty_answers_to_one_challenge_sign_in_once(app: TestApp) {
    let class = class_with_passkey(&app, 1).await;
    let (student, ..) = finished(&app, &class, 0).await;
    student.presses_passkey("make").await;
    let answer = answer_on(&student.signs_on_the_phone().await);
    let mut presses = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let (student, answer) = (student.clone(), answer.clone());
        presses.spawn(async move {
            let sent = student.sends_answer(&answer).await;
            if sent.is_done() {
                return true;
            }
            assert_eq!(sent.refusal(), Refusal::RoundOver);
            false
        });
    }
    let accepted = presses.join_all().await.into_iter().filter(|done| *done).count();
    assert_eq!(accepted, 1);
    assert_eq!(class.exercise(&class.seats[0], Exercise::Passkey).await.1, 1);
}
