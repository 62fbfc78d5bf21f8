//! The badges of a class as grades that a learning platform such as Moodle imports.

use crate::{
    exercises::{Exercise, passed_at},
    results::SeatResult,
    stage::Stage,
};

/// What the first column contains: the learning platform finds its students by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Identifier {
    Email,
    Number,
    /// The login of the seat, if the teacher has kept no identifiers.
    Login,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grades {
    pub identifier: Identifier,
    pub rows: Vec<GradeRow>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GradeRow {
    pub identifier: String,
    pub name: String,
    /// The stages, and then the exercises: whether the student has the badge.
    pub badges: Vec<bool>,
}

impl GradeRow {
    pub fn points(&self) -> usize {
        self.badges.iter().filter(|badge| **badge).count()
    }
}

impl Grades {
    /// If some seats have an identifier, the others are left out: Moodle refuses a whole table with one student that it
    /// does not know. It looks for all students in one field, so the table has the kind of identifier that most have.
    pub fn of(seats: &[SeatResult], exercises: &[Exercise]) -> Self {
        let identifiers = seats.iter().filter_map(|seat| seat.identifier.as_deref());
        let (addresses, numbers): (Vec<_>, Vec<_>) = identifiers.partition(|known| is_address(known));
        let identifier = match (addresses.len(), numbers.len()) {
            (0, 0) => Identifier::Login,
            (addresses, numbers) if addresses >= numbers => Identifier::Email,
            _ => Identifier::Number,
        };
        let of_kind = |known: &String| is_address(known) == (identifier == Identifier::Email);
        let rows = seats.iter().filter_map(|seat| {
            let stages = Stage::ALL.map(|stage| seat.stages.is_reached(stage));
            let passed = exercises
                .iter()
                .map(|exercise| passed_at(&seat.exercises, *exercise).is_some());
            Some(GradeRow {
                identifier: match identifier {
                    Identifier::Login => seat.login.clone(),
                    Identifier::Email | Identifier::Number => seat.identifier.clone().filter(of_kind)?,
                },
                name: seat.label.clone().unwrap_or_default(),
                badges: stages.into_iter().chain(passed).collect(),
            })
        });
        Self {
            identifier,
            rows: rows.collect(),
        }
    }
}

fn is_address(identifier: &str) -> bool {
    identifier.contains('@')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{exercises::ExerciseBadge, stage::StageTimes, time::Timestamp};

    fn seat(number: u16, identifier: Option<&str>, reached: usize) -> SeatResult {
        let at = |stage: usize| (stage < reached).then(|| Timestamp::from_seconds(1));
        SeatResult {
            number,
            login: format!("kestrel-{number:04}"),
            label: Some("Anna".to_owned()),
            identifier: identifier.map(str::to_owned),
            stages: StageTimes::from_times([0, 1, 2, 3].map(at)),
            failures: 0,
            resets: 0,
            exercises: vec![ExerciseBadge {
                exercise: Exercise::Message,
                passed: at(0),
                attempts: 1,
                stepped: None,
            }],
        }
    }

    #[test]
    fn each_badge_is_a_point() {
        let grades = Grades::of(
            &[seat(1, None, 2), seat(2, None, 0)],
            &[Exercise::Message, Exercise::Files],
        );
        assert_eq!(grades.identifier, Identifier::Login);
        let [first, second] = grades.rows.as_slice() else {
            panic!("{grades:?}")
        };
        assert_eq!(first.badges, [true, true, false, false, true, false]);
        assert_eq!((first.identifier.as_str(), first.points()), ("kestrel-0001", 3));
        assert_eq!((second.name.as_str(), second.points()), ("Anna", 0));
    }

    #[test]
    fn a_learning_platform_gets_only_students_that_it_knows() {
        let kind = |some: &[Option<&str>]| {
            let seats: Vec<_> = some.iter().map(|identifier| seat(1, *identifier, 4)).collect();
            let grades = Grades::of(&seats, &[]);
            (grades.identifier, grades.rows.len())
        };
        assert_eq!(kind(&[]), (Identifier::Login, 0));
        assert_eq!(kind(&[Some("a@x.org"), None, Some("b@x.org")]), (Identifier::Email, 2));
        assert_eq!(kind(&[Some("30069048"), None]), (Identifier::Number, 1));
        assert_eq!(kind(&[Some("a@x.org"), Some("30069048")]), (Identifier::Email, 1));
        let mostly_numbers = [Some("30069048"), Some("a@x.org"), Some("30069049")];
        assert_eq!(kind(&mostly_numbers), (Identifier::Number, 2));
    }
}
