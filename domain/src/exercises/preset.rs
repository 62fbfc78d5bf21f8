//! The lessons that the form for a new class offers.

use super::{Exercise, Lesson};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Preset {
    /// The four stages and no exercise. Forms and API clients that name no lesson get this one.
    #[default]
    #[serde(rename = "stages")]
    Stages,
    #[serde(rename = "45")]
    Minutes45,
    #[serde(rename = "90")]
    Minutes90,
    /// The teacher chooses the exercises.
    #[serde(rename = "own")]
    Own,
}

impl Preset {
    pub const ALL: [Self; 4] = [Self::Minutes45, Self::Minutes90, Self::Stages, Self::Own];

    /// The value of the form field.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Stages => "stages",
            Self::Minutes45 => "45",
            Self::Minutes90 => "90",
            Self::Own => "own",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.code() == code)
    }

    /// The lesson of a new class. Only an own choice uses `chosen`.
    pub fn lesson(self, chosen: impl IntoIterator<Item = Exercise>) -> Lesson {
        match self {
            Self::Stages => Lesson::default(),
            Self::Minutes45 => Lesson::of([Exercise::Message]),
            Self::Minutes90 => Lesson::of(Exercise::ALL),
            Self::Own => Lesson::of(chosen),
        }
    }

    /// Whether students answer the questions of Stepwise before and after the lesson. Only an own choice uses `chosen`.
    pub const fn asks_questions(self, chosen: bool) -> bool {
        match self {
            Self::Stages | Self::Minutes45 => false,
            Self::Minutes90 => true,
            Self::Own => chosen,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_preset_has_its_exercises() {
        let exercises = |preset: Preset| preset.lesson([Exercise::Files]).exercises().collect::<Vec<_>>();
        assert_eq!(exercises(Preset::Stages), []);
        assert_eq!(exercises(Preset::Minutes45), [Exercise::Message]);
        assert_eq!(exercises(Preset::Minutes90), Exercise::ALL);
        assert_eq!(exercises(Preset::Own), [Exercise::Files]);
        let asks = |preset: Preset| (preset.asks_questions(false), preset.asks_questions(true));
        assert_eq!(asks(Preset::Minutes45), (false, false));
        assert_eq!(asks(Preset::Minutes90), (true, true));
        assert_eq!(asks(Preset::Own), (false, true));
        for preset in Preset::ALL {
            assert_eq!(Preset::from_code(preset.code()), Some(preset));
            assert_eq!(serde_json::to_value(preset).unwrap(), serde_json::json!(preset.code()));
        }
    }
}
