//! Server functions of a class for its teacher: opening it, board, actions, handouts, results, links.

mod board;
mod class_actions;
mod class_settings;
mod finish;
mod handouts;
mod names;
mod open;
mod questions;
mod receipts;
mod results;
mod seat_actions;
mod shown_links;
mod teacher_link;
mod wall;

pub use board::{Board, ClassMenu, load_board, load_board_changes, load_board_update, load_seat_passwords};
pub use class_actions::{ActOnClass, ClassAction, ClassActionDone};
pub use class_settings::{AllowSelfJoin, MarkHandedOut};
pub use finish::load_finish;
pub use handouts::handouts_of;
pub use handouts::{Card, Handouts, load_handouts};
pub use names::{NamesOutcome, NamesPage, NamesPut, NamesUpload, load_names_page, upload_names};
pub use open::{ClassForm, OpenClass, OpenRehearsal, QUESTIONS, load_managed_classes, new_class_form};
pub use questions::{ChooseQuestions, QuestionsOutcome, QuestionsPage, load_questions_page, upload_questions};
pub use receipts::{Receipt, take_receipt};
pub use results::load_results;
pub use results::results_of;
pub use seat_actions::{ActOnSeat, SeatAction, SeatActionDone};
pub use teacher_link::{RedeemTeacherLink, load_teacher_link};
pub use wall::{Projector, load_wall};
