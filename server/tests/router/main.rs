//! The real router in process, on three databases.

#![recursion_limit = "512"]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on has failed"
)]

#[path = "../common/mod.rs"]
mod common;

mod bad_input;
mod headers;
mod opening;
mod safe_methods;
mod same_origin;
