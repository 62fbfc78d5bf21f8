//! Tests of a class: opening it, its board and links, actions on it, and its end.

pub mod access;
mod actions;
mod board;
mod board_polling;
mod board_updates;
mod debrief;
mod join;
mod language;
mod links;
mod names;
mod open_class;
mod pause_and_end;
mod projector;
mod purge;
mod questions;
mod receipts;
mod rehearsal;
mod results;
mod seat_states;
