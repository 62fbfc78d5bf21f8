//! The pages of a class for its teacher: board, menu, seat, names, questions, handouts, projector, results, finish, teacher link.

pub(super) mod board;
mod class_menu;
mod debrief;
mod finish;
mod handouts;
mod join_address;
mod names;
mod of_address;
mod projector;
mod questions;
mod receipts;
pub(super) mod results;
mod seat;
mod teacher_link;

pub use board::{BoardPage, OpenBoard};
pub use class_menu::ClassMenuPage;
pub use finish::FinishPage;
pub use handouts::HandoutsPage;
pub use names::ClassNamesPage;
pub use projector::ProjectorPage;
pub use questions::ClassQuestionsPage;
pub use results::ResultsPage;
pub use seat::SeatPage;
pub use teacher_link::TeacherLinkPage;
