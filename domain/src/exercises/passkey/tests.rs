//! Tests of the progress in the exercise *passkey*.

use super::*;
use proptest::prelude::*;

#[derive(Clone, Copy, Debug)]
enum Act {
    Make,
    Register,
    Begin,
    Check(Option<Mistake>),
    TryElsewhere,
    Answer(Reason),
}

fn after(progress: PasskeyProgress, act: Act) -> Result<PasskeyProgress, Refusal> {
    match act {
        Act::Make => progress.after_making(),
        Act::Register => progress.after_registering(),
        Act::Begin => progress.begun(),
        Act::Check(mistake) => Ok(progress.after_check(mistake)),
        Act::TryElsewhere => progress.after_refusal(),
        Act::Answer(reason) => progress.answered(reason),
    }
}

#[test]
fn passkey_sign_in_refusal_and_answer_pass_the_exercise() {
    let acts = [
        Act::Make,
        Act::Begin,
        Act::Check(None),
        Act::TryElsewhere,
        Act::Answer(Reason::Care),
        Act::Answer(Reason::Address),
    ];
    let start = PasskeyProgress::default();
    let passed = acts.into_iter().try_fold(start, after).unwrap();
    assert!(passed.passed() && !passed.asks());
    assert_eq!(passed.answered(Reason::Care), Err(Refusal::RoundOver));
    for skipped in [0, 3, 5] {
        let mut others = acts.to_vec();
        others.remove(skipped);
        let outcome = others.into_iter().try_fold(start, after);
        assert!(outcome.is_err() || !outcome.unwrap().passed(), "without {skipped}");
    }
}

#[test]
fn a_device_replaces_the_practice_phone_and_the_phone_a_device_that_does_not_sign() {
    let start = PasskeyProgress::default();
    let registered = start.after_registering().unwrap();
    assert!(registered.made && registered.needs_device());
    assert_eq!(registered.begun(), Err(Refusal::RoundOver), "the phone has no passkey");
    assert_eq!(registered.after_registering(), Err(Refusal::RoundOver));
    let practised = registered.after_check(Some(Mistake::Changed)).after_making().unwrap();
    assert!(practised.begun().is_ok() && !practised.needs_device());
    assert_eq!(practised.mistake, None);
    assert_eq!(practised.after_registering(), Err(Refusal::RoundOver));
    let signed_in = registered.after_check(None);
    assert_eq!(signed_in.after_making(), Err(Refusal::RoundOver));
    assert!(signed_in.after_refusal().is_ok());
    // A reset takes the passkey away. What the student has done stays.
    assert_eq!(registered.after_removal(), start);
    assert_eq!(signed_in.after_removal(), signed_in);
    assert_eq!(practised.after_removal(), practised);
}

#[test]
fn what_is_stored_is_read_back_and_old_states_are_understood() {
    let progress = PasskeyProgress {
        made: true,
        mistake: Some(Mistake::Reason(Reason::Finger)),
        ..PasskeyProgress::default()
    };
    let stored = serde_json::to_string(&progress).unwrap();
    assert_eq!(serde_json::from_str::<PasskeyProgress>(&stored).unwrap(), progress);
    assert_eq!(
        serde_json::from_str::<PasskeyProgress>("{}").unwrap(),
        PasskeyProgress::default()
    );
}

#[test]
fn neighbours_see_the_answers_in_different_orders() {
    for seat in 0..60_u16 {
        let order = Reason::in_order_of_seat(seat);
        assert!(Reason::ALL.iter().all(|reason| order.contains(reason)));
        assert_ne!(order, Reason::in_order_of_seat(seat + 1));
    }
    for reason in Reason::ALL {
        assert_eq!(Reason::from_code(reason.code()), Some(reason));
    }
    for act in PasskeyAct::ALL {
        assert_eq!(PasskeyAct::from_code(act.code()), Some(act));
    }
}

fn any_act() -> impl Strategy<Value = Act> {
    let mistakes = [None, Some(Mistake::Late), Some(Mistake::Changed)];
    prop_oneof![
        Just(Act::Make),
        Just(Act::Register),
        Just(Act::Begin),
        (0..3_usize).prop_map(move |index| Act::Check(mistakes[index])),
        Just(Act::TryElsewhere),
        (0..3_usize).prop_map(|index| Act::Answer(Reason::ALL[index])),
    ]
}

proptest! {
    #[test]
    fn in_any_order_nothing_that_was_done_is_lost(acts in prop::collection::vec(any_act(), 0..20)) {
        let mut progress = PasskeyProgress::default();
        for act in acts {
            let before = progress;
            if let Ok(next) = after(progress, act) {
                progress = next;
            }
            prop_assert!(progress.made >= before.made && progress.signed_in >= before.signed_in);
            prop_assert!(progress.refused >= before.refused && progress.passed() >= before.passed());
            prop_assert!(!progress.passed() || progress.signed_in && progress.refused);
        }
    }
}
