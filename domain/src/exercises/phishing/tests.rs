//! Tests of the progress in the exercise *the thief*.

use super::*;
use proptest::prelude::*;

const EPOCH: u32 = 3;

fn now() -> Timestamp {
    Timestamp::from_seconds(1_700_000_000)
}

fn robbed() -> PhishingProgress {
    let opened = PhishingProgress::default().after_opening();
    opened.after_password(EPOCH).after_theft(now())
}

#[test]
fn the_story_goes_from_the_mail_to_the_address() {
    let start = PhishingProgress::default();
    assert_eq!(start.scene(EPOCH), Scene::Mail);
    let opened = start.after_opening();
    assert_eq!(opened.scene(EPOCH), Scene::Password);
    let asked = opened.after_password(EPOCH);
    assert_eq!(asked.scene(EPOCH), Scene::Code);
    let robbed = asked.after_theft(now());
    assert_eq!(robbed.scene(EPOCH), Scene::Passkey);
    let tried = robbed.after_passkey();
    assert_eq!(tried.scene(EPOCH), Scene::Address);
    let lookalike = Lookalike::OtherEnd;
    let wrong = tried.pointed_at(Part::Scheme, lookalike, EPOCH).unwrap();
    assert_eq!(wrong.mistake, Some(Mistake::Part(Part::Scheme)));
    assert!(!wrong.passed());
    let passed = wrong.pointed_at(Part::End, lookalike, EPOCH).unwrap();
    assert!(passed.passed() && !passed.spotted_at_once);
    assert_eq!(passed.scene(EPOCH), Scene::End);
    assert_eq!(passed.pointed_at(Part::End, lookalike, EPOCH), Err(Refusal::RoundOver));
}

#[test]
fn a_student_who_sees_the_address_before_typing_is_praised() {
    let lookalike = Lookalike::SwappedLetter;
    let opened = PhishingProgress::default().after_opening();
    let spotted = opened.pointed_at(Part::Name, lookalike, EPOCH).unwrap();
    assert!(spotted.spotted_at_once && !spotted.passed());
    assert_eq!(spotted.scene(EPOCH), Scene::Password);
    let passed = spotted.after_password(EPOCH).after_theft(now()).after_passkey();
    assert!(passed.passed() && passed.spotted_at_once);
    let typed = opened.after_password(EPOCH);
    assert_eq!(typed.pointed_at(Part::Name, lookalike, EPOCH), Err(Refusal::RoundOver));
}

#[test]
fn a_password_of_an_older_epoch_is_worth_nothing_to_the_thief() {
    let asked = PhishingProgress::default().after_opening().after_password(EPOCH);
    assert_eq!(asked.scene(EPOCH + 1), Scene::Password);
    assert!(asked.in_scene(Scene::Code, EPOCH + 1).is_err());
    assert_eq!(robbed().scene(EPOCH + 1), Scene::Passkey, "what happened stays");
    // A student who has typed before does not see the address before typing.
    let spotted = asked.pointed_at(Part::Name, Lookalike::AddedWord, EPOCH + 1).unwrap();
    assert!(spotted.spotted && !spotted.spotted_at_once);
}

#[test]
fn what_is_stored_is_read_back_and_old_states_are_understood() {
    let progress = robbed().after_passkey();
    let progress = progress.pointed_at(Part::Path, Lookalike::TwoLetters, EPOCH).unwrap();
    let stored = serde_json::to_string(&progress).unwrap();
    assert_eq!(serde_json::from_str::<PhishingProgress>(&stored).unwrap(), progress);
    assert_eq!(
        serde_json::from_str::<PhishingProgress>("{}").unwrap(),
        PhishingProgress::default()
    );
    for act in PhishingAct::ALL {
        assert_eq!(PhishingAct::from_code(act.code()), Some(act));
    }
}

proptest! {
    #[test]
    fn only_all_three_pass(
        opened: bool,
        password in prop::option::of(0..5_u32),
        robbed: bool,
        passkey_refused: bool,
        spotted: bool,
        epoch in 0..5_u32,
    ) {
        let progress = PhishingProgress {
            opened,
            password,
            robbed: robbed.then(now),
            passkey_refused,
            spotted,
            ..PhishingProgress::default()
        };
        prop_assert_eq!(progress.passed(), robbed && passkey_refused && spotted);
        prop_assert_eq!(progress.scene(epoch) == Scene::End, opened && progress.passed());
        for scene in [Scene::Mail, Scene::Password, Scene::Code, Scene::Passkey, Scene::Address, Scene::End] {
            prop_assert_eq!(progress.in_scene(scene, epoch).is_ok(), progress.scene(epoch) == scene);
        }
    }
}
