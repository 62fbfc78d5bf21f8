//! Data of the board, on which a teacher follows the progress of a class.
//!
//! Field names in JSON are short, because each open board gets the data at every change.

use crate::{
    class::ClassState,
    exercises::{ExerciseBadge, GateTimes, Lesson, OpenedLesson},
    hand::Hand,
    ids::ClassId,
    locale::Locale,
    seat_failure::SeatFailure,
    stage::StageTimes,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardView {
    pub id: ClassId,
    pub title: String,
    pub join_code: String,
    /// The language of the class, and whether its students use their own phones.
    pub locale: Locale,
    pub phones: bool,
    /// The projector page shows the debrief.
    pub debrief: bool,
    /// Students answer questions before and after the lesson.
    pub questions: bool,
    pub expires: Timestamp,
    #[serde(flatten)]
    pub changes: BoardChanges,
}

/// All data of the class that has changed since the version that the browser has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardChanges {
    #[serde(rename = "v")]
    pub version: i64,
    /// Time of the answer by the server's clock. The browser computes durations from this time.
    #[serde(rename = "t")]
    pub now: Timestamp,
    #[serde(rename = "c")]
    pub state: ClassState,
    /// The teacher lets students take free seats themselves.
    #[serde(rename = "j", default, skip_serializing_if = "is_false")]
    pub self_join: bool,
    #[serde(rename = "s", default, skip_serializing_if = "Vec::is_empty")]
    pub seats: Vec<SeatView>,
    /// The exercises of the class and their gates.
    #[serde(rename = "l", default, skip_serializing_if = "is_without_exercises")]
    pub lesson: Lesson,
    /// When the open gates were opened.
    #[serde(rename = "o", default, skip_serializing_if = "GateTimes::is_empty")]
    pub gates_opened: GateTimes,
    /// The new end of the class, if it has changed since the browser's version.
    #[serde(rename = "e", default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatView {
    #[serde(rename = "n")]
    pub number: u16,
    #[serde(rename = "l")]
    pub login: String,
    #[serde(rename = "a", default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    #[serde(rename = "g")]
    pub stages: StageTimes,
    #[serde(rename = "f", default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<LastFailure>,
    #[serde(rename = "r", default, skip_serializing_if = "is_zero")]
    pub resets: u16,
    /// When the teacher last reset the second factors.
    #[serde(rename = "d", default, skip_serializing_if = "Option::is_none")]
    pub reset_at: Option<Timestamp>,
    #[serde(rename = "x", default, skip_serializing_if = "is_false")]
    pub removed: bool,
    /// When a student got the login: on a card, or by taking the seat.
    #[serde(rename = "h", default, skip_serializing_if = "Option::is_none")]
    pub handed_out: Option<Timestamp>,
    /// A student took the seat in a browser, without a card.
    #[serde(rename = "k", default, skip_serializing_if = "is_false")]
    pub taken: bool,
    /// The progress in the exercises that the student has begun.
    #[serde(rename = "p", default, skip_serializing_if = "Vec::is_empty")]
    pub exercises: Vec<ExerciseBadge>,
    /// The student asks for help.
    #[serde(rename = "y", default, skip_serializing_if = "Option::is_none")]
    pub hand: Option<Hand>,
}

/// The student's last failed attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastFailure {
    #[serde(rename = "w")]
    pub why: SeatFailure,
    #[serde(rename = "t")]
    pub at: Timestamp,
    #[serde(rename = "u", default, skip_serializing_if = "Option::is_none")]
    pub locked_until: Option<Timestamp>,
}

impl BoardChanges {
    pub const fn opened_lesson(&self) -> OpenedLesson {
        OpenedLesson {
            lesson: self.lesson,
            gates_opened: self.gates_opened,
        }
    }
}

impl SeatView {
    /// No student has got the login, and no student has signed in with it, so a student can take the seat.
    pub fn is_free(&self) -> bool {
        self.handed_out.is_none() && self.stages.latest().is_none()
    }
}

impl BoardView {
    /// Merges changes into the board. Seats stay sorted by number; a new or restored seat is inserted at its place.
    pub fn apply(&mut self, changes: BoardChanges) {
        for seat in changes.seats {
            let place = self
                .changes
                .seats
                .binary_search_by_key(&seat.number, |known| known.number);
            match (place, seat.removed) {
                (Ok(place), true) => drop(self.changes.seats.remove(place)),
                (Ok(place), false) => self.changes.seats[place] = seat,
                (Err(_), true) => {}
                (Err(place), false) => self.changes.seats.insert(place, seat),
            }
        }
        self.changes.version = self.changes.version.max(changes.version);
        self.changes.now = changes.now;
        self.changes.state = changes.state;
        self.expires = changes.expires.unwrap_or(self.expires);
        self.changes.self_join = changes.self_join;
        self.changes.lesson = changes.lesson;
        self.changes.gates_opened = changes.gates_opened;
    }

    pub fn seats(&self) -> &[SeatView] {
        &self.changes.seats
    }
}

fn is_without_exercises(lesson: &Lesson) -> bool {
    *lesson == Lesson::default()
}

const fn is_zero(n: &u16) -> bool {
    *n == 0
}

const fn is_false(b: &bool) -> bool {
    !*b
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stage::Stage;

    fn seat(number: u16) -> SeatView {
        SeatView {
            number,
            login: format!("otter-{}", 4000 + number),
            label: None,
            stages: StageTimes::default(),
            failure: None,
            resets: 0,
            reset_at: None,
            removed: false,
            handed_out: None,
            taken: false,
            exercises: Vec::new(),
            hand: None,
        }
    }

    fn changes(version: i64, seats: Vec<SeatView>) -> BoardChanges {
        BoardChanges {
            version,
            now: Timestamp::from_seconds(1_800_000_000),
            state: ClassState::Open,
            self_join: false,
            lesson: Lesson::default(),
            gates_opened: GateTimes::default(),
            seats,
            expires: None,
        }
    }

    #[test]
    fn changes_find_their_rows() {
        let mut board = BoardView {
            id: ClassId::new(Timestamp::default(), [0; 10]),
            title: String::new(),
            join_code: String::new(),
            locale: Locale::default(),
            phones: true,
            debrief: false,
            questions: false,
            expires: Timestamp::default(),
            changes: changes(1, vec![seat(1), seat(2), seat(4)]),
        };
        let passed = StageTimes::default()
            .reach(Stage::SignedIn, Timestamp::from_seconds(9))
            .unwrap();
        let removed = SeatView {
            removed: true,
            ..seat(1)
        };
        board.apply(changes(
            5,
            vec![
                SeatView {
                    stages: passed,
                    ..seat(2)
                },
                seat(3),
                removed,
            ],
        ));
        let numbers: Vec<_> = board.seats().iter().map(|seat| seat.number).collect();
        assert_eq!(numbers, [2, 3, 4]);
        assert!(board.seats()[0].stages.is_reached(Stage::SignedIn));
        assert_eq!((board.changes.version, board.expires), (5, Timestamp::default()));
        let later = Timestamp::from_seconds(1_800_003_600);
        board.apply(BoardChanges {
            expires: Some(later),
            ..changes(6, vec![])
        });
        assert_eq!(board.expires, later);
    }

    #[test]
    fn a_poll_is_small() {
        let nothing = serde_json::to_string(&changes(123_456, vec![])).unwrap();
        assert!(nothing.len() < 60, "{nothing}");
        let stages = Stage::ALL.into_iter().fold(StageTimes::default(), |s, stage| {
            s.reach(stage, Timestamp::from_seconds(1_800_000_000)).unwrap()
        });
        let one = serde_json::to_string(&SeatView {
            stages,
            handed_out: Some(Timestamp::from_seconds(1_800_000_000)),
            taken: false,
            ..seat(499)
        })
        .unwrap();
        assert!(one.len() < 150, "{} {one}", one.len());
    }
}
