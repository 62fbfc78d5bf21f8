//! Data of the pages with the questions before and after the lesson.

use crate::{
    class::ClassState,
    ids::ClassId,
    questions::{Answers, Phase, Question, QuestionGain, QuestionSet},
};
use serde::{Deserialize, Serialize};

/// A question of the teacher as a student sees it, without the right answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedQuestion {
    pub text: String,
    /// Empty for true or false.
    pub choices: Vec<String>,
}

/// What a student is asked. It does not say which choices are right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StudentQuestions {
    pub state: ClassState,
    pub phase: Phase,
    /// The fingerprint of the questions. The form sends it back with the answers.
    pub set: String,
    /// The questions of the teacher; `None` for those that Stepwise brings.
    pub own: Option<Vec<AskedQuestion>>,
    /// For each question, its choices in the order in which this student sees them.
    pub orders: Vec<Vec<usize>>,
}

impl AskedQuestion {
    pub fn of(set: QuestionSet) -> Option<Vec<Self>> {
        let asked = |question: Question| Self {
            text: question.text,
            choices: match question.answers {
                Answers::Choices { choices, .. } => choices,
                Answers::TrueFalse { .. } => Vec::new(),
            },
        };
        match set {
            QuestionSet::Own(questions) => Some(questions.into_iter().map(asked).collect()),
            QuestionSet::BuiltIn | QuestionSet::None => None,
        }
    }
}

/// The questions of a class, and for each question what the class has gained.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionResults {
    pub set: QuestionSet,
    pub gains: Vec<QuestionGain>,
}

/// The page on which the teacher chooses the questions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeacherQuestions {
    pub id: ClassId,
    pub title: String,
    pub results: QuestionResults,
}
