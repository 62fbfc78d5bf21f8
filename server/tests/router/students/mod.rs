//! Tests of students: what they type, how they come back for the last stage, their cards and practice phones, what they
//! take home, and actions of the teacher on their seats.

mod coming_back;
mod handouts;
mod practice_phone;
mod seat_actions;
mod take_home;
mod told_why;
mod typing;
mod without_phones;
