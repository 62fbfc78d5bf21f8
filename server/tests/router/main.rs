//! The real router in process, on three databases.

#![recursion_limit = "512"]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on has failed"
)]

#[path = "../common/mod.rs"]
mod common;

mod access;
mod account;
mod account_life;
mod administer;
mod bad_input;
mod board;
mod board_polling;
mod challenge;
mod class_access;
mod class_acts;
mod class_end;
mod class_links;
mod class_times;
mod codes;
mod forgot;
mod guessing;
mod handing_out;
mod headers;
mod join;
mod join_door;
mod join_guessing;
mod mails;
mod members;
mod network_limit;
mod opening;
mod preferences;
mod register;
mod results;
mod safe_methods;
mod same_origin;
mod seat_acts;
mod secrets;
mod sessions;
mod set_up;
mod set_up_rivals;
mod sign_in;
mod throttle;
