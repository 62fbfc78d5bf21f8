//! Counts answers and compares them before and after the lesson.

use super::{Phase, QuestionSet};
use serde::{Deserialize, Serialize};

/// Fewer answers are not shown: they would tell what a single student has answered.
pub const MIN_ANSWERS: u64 = 3;

/// How often one choice was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnswerCount {
    pub phase: Phase,
    pub question: usize,
    pub choice: usize,
    pub times: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    pub answers: u64,
    pub right: u64,
}

impl Tally {
    /// Right answers in percent; `None` if there are too few answers to show them.
    pub const fn percent(self) -> Option<u64> {
        if self.answers < MIN_ANSWERS {
            return None;
        }
        Some((100 * self.right + self.answers / 2) / self.answers)
    }
}

/// One question before and after the lesson.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionGain {
    pub before: Tally,
    pub after: Tally,
}

impl QuestionGain {
    /// By how many points the percentage of right answers has grown.
    pub fn points(self) -> Option<i64> {
        let percent = |tally: Tally| i64::try_from(tally.percent()?).ok();
        Some(percent(self.after)? - percent(self.before)?)
    }
}

/// The gain of each question. Counts of other questions and choices are ignored.
pub fn gains(set: &QuestionSet, counts: &[AnswerCount]) -> Vec<QuestionGain> {
    let gain = |(question, (choices, right)): (usize, (usize, usize))| {
        let tally = |phase| {
            let of_question = counts
                .iter()
                .filter(|count| count.phase == phase && count.question == question && count.choice < choices);
            of_question.fold(Tally::default(), |tally, count| Tally {
                answers: tally.answers + count.times,
                right: tally.right + if count.choice == right { count.times } else { 0 },
            })
        };
        QuestionGain {
            before: tally(Phase::Before),
            after: tally(Phase::After),
        }
    };
    set.shape().into_iter().enumerate().map(gain).collect()
}
