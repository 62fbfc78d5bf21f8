//! What pages and the API are told: plain data that the server fills and the browser shows.

mod account;
mod board;
mod lesson;
mod set_up;

pub use account::{AccountView, ClassRow, ClassesView, EventView, SessionView};
pub use board::{BoardChanges, BoardView, LastFailure, SeatView};
pub use lesson::LessonView;
pub use set_up::{ChallengeView, SetUpView};
