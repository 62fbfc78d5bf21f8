//! Tests of joining a class without a card, with the class code.

mod code_guessing;
mod free_seats;
mod named_seats;
mod nickname;
mod page;
mod take_back;
mod take_seat;
