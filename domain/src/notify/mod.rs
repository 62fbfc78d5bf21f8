//! Limits for mails and text messages to one recipient.

pub mod recipient_limit;
