//! Tests of the seats of students: actions of the teacher on them, cards, the practice phone, and what students take
//! home.

mod handouts;
mod practice_phone;
mod seat_actions;
mod take_home;
