//! Tests of administrators: what they see and do, their commands, and the rescue of accounts.

mod actions;
mod commands;
mod enrolment_code;
mod factors;
mod pages;
mod rescue;
mod rescue_objection;
mod without_app;
