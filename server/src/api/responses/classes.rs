//! Response bodies for classes and their seats.

use super::{
    exercises::{ExerciseProgress, Gates, RaisedHand},
    rfc3339,
};
use backend::classes::ClassEntry;
use domain::{
    class::ClassState,
    stage::{Stage, StageTimes},
    view::SeatView,
};
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Open,
    /// Students can sign in, but cannot pass further stages
    Paused,
    Ended,
}

impl From<ClassState> for State {
    fn from(state: ClassState) -> Self {
        match state {
            ClassState::Open => Self::Open,
            ClassState::Paused => Self::Paused,
            ClassState::Ended => Self::Ended,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct Classes {
    pub classes: Vec<ClassInList>,
    /// The `cursor` of the next page; null on the last page
    pub next: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub struct ClassInList {
    #[schema(format = "uuid")]
    pub id: String,
    title: String,
    state: State,
    join_code: String,
    #[schema(format = DateTime)]
    opened_at: String,
    #[schema(format = DateTime)]
    expires_at: String,
    /// Number of seats
    seats: u32,
    /// Number of seats with all four stages
    finished: u32,
}

impl From<ClassEntry> for ClassInList {
    fn from(class: ClassEntry) -> Self {
        Self {
            id: class.id.to_string(),
            title: class.title,
            state: class.state.into(),
            join_code: class.join_code,
            opened_at: rfc3339(class.opened),
            expires_at: rfc3339(class.expires),
            seats: class.seats,
            finished: class.finished,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct OpenedClass {
    #[schema(format = "uuid")]
    pub id: String,
    /// The code that students type to join
    pub join_code: String,
    #[schema(format = "uri")]
    pub join_url: String,
    pub seats: Vec<Card>,
}

/// Login and password of a student
#[derive(Serialize, ToSchema)]
pub struct Card {
    pub number: u16,
    #[schema(example = "kestrel-4821")]
    pub login: String,
    #[schema(example = "amber-otter-4821")]
    pub password: String,
}

#[derive(Serialize, ToSchema)]
pub struct Cards {
    pub seats: Vec<Card>,
}

#[derive(Serialize, ToSchema)]
pub struct Class {
    #[schema(format = "uuid")]
    pub id: String,
    pub title: String,
    pub state: State,
    pub join_code: String,
    #[schema(format = "uri")]
    pub join_url: String,
    /// The language of cards, projector page and students' pages
    #[schema(example = "en")]
    pub locale: &'static str,
    /// Whether students use their own phones
    pub phones: bool,
    /// Whether students are allowed to take free seats with the join code
    pub self_join: bool,
    /// Whether the projector page shows the debrief
    pub debrief: bool,
    /// Whether students answer questions before and after the lesson
    pub questions: bool,
    #[schema(format = DateTime)]
    pub expires_at: String,
    /// The value of `since` for the next request
    pub version: i64,
    #[schema(format = DateTime)]
    pub server_time: String,
    pub exercises: Gates,
    pub seats: Vec<Seat>,
}

#[derive(Serialize, ToSchema)]
pub struct Progress {
    /// The value of `since` for the next request
    pub version: i64,
    #[schema(format = DateTime)]
    pub server_time: String,
    pub state: State,
    pub exercises: Gates,
    /// The changed seats
    pub seats: Vec<Seat>,
}

#[derive(Serialize, ToSchema)]
pub struct Seat {
    number: u16,
    login: String,
    label: Option<String>,
    stages: Stages,
    /// The exercises that the student has begun
    exercises: Vec<ExerciseProgress>,
    /// The student asks for help; null if the hand is down
    hand: Option<RaisedHand>,
    /// The last failure of the student: `wrong_password`, `wrong_code`, `used_code`, `older_qr`, `clock_off:SECONDS`,
    /// `wrong_recovery_code`, `locked`, `closed`
    last_failure: Option<String>,
    #[schema(format = DateTime)]
    locked_until: Option<String>,
    removed: bool,
}

/// Times at which the stages were passed
#[derive(Serialize, ToSchema)]
pub struct Stages {
    #[schema(format = DateTime)]
    signed_in: Option<String>,
    #[schema(format = DateTime)]
    setup_opened: Option<String>,
    #[schema(format = DateTime)]
    connected: Option<String>,
    #[schema(format = DateTime)]
    signed_in_2fa: Option<String>,
}

impl From<StageTimes> for Stages {
    fn from(stages: StageTimes) -> Self {
        let at = |stage| stages.at(stage).map(rfc3339);
        Self {
            signed_in: at(Stage::SignedIn),
            setup_opened: at(Stage::SetupOpened),
            connected: at(Stage::Connected),
            signed_in_2fa: at(Stage::SignedIn2fa),
        }
    }
}

impl From<SeatView> for Seat {
    fn from(seat: SeatView) -> Self {
        Self {
            number: seat.number,
            login: seat.login,
            label: seat.label,
            stages: seat.stages.into(),
            exercises: seat.exercises.into_iter().map(Into::into).collect(),
            hand: seat.hand.map(Into::into),
            last_failure: seat.failure.map(|failure| failure.why.to_string()),
            locked_until: seat.failure.and_then(|failure| failure.locked_until).map(rfc3339),
            removed: seat.removed,
        }
    }
}
