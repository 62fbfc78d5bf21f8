//! The lesson of a class: its exercises, and which of them students may do now.

use super::Exercise;
use crate::{class::ClassState, refusal::Refusal, stage::StageTimes};
use core::fmt;
use serde::{Deserialize, Serialize};

/// Whether the students of a class may do an exercise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gate {
    /// The exercise is no part of the lesson.
    #[default]
    Off,
    /// Students see that the exercise comes, and that the teacher opens it.
    Later,
    Open,
}

impl Gate {
    pub const ALL: [Self; 3] = [Self::Off, Self::Later, Self::Open];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Later => "later",
            Self::Open => "open",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|gate| gate.code() == code)
    }
}

/// The gates of all exercises; `None` for an exercise that was never part of the lesson. It is stored and sent as text,
/// such as `message:open files:later`, so that a program with other exercises can read it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Lesson([Option<Gate>; Exercise::ALL.len()]);

impl Lesson {
    /// A lesson with these exercises. Students may begin with the first one at once; the teacher opens the others.
    pub fn of(exercises: impl IntoIterator<Item = Exercise>) -> Self {
        let mut lesson = Self::default();
        for exercise in exercises {
            lesson.0[exercise.index()] = Some(Gate::Later);
        }
        lesson.with_next_open().unwrap_or(lesson)
    }

    pub fn gate(self, exercise: Exercise) -> Gate {
        self.0[exercise.index()].unwrap_or_default()
    }

    #[must_use]
    pub fn with(mut self, exercise: Exercise, gate: Gate) -> Self {
        let known = &mut self.0[exercise.index()];
        // An exercise that never was part of the lesson stays unknown when it is switched off.
        if known.is_some() || gate != Gate::Off {
            *known = Some(gate);
        }
        self
    }

    pub fn is_on(self, exercise: Exercise) -> bool {
        self.gate(exercise) != Gate::Off
    }

    pub fn is_open(self, exercise: Exercise) -> bool {
        self.gate(exercise) == Gate::Open
    }

    /// The exercises of the lesson, in order.
    pub fn exercises(self) -> impl Iterator<Item = Exercise> {
        Exercise::ALL.into_iter().filter(move |exercise| self.is_on(*exercise))
    }

    /// The exercise that the teacher opens next.
    pub fn next_closed(self) -> Option<Exercise> {
        Exercise::ALL
            .into_iter()
            .find(|exercise| self.gate(*exercise) == Gate::Later)
    }

    /// The lesson after the teacher has opened the next exercise; `None` if all are open.
    pub fn with_next_open(self) -> Option<Self> {
        Some(self.with(self.next_closed()?, Gate::Open))
    }

    /// Whether a student may see the page of an exercise. The exercises come after the four stages.
    pub fn admits(self, exercise: Exercise, stages: StageTimes, class: ClassState) -> Result<(), Refusal> {
        match (self.gate(exercise), class, stages.next()) {
            (Gate::Off, ..) => Err(Refusal::NotFound),
            (_, ClassState::Ended, _) => Err(Refusal::ClassEnded),
            (_, _, Some(_)) => Err(Refusal::StagesFirst),
            (Gate::Later, ..) => Err(Refusal::ExerciseLater),
            (Gate::Open, ..) => Ok(()),
        }
    }

    /// Reads the stored text. Exercises and gates that this program does not know are left out.
    pub fn parse(text: &str) -> Self {
        Self(read_by_exercise(text, Gate::from_code))
    }
}

impl fmt::Display for Lesson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_by_exercise(f, self.0.map(|gate| gate.map(Gate::code)))
    }
}

/// What a text such as `message:open files:later` says about each exercise. What `read` does not know is left out.
pub(super) fn read_by_exercise<T: Copy>(
    text: &str,
    read: impl Fn(&str) -> Option<T>,
) -> [Option<T>; Exercise::ALL.len()] {
    let mut known = [None; Exercise::ALL.len()];
    let words = text.split_whitespace().filter_map(|word| word.split_once(':'));
    for (exercise, said) in words {
        if let (Some(exercise), Some(said)) = (Exercise::from_code(exercise), read(said)) {
            known[exercise.index()] = Some(said);
        }
    }
    known
}

pub(super) fn write_by_exercise<T: fmt::Display>(
    f: &mut fmt::Formatter<'_>,
    known: [Option<T>; Exercise::ALL.len()],
) -> fmt::Result {
    let mut separator = "";
    for (exercise, said) in Exercise::ALL.into_iter().zip(known) {
        if let Some(said) = said {
            write!(f, "{separator}{}:{said}", exercise.code())?;
            separator = " ";
        }
    }
    Ok(())
}

impl From<String> for Lesson {
    fn from(text: String) -> Self {
        Self::parse(&text)
    }
}

impl From<Lesson> for String {
    fn from(lesson: Lesson) -> Self {
        lesson.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{stage::Stage, time::Timestamp};
    use proptest::prelude::*;

    fn done() -> StageTimes {
        StageTimes::from_times([Some(Timestamp::from_seconds(1)); 4])
    }

    #[test]
    fn the_first_exercise_is_open_and_the_teacher_opens_the_others_in_order() {
        let lesson = Lesson::of([Exercise::Recovery, Exercise::Message, Exercise::Messages]);
        assert!(lesson.is_open(Exercise::Message) && !lesson.is_on(Exercise::Files));
        assert_eq!(lesson.gate(Exercise::Recovery), Gate::Later);
        let lesson = lesson.with_next_open().unwrap();
        assert!(lesson.is_open(Exercise::Recovery));
        let lesson = lesson.with_next_open().unwrap();
        assert_eq!((lesson.next_closed(), lesson.with_next_open()), (None, None));
        assert_eq!(Lesson::of([]), Lesson::default());
    }

    #[test]
    fn a_student_may_do_what_is_open_after_the_four_stages() {
        let lesson = Lesson::of([Exercise::Message, Exercise::Files]);
        let almost = StageTimes::default()
            .reach(Stage::SignedIn, Timestamp::from_seconds(1))
            .unwrap();
        for (exercise, stages, class, expected) in [
            (Exercise::Message, done(), ClassState::Open, Ok(())),
            (Exercise::Message, done(), ClassState::Paused, Ok(())),
            (Exercise::Message, done(), ClassState::Ended, Err(Refusal::ClassEnded)),
            (Exercise::Message, almost, ClassState::Open, Err(Refusal::StagesFirst)),
            (Exercise::Files, done(), ClassState::Open, Err(Refusal::ExerciseLater)),
            (Exercise::Recovery, done(), ClassState::Open, Err(Refusal::NotFound)),
        ] {
            assert_eq!(
                lesson.admits(exercise, stages, class),
                expected,
                "{exercise:?} {class:?}"
            );
        }
    }

    #[test]
    fn the_stored_text_names_what_the_lesson_has_or_had() {
        let lesson = Lesson::of([Exercise::Message, Exercise::Files]);
        assert_eq!(lesson.to_string(), "message:open files:later");
        assert_eq!(
            lesson.with(Exercise::Files, Gate::Off).to_string(),
            "message:open files:off"
        );
        assert_eq!(Lesson::default().with(Exercise::Files, Gate::Off).to_string(), "");
        let other = Lesson::parse("juggling:open message:ajar files:later files");
        assert_eq!(other.to_string(), "files:later");
        assert_eq!(
            serde_json::to_value(lesson).unwrap(),
            serde_json::json!("message:open files:later")
        );
    }

    fn any_lesson() -> impl Strategy<Value = Lesson> {
        prop::collection::vec(0..4_usize, Exercise::ALL.len()).prop_map(|gates| {
            let mut lesson = Lesson::default();
            for (exercise, gate) in Exercise::ALL.into_iter().zip(gates) {
                lesson.0[exercise.index()] = Gate::ALL.get(gate).copied();
            }
            lesson
        })
    }

    proptest! {
        #[test]
        fn every_lesson_survives_its_text(lesson in any_lesson()) {
            prop_assert_eq!(Lesson::parse(&lesson.to_string()), lesson);
            prop_assert!(lesson.to_string().len() <= 100);
        }

        #[test]
        fn any_text_is_read(text in "\\PC{0,60}") {
            let lesson = Lesson::parse(&text);
            prop_assert_eq!(Lesson::parse(&lesson.to_string()), lesson);
        }
    }
}
