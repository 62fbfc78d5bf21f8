//! The board of a class, which follows the class.

mod counts;
mod derived;
mod dialog;
mod head;
mod island;
mod join_bar;
mod live;
mod notices;
mod page;
mod progress_chart;
mod rows;
mod tools;

pub use island::*;
pub use live::LiveBoard;
pub use page::BoardContent;
