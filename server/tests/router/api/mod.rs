//! Tests of the JSON API.

mod access;
mod bad_input;
mod classes;
mod cookies;
mod message_codes;
mod openapi;
mod personal_tokens;
mod running_class;
mod set_up;
mod sign_in;
mod token_families;
mod tokens;
mod users;
