//! The raised hand: a student asks for help, gets a hint at once, and the teacher sees the hand on the board.

use crate::{
    exercises::{Exercise, ExerciseBadge, Lesson, next_exercise},
    seat_failure::SeatFailure,
    stage::{Stage, StageTimes},
    time::Timestamp,
};
use core::{fmt, str::FromStr};
use serde::{Deserialize, Serialize};

/// Number of hints for one raised hand. After the last one only the teacher helps.
pub const MAX_HINTS: u8 = 2;

/// A hand that is up. Field names in JSON are short, because each open board gets them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hand {
    #[serde(rename = "t")]
    pub raised: Timestamp,
    /// How many hints the student has got.
    #[serde(rename = "n")]
    pub hints: u8,
    /// The last hint.
    #[serde(rename = "h")]
    pub hint: Hint,
}

/// What the student works on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    Stage(Stage),
    Exercise(Exercise),
    /// Everything that is open is done.
    Nothing,
}

impl Task {
    pub fn of(stages: StageTimes, lesson: Lesson, badges: &[ExerciseBadge]) -> Self {
        match (stages.next(), next_exercise(lesson, badges)) {
            (Some(stage), _) => Self::Stage(stage),
            (None, Some(exercise)) => Self::Exercise(exercise),
            (None, None) => Self::Nothing,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Hint {
    /// A general hint for a stage.
    Stage(Stage),
    /// The second hint for a stage, which says what to do step by step.
    StageInDetail(Stage),
    Exercise(Exercise),
    ExerciseInDetail(Exercise),
    /// What to do after this failure.
    Failure(SeatFailure),
    Nothing,
}

impl Hint {
    /// The hint for a student who has got `hints` hints before: first a general one, then one for the last failure or
    /// for the single steps.
    pub const fn next(task: Task, failure: Option<SeatFailure>, hints: u8) -> Self {
        match (task, failure) {
            (_, Some(failure)) if hints > 0 => Self::Failure(failure),
            (Task::Stage(stage), _) if hints == 0 => Self::Stage(stage),
            (Task::Stage(stage), _) => Self::StageInDetail(stage),
            (Task::Exercise(exercise), _) if hints == 0 => Self::Exercise(exercise),
            (Task::Exercise(exercise), _) => Self::ExerciseInDetail(exercise),
            (Task::Nothing, _) => Self::Nothing,
        }
    }
}

impl fmt::Display for Hint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stage(stage) => write!(f, "stage:{}", stage.code()),
            Self::StageInDetail(stage) => write!(f, "stage_in_detail:{}", stage.code()),
            Self::Exercise(exercise) => write!(f, "exercise:{}", exercise.code()),
            Self::ExerciseInDetail(exercise) => write!(f, "exercise_in_detail:{}", exercise.code()),
            Self::Failure(failure) => write!(f, "failure:{failure}"),
            Self::Nothing => f.write_str("nothing:"),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a hint")]
pub struct UnknownHint;

impl FromStr for Hint {
    type Err = UnknownHint;

    fn from_str(text: &str) -> Result<Self, UnknownHint> {
        let (kind, about) = text.split_once(':').ok_or(UnknownHint)?;
        let stage = || Stage::ALL.into_iter().find(|stage| stage.code() == about);
        let hint = match kind {
            "stage" => stage().map(Self::Stage),
            "stage_in_detail" => stage().map(Self::StageInDetail),
            "exercise" => Exercise::from_code(about).map(Self::Exercise),
            "exercise_in_detail" => Exercise::from_code(about).map(Self::ExerciseInDetail),
            "failure" => about.parse().ok().map(Self::Failure),
            "nothing" => Some(Self::Nothing),
            _ => None,
        };
        hint.ok_or(UnknownHint)
    }
}

impl From<Hint> for String {
    fn from(hint: Hint) -> Self {
        hint.to_string()
    }
}

impl TryFrom<String> for Hint {
    type Error = UnknownHint;

    fn try_from(text: String) -> Result<Self, UnknownHint> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(stages: usize) -> StageTimes {
        let mut times = [None; 4];
        times[..stages].fill(Some(Timestamp::from_seconds(1)));
        StageTimes::from_times(times)
    }

    #[test]
    fn the_first_hint_is_general_and_the_second_knows_the_last_failure() {
        let task = Task::of(after(2), Lesson::default(), &[]);
        assert_eq!(task, Task::Stage(Stage::Connected));
        let failure = Some(SeatFailure::ClockOff { seconds: -180 });
        assert_eq!(Hint::next(task, failure, 0), Hint::Stage(Stage::Connected));
        assert_eq!(
            Hint::next(task, failure, 1),
            Hint::Failure(SeatFailure::ClockOff { seconds: -180 })
        );
        assert_eq!(Hint::next(task, None, 1), Hint::StageInDetail(Stage::Connected));
    }

    #[test]
    fn a_student_in_an_exercise_gets_hints_for_it() {
        let lesson = Lesson::of([Exercise::Message, Exercise::Files]);
        let task = Task::of(after(4), lesson, &[]);
        assert_eq!(Hint::next(task, None, 0), Hint::Exercise(Exercise::Message));
        assert_eq!(Hint::next(task, None, 1), Hint::ExerciseInDetail(Exercise::Message));
        assert_eq!(Task::of(after(4), Lesson::default(), &[]), Task::Nothing);
    }

    #[test]
    fn every_hint_is_stored_and_read_back() {
        let stages = Stage::ALL
            .into_iter()
            .flat_map(|stage| [Hint::Stage(stage), Hint::StageInDetail(stage)]);
        let exercises = Exercise::ALL
            .into_iter()
            .flat_map(|exercise| [Hint::Exercise(exercise), Hint::ExerciseInDetail(exercise)]);
        let others = [
            Hint::Failure(SeatFailure::ClockOff { seconds: -3600 }),
            Hint::Failure(SeatFailure::WrongRecoveryCode),
            Hint::Nothing,
        ];
        for hint in stages.chain(exercises).chain(others) {
            let stored = hint.to_string();
            assert!(stored.len() <= 40, "{stored}");
            assert_eq!(stored.parse(), Ok(hint));
        }
        assert_eq!("stage:lunch".parse::<Hint>(), Err(UnknownHint));
    }
}
