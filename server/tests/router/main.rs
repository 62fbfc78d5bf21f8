//! Tests of the real router inside the test process, on three databases (`common::on_every_database`).

#![recursion_limit = "512"]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on has failed"
)]

#[path = "../common/mod.rs"]
mod common;

mod admin;
mod api;
mod auth;
mod classes;
mod exercises;
mod factors;
mod live;
mod members;
mod operations;
mod passkeys;
mod students;
mod tour;
mod web;
