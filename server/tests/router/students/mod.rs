//! Tests of the seats of students: actions of the teacher on them, cards, and the practice phone.

mod handouts;
mod practice_phone;
mod seat_actions;
mod told_why;
