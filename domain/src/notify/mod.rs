//! Mails and text messages: how many reach one recipient.

pub mod recipient_limit;
