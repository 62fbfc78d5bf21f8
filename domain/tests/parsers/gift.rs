//! Property tests of question files in the GIFT format.

use crate::input::{almost, cases, pattern};
use domain::questions::{
    Answers, MAX_CHOICE, MAX_CHOICES, MAX_QUESTION, MAX_QUESTIONS, Question,
    gift::{GiftReason, parse},
};
use proptest::{collection::vec, prelude::*, sample::select};

const PIECE: &str =
    "(::[a-z]{0,3}::|\\[html\\]|//|[a-z ]{0,6}|\\{|\\}|=|~|%[0-9]{0,3}%|#{1,4}|->|\\\\[~=#{}:n]|TRUE|\n\n)";

/// Escapes what has a meaning in GIFT.
fn escaped(text: &str) -> String {
    text.chars().fold(String::new(), |mut written, c| {
        if "~=#{}:\\".contains(c) {
            written.push('\\');
        }
        written.push(c);
        written
    })
}

fn written(question: &Question) -> String {
    let answers = match &question.answers {
        Answers::TrueFalse { right } => if *right { "TRUE" } else { "F" }.to_owned(),
        Answers::Choices { choices, right } => choices
            .iter()
            .enumerate()
            .map(|(n, choice)| format!("{}{}\n", if n == *right { '=' } else { '~' }, escaped(choice)))
            .collect(),
    };
    format!("::title::{} {{{answers}}}\n\n", escaped(&question.text))
}

/// No text is empty, is marked up, or is no single line.
fn a_question() -> impl Strategy<Value = Question> {
    let word = || pattern("[A-Z][a-z~=#{}:\\\\<>&]{0,8}[a-z]");
    let choices = vec(word(), 2..=MAX_CHOICES).prop_filter("each choice once", |choices| {
        choices
            .iter()
            .enumerate()
            .all(|(n, choice)| !choices[..n].contains(choice))
    });
    let answers = prop_oneof![
        any::<bool>().prop_map(|right| Answers::TrueFalse { right }),
        (choices, any::<prop::sample::Index>()).prop_map(|(choices, right)| Answers::Choices {
            right: right.index(choices.len()),
            choices,
        }),
    ];
    (word(), answers).prop_map(|(text, answers)| Question { text, answers })
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn every_file_is_read_or_its_faults_are_named(pieces in vec(almost(pattern(PIECE)), 0..12)) {
        let text: String = pieces.concat();
        let lines = text.lines().count().max(1);
        match parse(&text) {
            Ok(questions) => {
                prop_assert!((1..=MAX_QUESTIONS).contains(&questions.len()));
                for question in questions {
                    prop_assert!((1..=MAX_QUESTION).contains(&question.text.chars().count()));
                    if let Answers::Choices { choices, right } = question.answers {
                        prop_assert!((2..=MAX_CHOICES).contains(&choices.len()) && right < choices.len());
                        prop_assert!(choices.iter().all(|choice| (1..=MAX_CHOICE).contains(&choice.chars().count())));
                    }
                }
            }
            Err(faults) => {
                prop_assert!((1..=10).contains(&faults.len()));
                prop_assert!(faults.iter().all(|fault| (1..=lines).contains(&fault.line)), "{:?}", faults);
            }
        }
    }

    #[test]
    fn a_file_that_is_written_by_the_rules_is_read_back(questions in vec(a_question(), 1..4), end in select(vec!["\n", "\r\n"])) {
        let text: String = questions.iter().map(written).collect();
        prop_assert_eq!(parse(&text.replace('\n', end)), Ok(questions));
    }

    #[test]
    fn a_question_without_a_brace_has_no_answers(text in pattern("[a-z]{1,20}")) {
        let reasons = parse(&text).unwrap_err().into_iter().map(|fault| fault.reason);
        prop_assert_eq!(reasons.collect::<Vec<_>>(), [GiftReason::NoAnswers]);
    }
}
