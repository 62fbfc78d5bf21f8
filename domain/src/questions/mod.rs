//! The questions before and after the lesson: the same questions twice, answered without a name, so that the class sees
//! what it has gained.

pub mod gift;
mod tally;

pub use tally::{AnswerCount, MIN_ANSWERS, QuestionGain, Tally, gains};

use crate::{
    exercises::{ExerciseBadge, Lesson, draws::Draws, passed_at},
    ids::ClassId,
    refusal::Refusal,
    stage::StageTimes,
};
use serde::{Deserialize, Serialize};
use sha1::{Digest, Sha1};

pub const MAX_QUESTIONS: usize = 10;
pub const MAX_QUESTION: usize = 300;
pub const MAX_CHOICES: usize = 6;
pub const MAX_CHOICE: usize = 150;
/// The questions that Stepwise brings. Their texts are in the locale files; each has three choices.
pub const BUILT_IN_QUESTIONS: usize = 5;
pub const BUILT_IN_CHOICES: usize = 3;

/// A question of the teacher, with one right answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    pub text: String,
    pub answers: Answers,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answers {
    Choices { choices: Vec<String>, right: usize },
    TrueFalse { right: bool },
}

/// The questions of a class.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuestionSet {
    #[default]
    None,
    BuiltIn,
    Own(Vec<Question>),
}

/// For each question the number of its choices, and the right one. In the locale files the right choice is the first.
type Shape = Vec<(usize, usize)>;

impl QuestionSet {
    pub fn shape(&self) -> Shape {
        match self {
            Self::None => Vec::new(),
            Self::BuiltIn => vec![(BUILT_IN_CHOICES, 0); BUILT_IN_QUESTIONS],
            Self::Own(questions) => questions.iter().map(Question::shape).collect(),
        }
    }

    pub const fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }

    /// A short text that is another one for other questions or choices. The form of a student contains it, so that its
    /// answers are not counted for other questions. The right choices do not change it, because students could find
    /// them out by trying.
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha1::new();
        let mut add = |text: &str| {
            // With its length, no text can continue the one before it.
            hash.update((text.len() as u64).to_be_bytes());
            hash.update(text);
        };
        match self {
            Self::None => add("none"),
            Self::BuiltIn => add("built_in"),
            Self::Own(questions) => {
                add("own");
                for question in questions {
                    add(&question.text);
                    match &question.answers {
                        Answers::TrueFalse { .. } => add("true_false"),
                        Answers::Choices { choices, .. } => {
                            add(&choices.len().to_string());
                            for choice in choices {
                                add(choice);
                            }
                        }
                    }
                }
            }
        }
        let bytes = hash.finalize();
        let number = bytes
            .iter()
            .take(8)
            .fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        format!("{number:016x}")
    }
}

impl Question {
    fn shape(&self) -> (usize, usize) {
        match &self.answers {
            Answers::Choices { choices, right } => (choices.len(), *right),
            // True is the first choice.
            Answers::TrueFalse { right } => (2, usize::from(!right)),
        }
    }
}

/// When a student answers the questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    Before,
    After,
}

impl Phase {
    pub const ALL: [Self; 2] = [Self::Before, Self::After];

    /// The bit of `seat.questions_answered`.
    pub const fn bit(self) -> i32 {
        match self {
            Self::Before => 1,
            Self::After => 2,
        }
    }

    pub const fn code(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::After => "after",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|phase| phase.code() == code)
    }

    /// Students answer before they have done the four stages, and again when they have done everything, or when the
    /// teacher talks about the lesson. `answered` has the bits of the phases that are done.
    pub fn due(
        stages: StageTimes,
        lesson: Lesson,
        badges: &[ExerciseBadge],
        debrief: bool,
        answered: i32,
    ) -> Option<Self> {
        let has_passed_all = || lesson.exercises().all(|exercise| passed_at(badges, exercise).is_some());
        let phase = match stages.next() {
            Some(_) => Self::Before,
            None if debrief || has_passed_all() => Self::After,
            None => return None,
        };
        (answered & phase.bit() == 0).then_some(phase)
    }
}

/// The order in which a seat sees the choices of each question, so that neighbours cannot copy. Forms contain the place
/// of a choice in this order, so that the page does not tell which choice is the right one.
pub fn orders(set: &QuestionSet, class: ClassId, seat: u16, phase: Phase) -> Vec<Vec<usize>> {
    let seed = class.uuid().into_bytes();
    let order = |(question, (choices, _)): (usize, (usize, usize))| {
        let mut order: Vec<usize> = (0..choices).collect();
        let purpose = format!("question {question} of seat {seat} {}", phase.code());
        Draws::new(&seed, &purpose).shuffle(&mut order);
        order
    };
    set.shape().into_iter().enumerate().map(order).collect()
}

/// The answers of a form as choices. A form answers all questions.
pub fn chosen(orders: &[Vec<usize>], typed: &[Option<usize>]) -> Result<Vec<usize>, Refusal> {
    if orders.len() != typed.len() || orders.is_empty() {
        return Err(Refusal::BadRequest);
    }
    let choice = |(order, place): (&Vec<usize>, &Option<usize>)| order.get((*place)?).copied();
    let choices: Option<Vec<usize>> = orders.iter().zip(typed).map(choice).collect();
    choices.ok_or(Refusal::BadRequest)
}

#[cfg(test)]
mod tests;
