//! Data of the projector page: how far the seats of a class are, without names, logins and labels.

use super::{BoardChanges, SeatView};
use crate::{
    class::ClassState,
    exercises::{Exercise, Lesson},
    ids::ClassId,
    locale::Locale,
    stage::Stage,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WallView {
    pub id: ClassId,
    pub title: String,
    #[serde(flatten)]
    pub changes: WallChanges,
}

/// What the projector page shows and what has changed since the version that the browser has. Field names in JSON are
/// short, because an open page gets this data at every change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WallChanges {
    #[serde(rename = "v")]
    pub version: i64,
    /// Time of the answer by the server's clock.
    #[serde(rename = "t")]
    pub now: Timestamp,
    #[serde(rename = "c")]
    pub state: ClassState,
    #[serde(rename = "e")]
    pub expires: Timestamp,
    #[serde(rename = "o")]
    pub settings: WallSettings,
    #[serde(rename = "s", default, skip_serializing_if = "Vec::is_empty")]
    pub seats: Vec<WallSeat>,
}

/// The settings on which the texts of the page depend. When they change, the browser loads the page again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WallSettings {
    /// The language of the class.
    #[serde(rename = "l")]
    pub locale: Locale,
    /// Whether students use their own phones.
    #[serde(rename = "p")]
    pub phones: bool,
    /// Whether students take free seats themselves.
    #[serde(rename = "j")]
    pub self_join: bool,
    /// The exercises of the class.
    #[serde(rename = "x", default)]
    pub lesson: Lesson,
    /// The teacher talks about the lesson: the page shows what went wrong, and the solutions.
    #[serde(rename = "d", default, skip_serializing_if = "is_false")]
    pub debrief: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WallSeat {
    #[serde(rename = "n")]
    pub number: u16,
    /// The number of stages that the student has reached.
    #[serde(rename = "g")]
    pub reached: u8,
    /// One bit for each exercise that the student has passed, by its place in `Exercise::ALL`.
    #[serde(rename = "p", default, skip_serializing_if = "is_zero")]
    pub passed: u16,
    /// The login of this seat was not given to a student.
    #[serde(rename = "f", default, skip_serializing_if = "is_false")]
    pub free: bool,
    /// A student took the seat in a browser.
    #[serde(rename = "k", default, skip_serializing_if = "is_false")]
    pub taken: bool,
    #[serde(rename = "x", default, skip_serializing_if = "is_false")]
    pub removed: bool,
}

/// The instruction that the projector page shows: the step that most students are at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WallStep {
    /// No student has signed in.
    Lobby,
    /// Less than half of the students have signed in.
    SignIn,
    SetUp,
    Connect,
    Code,
    /// Most students have passed all four stages.
    MostDone,
    AllDone,
}

impl WallStep {
    pub const ALL: [Self; 7] = [
        Self::Lobby,
        Self::SignIn,
        Self::SetUp,
        Self::Connect,
        Self::Code,
        Self::MostDone,
        Self::AllDone,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Lobby => "lobby",
            Self::SignIn => "sign-in",
            Self::SetUp => "set-up",
            Self::Connect => "connect",
            Self::Code => "code",
            Self::MostDone => "most-done",
            Self::AllDone => "all-done",
        }
    }
}

impl WallSeat {
    const fn is_here(self) -> bool {
        self.reached > 0
    }
}

impl From<&SeatView> for WallSeat {
    fn from(seat: &SeatView) -> Self {
        Self {
            number: seat.number,
            // Stages are reached in their order, so the index of the next one is their number.
            reached: seat.stages.next().map_or(ALL_STAGES, |next| next.index() as u8),
            passed: passed_bits(seat),
            free: seat.is_free(),
            taken: seat.taken,
            removed: seat.removed,
        }
    }
}

const ALL_STAGES: u8 = Stage::ALL.len() as u8;

impl WallChanges {
    /// The same changes as on the board, without everything that tells who a student is.
    pub fn of_board(board: &BoardChanges, expires: Timestamp, settings: WallSettings) -> Self {
        Self {
            version: board.version,
            now: board.now,
            state: board.state,
            expires,
            settings,
            seats: board.seats.iter().map(Into::into).collect(),
        }
    }

    /// Merges later changes. Seats stay sorted by number.
    pub fn apply(&mut self, later: Self) {
        let mut seats = core::mem::take(&mut self.seats);
        for seat in &later.seats {
            let place = seats.partition_point(|known| known.number < seat.number);
            if seats.get(place).is_some_and(|known| known.number == seat.number) {
                seats.remove(place);
            }
            if !seat.removed {
                seats.insert(place, *seat);
            }
        }
        *self = Self { seats, ..later };
    }

    /// The seats of students who take part. If students take seats themselves, a free seat has no student.
    fn expected(&self) -> impl Iterator<Item = &WallSeat> {
        let self_join = self.settings.self_join;
        self.seats.iter().filter(move |seat| !(self_join && seat.free))
    }

    /// The number of students who take part, and of those who have reached `stage`.
    pub fn count(&self, stage: Stage) -> (usize, usize) {
        let reached = |seat: &&WallSeat| usize::from(seat.reached) > stage.index();
        (self.expected().count(), self.expected().filter(reached).count())
    }

    /// The number of students who take part, and of those who have passed the exercise.
    pub fn count_passed(&self, exercise: Exercise) -> (usize, usize) {
        let passed = |seat: &&WallSeat| seat.passed & bit(exercise) != 0;
        (self.expected().count(), self.expected().filter(passed).count())
    }

    /// True if all students have passed all exercises of the class.
    fn has_passed_all(&self) -> bool {
        let wanted = self
            .settings
            .lesson
            .exercises()
            .fold(0, |bits, exercise| bits | bit(exercise));
        self.expected().all(|seat| seat.passed & wanted == wanted)
    }

    /// The numbers of the seats whose students are here: they have taken their seat or signed in.
    pub fn joined(&self) -> Vec<u16> {
        let joined = self.seats.iter().filter(|seat| seat.taken || seat.is_here());
        joined.map(|seat| seat.number).collect()
    }

    pub fn step(&self) -> WallStep {
        let expected = self.expected().count();
        let mut at = [0; ALL_STAGES as usize + 1];
        for seat in self.expected() {
            if let Some(students) = at.get_mut(usize::from(seat.reached)) {
                *students += 1;
            }
        }
        let here = expected - at[0];
        if here == 0 {
            return WallStep::Lobby;
        }
        if 2 * here < expected {
            return WallStep::SignIn;
        }
        if at[4] == expected && self.has_passed_all() {
            return WallStep::AllDone;
        }
        // If two steps have equally many students, those who are behind need the instruction more.
        let mut most = 1;
        for step in 2..at.len() {
            if at[step] > at[most] {
                most = step;
            }
        }
        [WallStep::SetUp, WallStep::Connect, WallStep::Code, WallStep::MostDone][most - 1]
    }
}

const fn bit(exercise: Exercise) -> u16 {
    1 << exercise.index()
}

fn passed_bits(seat: &SeatView) -> u16 {
    let passed = seat.exercises.iter().filter(|badge| badge.passed.is_some());
    passed.fold(0, |bits, badge| bits | bit(badge.exercise))
}

const fn is_zero(bits: &u16) -> bool {
    *bits == 0
}

const fn is_false(b: &bool) -> bool {
    !*b
}

#[cfg(test)]
mod tests;
