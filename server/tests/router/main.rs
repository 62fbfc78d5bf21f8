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
mod admin_factors;
mod admin_looks;
mod administer;
mod any_client;
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
mod complete_recovery;
mod cookies;
mod defaults;
mod email_undo;
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
mod lost_races;
mod machine;
mod mail_limit;
mod mails;
mod members;
mod message_codes;
mod message_factors;
mod message_sending;
mod network_limit;
mod new_device;
mod opening;
mod password_names;
mod password_queue;
mod practice_messages;
mod preferences;
mod recovery_codes;
mod register;
mod rescue;
mod rescue_objection;
mod results;
mod rotation;
mod safe_methods;
mod same_origin;
mod seat_acts;
mod secrets;
mod security_txt;
mod self_join;
mod session_limits;
mod sessions;
mod set_up;
mod set_up_rivals;
mod sign_in;
mod strangers;
mod throttle;
mod token_families;
mod trusted_browsers;
