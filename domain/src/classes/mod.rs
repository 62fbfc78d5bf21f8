//! Classes and their seats: states, stages, credentials of students, join codes, lists of names, results.

pub mod class;
pub mod credentials;
pub mod csv_writer;
pub mod hand;
pub mod join_code;
pub mod names;
pub mod progress_chart;
pub mod results;
pub mod seat_failure;
pub mod self_join;
pub mod stage;
pub(crate) mod word_lists;
