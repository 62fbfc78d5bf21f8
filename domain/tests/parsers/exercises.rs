//! Property tests of the forms of the exercises and of the questions before and after the lesson.

use crate::input::{almost, cases, noise, pattern};
use domain::{
    exercises::{
        Exercise, addresses,
        files::{self, code_word, is_code_word},
        message::{Harm, MAX_CHARACTERS, MessageText},
        passkey, phishing,
    },
    ids::ClassId,
    questions::{Answers, Phase, Question, QuestionSet, chosen, orders},
};
use proptest::{collection::vec, option, prelude::*, sample::select};
use unicode_segmentation::UnicodeSegmentation;

const MESSAGE: &str = "[A-Za-zА-я0-9 ,.!?<>&\"'\r\n\t]{1,40}(👨‍👩‍👧|e\u{301}|🇫🇷|\u{202e}|\u{200b}|\0){0,3}";

/// Reads a code, and returns the code of what was read.
type Codes = fn(&str) -> Option<&'static str>;

/// The closed lists of values that the forms contain.
const CODES: [Codes; 8] = [
    |typed| Some(Harm::from_code(typed)?.code()),
    |typed| Some(files::Reason::from_code(typed)?.code()),
    |typed| Some(files::File::from_code(typed)?.code()),
    |typed| Some(passkey::PasskeyAct::from_code(typed)?.code()),
    |typed| Some(passkey::Reason::from_code(typed)?.code()),
    |typed| Some(phishing::PhishingAct::from_code(typed)?.code()),
    |typed| Some(addresses::Part::from_code(typed)?.code()),
    |typed| Some(Exercise::from_code(typed)?.code()),
];

fn a_code() -> impl Strategy<Value = String> + Clone {
    let codes = Harm::ALL.map(Harm::code).into_iter();
    let codes = codes.chain(files::File::ALL.map(files::File::code));
    let codes = codes.chain(passkey::PasskeyAct::ALL.map(passkey::PasskeyAct::code));
    let codes = codes.chain(addresses::Part::ALL.map(addresses::Part::code));
    let codes: Vec<&str> = codes.chain(Exercise::ALL.map(Exercise::code)).collect();
    select(codes).prop_map(str::to_owned)
}

/// Questions with two to six choices each.
fn a_set() -> impl Strategy<Value = QuestionSet> {
    let question = (2..=6_usize).prop_map(|choices| Question {
        text: "?".to_owned(),
        answers: Answers::Choices {
            choices: (0..choices).map(|choice| choice.to_string()).collect(),
            right: 0,
        },
    });
    prop_oneof![
        1 => Just(QuestionSet::None),
        1 => Just(QuestionSet::BuiltIn),
        6 => vec(question, 1..=4).prop_map(QuestionSet::Own),
    ]
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn a_message_is_cleaned_once(typed in almost(pattern(MESSAGE))) {
        if let Ok(text) = MessageText::parse(&typed) {
            let text = text.as_str();
            prop_assert!((1..=MAX_CHARACTERS).contains(&text.graphemes(true).count()));
            prop_assert_eq!(text.trim(), text);
            prop_assert!(text.chars().all(|c| c == '\n' || !c.is_control()));
            let has_marks = text.contains(['\u{61c}', '\u{200e}', '\u{200f}', '\u{202e}', '\u{2066}', '\u{2028}']);
            prop_assert!(!has_marks);
            let again = MessageText::parse(text).unwrap();
            prop_assert_eq!(again.as_str(), text);
        }
    }

    #[test]
    fn a_code_of_a_form_is_read_exactly(typed in almost(a_code())) {
        for read in CODES {
            if let Some(code) = read(&typed) {
                prop_assert_eq!(code, typed.as_str());
            }
        }
    }

    #[test]
    fn a_code_word_is_no_other_word(keyed in any::<[u8; 8]>(), other in any::<[u8; 8]>(), typed in noise()) {
        let (word, other) = (code_word(keyed), code_word(other));
        let shouted = format!(" {}\n", word.to_uppercase());
        let both = format!("{word}{other}");
        prop_assert!(is_code_word(&shouted, word));
        prop_assert_eq!(is_code_word(other, word), other == word);
        prop_assert!(!is_code_word(&both, word));
        prop_assert!(!(is_code_word(&typed, word) && is_code_word(&typed, other)) || word == other);
    }

    #[test]
    fn an_answered_form_names_a_choice_of_each_question(set in a_set(), seat in any::<u16>(), typed in vec(option::of(0..8_usize), 0..6), after in any::<bool>()) {
        let phase = if after { Phase::After } else { Phase::Before };
        let class = ClassId::from_uuid(uuid::Uuid::from_u128(u128::from(seat)));
        let orders = orders(&set, class, seat, phase);
        match chosen(&orders, &typed) {
            Ok(choices) => {
                prop_assert_eq!(choices.len(), set.shape().len());
                for (choice, (most, _)) in choices.iter().zip(set.shape()) {
                    prop_assert!(*choice < most);
                }
            }
            Err(_) => {
                let is_whole = !orders.is_empty() && orders.len() == typed.len();
                let fits = |(order, place): (&Vec<usize>, &Option<usize>)| place.is_some_and(|place| place < order.len());
                prop_assert!(!is_whole || !orders.iter().zip(&typed).all(fits));
            }
        }
    }
}
