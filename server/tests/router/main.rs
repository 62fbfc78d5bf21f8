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
mod admin;
mod admin_looks;
mod administer;
mod api_access;
mod api_bad_input;
mod api_class_life;
mod api_classes;
mod api_cookies;
mod api_description;
mod api_sent_codes;
mod api_set_up;
mod api_sign_in;
mod api_tokens;
mod api_users;
mod bad_input;
mod board;
mod board_polling;
mod came_back;
mod challenge;
mod class_access;
mod class_acts;
mod class_end;
mod class_links;
mod class_times;
mod codes;
mod codes_by_mail_only;
mod defaults;
mod enumeration;
mod forgot;
mod guessing;
mod handing_out;
mod headers;
mod identity;
mod join;
mod join_door;
mod join_guessing;
mod leases;
mod machine;
mod mail_limit;
mod mails;
mod members;
mod message_codes;
mod message_factors;
mod message_sending;
mod network_limit;
mod opening;
mod password_queue;
mod practice_messages;
mod preferences;
mod register;
mod rescue;
mod rescue_objection;
mod results;
mod rotation;
mod safe_methods;
mod same_origin;
mod seat_acts;
mod secrets;
mod sessions;
mod set_up;
mod set_up_rivals;
mod sign_in;
mod throttle;
mod trusted_browsers;
