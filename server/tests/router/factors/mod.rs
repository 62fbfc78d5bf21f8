//! Tests of second factors: setting them up, codes by mail and SMS, recovery codes.

mod concurrent_set_up;
mod message_codes;
mod message_factors;
mod message_sending;
mod recovery_codes;
mod secrets;
mod set_up;
mod without_app;
