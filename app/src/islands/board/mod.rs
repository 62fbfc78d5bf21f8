//! The board of a class, which follows the class.

pub mod above_rows;
mod derived;
mod dialog;
mod exercises;
mod hands;
mod island;
mod live;
mod page;
mod passwords;
mod press;
mod rows;

pub use island::*;
pub use live::LiveBoard;
