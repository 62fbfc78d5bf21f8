//! Tests of the streams of live updates: boards, lesson pages, rights, limits, and faults while streams are open.

mod board;
mod faults;
mod lesson;
mod limits;
mod rights;
