use super::*;
use crate::{exercises::Exercise, stage::Stage, time::Timestamp};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn done() -> StageTimes {
    StageTimes::from_times([Some(Timestamp::from_seconds(1)); 4])
}

fn passed(exercise: Exercise) -> ExerciseBadge {
    ExerciseBadge {
        exercise,
        passed: Some(Timestamp::from_seconds(2)),
        attempts: 1,
        stepped: None,
    }
}

fn class() -> ClassId {
    ClassId::new(Timestamp::from_seconds(1_700_000_000), [7; 10])
}

#[test]
fn the_questions_come_before_the_stages_and_after_everything() {
    let lesson = Lesson::of([Exercise::Message]);
    let signed_in = StageTimes::default()
        .reach(Stage::SignedIn, Timestamp::from_seconds(1))
        .unwrap();
    let due =
        |stages, badges: &[ExerciseBadge], debrief, answered| Phase::due(stages, lesson, badges, debrief, answered);
    assert_eq!(due(signed_in, &[], false, 0), Some(Phase::Before));
    assert_eq!(due(signed_in, &[], false, 1), None, "once only");
    assert_eq!(due(done(), &[], false, 1), None, "the exercises come first");
    assert_eq!(
        due(done(), &[], true, 1),
        Some(Phase::After),
        "the teacher closes the lesson"
    );
    assert_eq!(due(done(), &[passed(Exercise::Message)], false, 0), Some(Phase::After));
    assert_eq!(due(done(), &[passed(Exercise::Message)], false, 2), None);
    assert_eq!(Phase::due(done(), Lesson::default(), &[], false, 1), Some(Phase::After));
}

#[test]
fn neighbours_see_the_choices_in_another_order() {
    let set = QuestionSet::BuiltIn;
    let orders_of = |seat| orders(&set, class(), seat, Phase::Before);
    assert_eq!(orders_of(1), orders_of(1), "a page that is loaded again is the same");
    let different = (1..=30).filter(|seat| orders_of(*seat) != orders_of(seat + 1));
    assert!(different.count() > 25);
    // Each place holds the right answer for some seat.
    for place in 0..BUILT_IN_CHOICES {
        assert!((1..=30).any(|seat| orders_of(seat)[0][place] == 0));
    }
}

#[test]
fn a_form_answers_all_questions_with_places_of_choices() {
    let set = QuestionSet::Own(vec![
        Question {
            text: "Is a code a second factor?".to_owned(),
            answers: Answers::TrueFalse { right: true },
        },
        Question {
            text: "Which?".to_owned(),
            answers: Answers::Choices {
                choices: vec!["a".to_owned(), "b".to_owned(), "c".to_owned()],
                right: 2,
            },
        },
    ]);
    assert_eq!(set.shape(), [(2, 0), (3, 2)]);
    let orders = [vec![1, 0], vec![2, 0, 1]];
    assert_eq!(chosen(&orders, &[Some(1), Some(0)]), Ok(vec![0, 2]));
    for bad in [
        vec![],
        vec![Some(0)],
        vec![Some(0), None],
        vec![Some(2), Some(0)],
        vec![Some(0); 3],
    ] {
        assert_eq!(chosen(&orders, &bad), Err(Refusal::BadRequest), "{bad:?}");
    }
    assert_eq!(chosen(&[], &[]), Err(Refusal::BadRequest), "a class without questions");
}

#[test]
fn other_questions_have_another_fingerprint() {
    let choices = |text: &str, choices: &[&str], right| Question {
        text: text.to_owned(),
        answers: Answers::Choices {
            choices: choices.iter().map(|choice| (*choice).to_owned()).collect(),
            right,
        },
    };
    let true_false = |text: &str, right| Question {
        text: text.to_owned(),
        answers: Answers::TrueFalse { right },
    };
    let sets = [
        QuestionSet::None,
        QuestionSet::BuiltIn,
        QuestionSet::Own(vec![]),
        QuestionSet::Own(vec![choices("Which?", &["a", "b"], 0)]),
        QuestionSet::Own(vec![choices("Which?", &["b", "a"], 0)]),
        QuestionSet::Own(vec![choices("Which?", &["ab", ""], 0)]),
        QuestionSet::Own(vec![choices("Who?", &["a", "b"], 0)]),
        QuestionSet::Own(vec![true_false("Which?", true)]),
        QuestionSet::Own(vec![true_false("Which?", true), true_false("Who?", true)]),
        QuestionSet::Own(vec![true_false("Who?", true), true_false("Which?", true)]),
    ];
    let prints: BTreeSet<String> = sets.iter().map(QuestionSet::fingerprint).collect();
    assert_eq!(prints.len(), sets.len(), "{prints:?}");
    assert!(prints.iter().all(|print| print.len() == 16), "{prints:?}");
    // A fingerprint that depends on the right choices would reveal them to a student who computes it for each choice.
    for (one, other) in [
        (choices("Which?", &["a", "b"], 0), choices("Which?", &["a", "b"], 1)),
        (true_false("Which?", true), true_false("Which?", false)),
    ] {
        let [one, other] = [one, other].map(|question| QuestionSet::Own(vec![question]).fingerprint());
        assert_eq!(one, other);
    }
}

#[test]
fn the_gain_is_shown_from_three_answers_on() {
    let count = |phase, choice, times| AnswerCount {
        phase,
        question: 0,
        choice,
        times,
    };
    let counts = [
        count(Phase::Before, 0, 1),
        count(Phase::Before, 2, 3),
        count(Phase::After, 0, 2),
        count(Phase::After, 9, 5),
        AnswerCount {
            question: 77,
            ..count(Phase::Before, 0, 9)
        },
    ];
    let all = gains(&QuestionSet::BuiltIn, &counts);
    assert_eq!(all.len(), BUILT_IN_QUESTIONS);
    assert_eq!((all[0].before.percent(), all[0].after.percent()), (Some(25), None));
    assert_eq!(all[0].points(), None, "two answers after the lesson are too few");
    let more = gains(
        &QuestionSet::BuiltIn,
        &[counts.as_slice(), &[count(Phase::After, 0, 2)]].concat(),
    );
    assert_eq!(more[0].points(), Some(75));
    assert_eq!(all[1], QuestionGain::default());
    assert_eq!(gains(&QuestionSet::None, &counts), []);
}

proptest! {
    #[test]
    fn every_order_contains_each_choice_once(seat in 1..500_u16, after in any::<bool>()) {
        let phase = if after { Phase::After } else { Phase::Before };
        for mut order in orders(&QuestionSet::BuiltIn, class(), seat, phase) {
            order.sort_unstable();
            prop_assert_eq!(order, (0..BUILT_IN_CHOICES).collect::<Vec<_>>());
        }
    }
}
