//! What pages and the API are told: plain data that the server fills and the browser shows.

mod account;
mod board;
mod join;
mod lesson;
mod results;
mod set_up;

pub use account::{AccountView, ClassRow, ClassesView, EventView, KeptResult, SessionView};
pub use board::{BoardChanges, BoardView, LastFailure, SeatView};
pub use join::{JoinView, TakenSeat};
pub use lesson::LessonView;
pub use results::{ResultsView, SeatResult};
pub use set_up::{ChallengeView, SetUpView};
