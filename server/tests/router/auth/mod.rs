//! Tests of signing in, sessions, and the limits for wrong answers.

mod access;
mod attempts;
mod challenge;
mod code_input;
mod ipv6_networks;
mod network_limit;
mod new_device;
mod password_queue;
mod session_limits;
mod sessions;
mod sign_in;
mod trusted_browsers;
mod wrong_codes;
mod wrong_passwords;
