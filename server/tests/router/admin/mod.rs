//! Tests of administrators: their pages, actions and commands, and the rescue of accounts.

mod actions;
mod commands;
mod enrolment_code;
mod factors;
mod pages;
mod rescue;
mod rescue_objection;
mod without_app;
