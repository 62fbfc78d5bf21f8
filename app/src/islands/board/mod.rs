//! The pages that follow a class: the board and the projector page.

mod counts;
mod derived;
mod dialog;
mod exercises;
mod hands;
mod head;
mod island;
mod join_bar;
mod live;
mod notices;
mod page;
mod progress_chart;
mod projector;
mod rows;
mod tools;

pub use island::*;
pub use join_bar::JoinAddress;
pub use live::LiveBoard;
pub use page::BoardContent;
