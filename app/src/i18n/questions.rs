//! The texts of the questions before and after the lesson, and of the faults of an uploaded file.

use domain::{
    questions::{
        Answers, BUILT_IN_QUESTIONS, MAX_CHOICE, MAX_CHOICES, MAX_QUESTION, MAX_QUESTIONS, Question, QuestionSet,
        gift::{GiftFault, GiftReason},
    },
    view::AskedQuestion,
};
use texts::Texts;

/// The questions that Stepwise brings. The first choice of each is the right one.
pub fn built_in_questions(texts: Texts) -> Vec<AskedQuestion> {
    let questions: [(&str, [&str; 3]); BUILT_IN_QUESTIONS] = [
        (
            texts.questions_factor(),
            [
                texts.questions_factor_thief(),
                texts.questions_factor_virus(),
                texts.questions_factor_forget(),
            ],
        ),
        (
            texts.questions_code(),
            [
                texts.questions_code_checked(),
                texts.questions_code_any(),
                texts.questions_code_support(),
            ],
        ),
        (
            texts.questions_password(),
            [
                texts.questions_password_words(),
                texts.questions_password_signs(),
                texts.questions_password_pet(),
            ],
        ),
        (
            texts.questions_mail(),
            [
                texts.questions_mail_own(),
                texts.questions_mail_link(),
                texts.questions_mail_ask(),
            ],
        ),
        (
            texts.questions_lost(),
            [
                texts.questions_lost_recovery(),
                texts.questions_lost_guess(),
                texts.questions_lost_new(),
            ],
        ),
    ];
    let shown = questions.map(|(text, choices)| AskedQuestion {
        text: text.to_owned(),
        choices: choices.map(str::to_owned).to_vec(),
    });
    shown.to_vec()
}

/// The questions of a class with their choices, in the order in which they are stored.
pub fn shown_questions(texts: Texts, own: Option<Vec<AskedQuestion>>) -> Vec<AskedQuestion> {
    let Some(mut own) = own else {
        return built_in_questions(texts);
    };
    for question in &mut own {
        if question.choices.is_empty() {
            question.choices = vec![texts.questions_true().to_owned(), texts.questions_false().to_owned()];
        }
    }
    own
}

/// Each question with its right answer.
pub fn questions_with_answers(texts: Texts, set: &QuestionSet) -> Vec<(String, String)> {
    let of_own = |question: &Question| {
        let right = match &question.answers {
            Answers::Choices { choices, right } => choices.get(*right).cloned().unwrap_or_default(),
            Answers::TrueFalse { right: true } => texts.questions_true().to_owned(),
            Answers::TrueFalse { right: false } => texts.questions_false().to_owned(),
        };
        (question.text.clone(), right)
    };
    match set {
        QuestionSet::None => Vec::new(),
        QuestionSet::Own(questions) => questions.iter().map(of_own).collect(),
        QuestionSet::BuiltIn => {
            let questions = built_in_questions(texts).into_iter();
            questions
                .filter_map(|question| Some((question.text, question.choices.into_iter().next()?)))
                .collect()
        }
    }
}

pub fn gift_fault_text(texts: Texts, fault: GiftFault) -> String {
    let reason = match fault.reason {
        GiftReason::NoAnswers => texts.questions_fault_no_answers().to_owned(),
        GiftReason::NotUnderstood => texts.questions_fault_not_understood().to_owned(),
        GiftReason::OtherKind => texts.questions_fault_other_kind().to_owned(),
        GiftReason::NoRightAnswer => texts.questions_fault_no_right().to_owned(),
        GiftReason::SeveralRightAnswers => texts.questions_fault_several_right().to_owned(),
        GiftReason::Html => texts.questions_fault_html().to_owned(),
        GiftReason::Length => texts.questions_fault_length(MAX_CHOICE, MAX_QUESTION),
        GiftReason::TooManyChoices => texts.questions_fault_choices(MAX_CHOICES),
        GiftReason::RepeatedChoice => texts.questions_fault_repeated().to_owned(),
        GiftReason::TooManyQuestions => texts.questions_fault_questions(MAX_QUESTIONS),
        GiftReason::Empty => texts.questions_fault_empty().to_owned(),
    };
    texts.questions_fault(fault.line, reason)
}
