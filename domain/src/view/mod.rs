//! Data of pages and of API answers: plain structures that services fill and that pages show.

mod account;
mod admin;
mod board;
mod debrief;
mod exercises;
mod factors;
mod join;
mod lesson;
mod questions;
mod results;
pub mod seat_state;
mod set_up;
mod wall;

pub use crate::results::SeatResult;
pub use account::{
    AccountView, ClassRow, ClassesView, EventView, PersonalTokenView, PurgedClass, PurgedExerciseResult,
    PurgedSeatResult, SessionView, StoredRescue,
};
pub use admin::{
    AdminAccount, AdminAccountView, AdminClass, AdminEvent, AdminView, InviteRow, InvitesView, KeyRow, Page, RescueRow,
    ServerView,
};
pub use board::{BoardChanges, BoardView, LastFailure, SeatView};
pub use debrief::{DebriefView, ExerciseCount, FinishView};
pub use exercises::{
    CeremonyView, DevicePasskeyView, FileAccess, FileView, FilesView, MessageView, PhishingView, PhoneAnswer,
    PracticePasskeyView, ShownMessage, SignedByDevice,
};
pub use factors::{
    AdminProof, FactorPrerequisites, FactorsView, MessageSetUpView, PasskeyCreation, PasskeyRequest, PasskeySetUpView,
    PasskeyView, PracticeMessage, PracticeView, ReauthenticationView, SecondFactorView, SentView, TrustedBrowserView,
};
pub use join::{JoinView, TakenSeat};
pub use lesson::{LessonState, LessonView, MessagesView, RecoveryView};
pub use questions::{AskedQuestion, QuestionResults, StudentQuestions, TeacherQuestions};
pub use results::ResultsView;
pub use set_up::{ChallengeView, RecoveryCodesView, SetUpView};
pub use wall::{WallChanges, WallSeat, WallSettings, WallStep, WallView};
