//! The pages that follow a class: the board and the projector page.

pub mod above_rows;
mod derived;
mod dialog;
mod island;
mod join_address;
mod live;
mod page;
mod passwords;
mod press;
mod projector;
mod rows;

pub use island::*;
pub use join_address::JoinAddress;
pub use live::LiveBoard;
