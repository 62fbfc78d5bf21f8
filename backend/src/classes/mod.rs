//! Classes as their teacher sees them: opening, links, board, seats, joining, results, deletion.

pub(crate) mod board;
pub(crate) mod form_token;
pub(crate) mod handouts;
pub(crate) mod join;
pub(crate) mod links;
pub(crate) mod list;
pub(crate) mod open;
pub(crate) mod purge;
pub(crate) mod queries;
pub(crate) mod results;
pub(crate) mod seats;
pub(crate) mod settings;
pub(crate) mod take_back;
pub(crate) mod take_seat;

pub use board::Card;
pub use join::{AtDoor, TypedCode};
pub use links::{ClassMenu, Traded};
pub use list::ClassEntry;
pub use open::{OpenClass, OpenedClass};
pub use take_seat::{TakeSeat, Taken};
