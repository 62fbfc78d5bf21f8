//! The board of a class, which follows the class. The server renders the whole board (`pages/classes/board`) and the rows
//! that change later. The island shows these rows, and keeps counts, waiting times and texts up to date.

pub mod above_rows;
mod island;
mod update;

#[cfg(target_arch = "wasm32")]
mod counts;
#[cfg(target_arch = "wasm32")]
mod dialog;
#[cfg(target_arch = "wasm32")]
mod documents;
#[cfg(target_arch = "wasm32")]
mod dom;
#[cfg(target_arch = "wasm32")]
mod hands;
#[cfg(target_arch = "wasm32")]
mod live;
#[cfg(target_arch = "wasm32")]
mod passwords;
#[cfg(target_arch = "wasm32")]
mod press;
#[cfg(target_arch = "wasm32")]
mod rows;

pub use island::*;
pub use update::{BoardUpdate, RowUpdate};
