//! Tests of a passkey on the student's own device in the exercise *passkey*: it is judged like the passkey of a member,
//! belongs to the seat, and signs in to nothing.

mod answers;

use super::{
    finished,
    passkey::{PAGE, class_with_passkey},
};
use crate::{
    always_on_every_database,
    common::{
        member::*,
        passkey::{Draft, Passkey, base64url},
        *,
    },
    on_every_database,
};
use domain::{
    exercises::{Exercise, addresses::Lookalike, passkey::Reason},
    locale::Locale,
    passkey::{PasskeyObstacle, RelyingParty},
    refusal::Refusal,
    view::PasskeyRequest,
};
use serde_json::{Value, json};
use texts::Texts;

const ENGLISH: Texts = Texts::of(Locale::En);

on_every_database!(
    a_device_takes_the_place_of_the_practice_phone,
    an_address_without_passkeys_says_why_and_offers_the_practice_phone,
    without_a_passkey_on_the_device_the_practice_phone_helps,
);

always_on_every_database!(
    a_device_passkey_signs_in_to_nothing_else,
    a_device_passkey_goes_with_a_reset_with_its_seat_and_with_the_class,
);

impl Browser {
    async fn registers_device(&self, field: &str) -> Answer {
        let revision = self.opens(PAGE).await.field("revision");
        let fields = [("revision", revision.as_str()), ("passkey", field)];
        self.calls("/lesson/passkey-register", &fields).await
    }

    async fn makes_device_passkey(&self) -> Passkey {
        let (passkey, field) = Passkey::create(&self.opens(PAGE).await.passkey_asked());
        let done = self.registers_device(&field).await;
        assert!(done.is_done(), "{}", done.body);
        passkey
    }

    async fn sends_device(&self, answer: &str) -> Answer {
        let revision = self.opens(PAGE).await.field("revision");
        let fields = [("revision", revision.as_str()), ("passkey", answer)];
        self.calls("/lesson/passkey-sign-in", &fields).await
    }

    /// Signs in with an answer that `change` has changed before the device signed it. Returns the page after it.
    async fn signs_with_device(&self, passkey: &mut Passkey, change: impl FnOnce(&mut Draft)) -> Answer {
        let asked: PasskeyRequest = self.opens(PAGE).await.passkey_asked();
        let mut draft = passkey.draft(&asked.challenge);
        change(&mut draft);
        let answer = passkey.sign(&draft).to_string();
        let done = self.sends_device(&answer).await;
        assert!(done.is_done(), "{}", done.body);
        self.opens(PAGE).await
    }
}

fn is_accepted(page: &Answer) -> bool {
    page.says(ENGLISH.exercise_passkey_accepted())
}

/// A class at an address with passkeys, and a student who has finished the stages.
async fn device_class(app: &TestApp, seats: u16) -> (TestApp, Class, Browser) {
    let app = app.with_passkeys();
    let class = class_with_passkey(&app, seats).await;
    let (student, ..) = finished(&app, &class, 0).await;
    (app, class, student)
}

async fn a_device_takes_the_place_of_the_practice_phone(app: TestApp) {
    let (_, class, student) = device_class(&app, 1).await;
    let seat = &class.seats[0];
    let page = student.opens(PAGE).await;
    assert!(page.says(ENGLISH.exercise_passkey_device_make()) && page.says(ENGLISH.exercise_passkey_make()));
    let asked: Value = page.passkey_asked();
    assert_eq!(
        (&asked["login"], &asked["is_discoverable"]),
        (&json!(seat.login), &json!(false))
    );
    let mut passkey = student.makes_device_passkey().await;
    let page = student.opens(PAGE).await;
    assert!(page.says(&ENGLISH.exercise_passkey_device_note(passkey::SITE)));
    let asked: Value = page.passkey_asked();
    assert_eq!(asked["allowed"], json!([base64url(&passkey.id)]));
    let page = student.signs_with_device(&mut passkey, |_| ()).await;
    assert!(is_accepted(&page));
    let challenge = asked["challenge"].as_str().unwrap();
    assert!(!page.says(challenge), "each page has another question");
    assert!(page.says(passkey::SITE) && page.says(ENGLISH.exercise_passkey_device_signed()));
    let page = student.presses_passkey("elsewhere").await;
    let lookalike = Lookalike::of_seat_for_passkeys(seat.number).host();
    assert!(page.says(&ENGLISH.exercise_passkey_none(lookalike)));
    assert!(page.says(ENGLISH.exercise_passkey_device_none_text()));
    assert!(student.says_why_not(Reason::Address).await.is_done());
    let (passed, answers) = class.exercise(seat, Exercise::Passkey).await;
    assert!(passed.is_some());
    assert_eq!(answers, 2, "one signature and one answer");
}

async fn a_device_passkey_signs_in_to_nothing_else(app: TestApp) {
    let (app, class, student) = device_class(&app, 1).await;
    let seat = &class.seats[0];
    let factors = app.count("factor").await;
    let mut passkey = student.makes_device_passkey().await;
    assert_eq!((app.count("factor").await, app.count("passkey").await), (factors, 1));
    let browser = app.browser();
    let refused = browser.signs_in_with_passkey(&mut passkey).await;
    assert_eq!(refused.refusal(), Refusal::PasskeyRefused, "without a password");
    browser.signs_in(seat).await;
    let challenge = browser.challenge().await;
    assert_eq!(
        (challenge.passkey, challenge.factors.len()),
        (None, 1),
        "after the password"
    );
    // The answer to a challenge of the exercise is no answer at the sign-in.
    let asked: PasskeyRequest = student.opens(PAGE).await.passkey_asked();
    let answer = passkey.answer(&asked);
    for path in ["/sign-in/passkey", "/sign-in/code/passkey"] {
        let refusal = browser.calls(path, &[("passkey", &answer)]).await.refusal();
        let expected = [Refusal::PasskeyExpired, Refusal::PasskeyRefused];
        assert!(expected.contains(&refusal), "{path} {refusal:?}");
    }
    assert!(!browser.is_signed_in().await);
    assert!(student.sends_device(&answer).await.is_done());
    assert!(is_accepted(&student.opens(PAGE).await));
    let refused = student.loads("/sfn/passkey-set-up", &[]).await;
    assert_eq!(refused.refusal(), Refusal::NotFound);
    // A member has no seat, so a passkey of the exercise cannot become one of an account.
    let ada = ada(&app).await;
    let allowed = ada
        .browser
        .changes("/account/connect", &ada.code(), &[("kind", "passkey")])
        .await;
    assert!(allowed.is_done());
    let (_, field) = Passkey::create(&ada.browser.passkey_creation().await);
    let fields = [("revision", "0"), ("passkey", field.as_str())];
    let refused = ada.browser.calls("/lesson/passkey-register", &fields).await;
    assert_eq!(refused.refusal(), Refusal::NotFound);
}

async fn a_device_passkey_goes_with_a_reset_with_its_seat_and_with_the_class(app: TestApp) {
    let (app, class, student) = device_class(&app, 3).await;
    let seat = &class.seats[0];
    student.makes_device_passkey().await;
    class.seat_action(seat, "reset_factor").await;
    assert_eq!(app.count("passkey").await, 0);
    // After the reset the student does the stages again, and then makes another passkey.
    app.waits(30);
    let (student, ..) = finished(&app, &class, 0).await;
    let page = student.opens(PAGE).await;
    assert!(page.says(ENGLISH.exercise_passkey_device_make()));
    let mut passkey = student.makes_device_passkey().await;
    assert!(is_accepted(&student.signs_with_device(&mut passkey, |_| ()).await));
    class.seat_action(seat, "free").await;
    assert_eq!(
        (app.count("passkey").await, app.count("exercise_progress").await),
        (0, 0)
    );
    let (second, ..) = finished(&app, &class, 1).await;
    second.makes_device_passkey().await;
    class.seat_action(&class.seats[1], "remove").await;
    assert_eq!(app.count("passkey").await, 0);
    let (third, ..) = finished(&app, &class, 2).await;
    third.makes_device_passkey().await;
    app.waits(30 * 24 * 3600);
    app.stepwise.operations.sweep().await.unwrap();
    assert_eq!(
        (app.count("passkey").await, app.count("passkey_challenge").await),
        (0, 0)
    );
}

async fn an_address_without_passkeys_says_why_and_offers_the_practice_phone(app: TestApp) {
    let class = class_with_passkey(&app, 1).await;
    let (mut student, ..) = finished(&app, &class, 0).await;
    let page = student.opens(PAGE).await;
    assert!(page.says(ENGLISH.exercise_passkey_why_plain_http()) && page.says(ENGLISH.exercise_passkey_make()));
    assert!(!page.body.contains("data-passkey="));
    student.app = app.with(|config| config.settings.relying_party = Err(PasskeyObstacle::IpAddress));
    assert!(
        student
            .opens(PAGE)
            .await
            .says(ENGLISH.exercise_passkey_why_ip_address())
    );
    student.app = app.with(|config| {
        config.settings.relying_party = RelyingParty::of_url(passkey::SITE);
        config.settings.offered.passkey = true;
    });
    let page = student.opens(PAGE).await;
    assert!(page.says(&ENGLISH.exercise_passkey_why_other_address(passkey::SITE)));
    assert!(!page.body.contains("data-passkey="));
    student.app = app.clone();
    let fields = [("revision", "0"), ("passkey", "{}")];
    let refused = student.calls("/lesson/passkey-register", &fields).await;
    assert_eq!(refused.refusal(), Refusal::PasskeyRefused);
    let made = student.presses_passkey("make").await;
    assert!(made.says(ENGLISH.exercise_passkey_sign_in_text()));
}

async fn without_a_passkey_on_the_device_the_practice_phone_helps(app: TestApp) {
    let (_, class, student) = device_class(&app, 1).await;
    let creation = student.opens(PAGE).await.passkey_asked();
    let (mut passkey, field) = Passkey::create(&creation);
    assert!(student.registers_device(&field).await.is_done());
    let (_, second) = Passkey::create(&creation);
    assert_eq!(student.registers_device(&second).await.refusal(), Refusal::RoundOver);
    let asked: PasskeyRequest = student.opens(PAGE).await.passkey_asked();
    let page = student.presses_passkey("make").await;
    assert!(page.says(ENGLISH.exercise_passkey_begin()) && !page.body.contains("data-passkey="));
    let late = passkey.answer(&asked);
    assert_eq!(student.sends_device(&late).await.refusal(), Refusal::RoundOver);
    assert!(is_accepted(&student.signs_in_with_practice_passkey().await));
    let refused = student.presses_passkey("make").await;
    assert!(refused.says(ENGLISH.refusal_round_over()));
    assert_eq!(class.exercise(&class.seats[0], Exercise::Passkey).await.1, 1);
}
