//! The rules of Stepwise and nothing else: no database, no web, no clock, no randomness.
//! Time and random bytes are parameters, so the same rule runs on the server, in the browser and in a test.

pub mod account;
pub mod agent;
pub mod audit;
pub mod class;
pub mod code;
pub mod course;
pub mod credentials;
pub mod csv;
pub mod factor;
pub mod failure;
pub mod fair_queue;
pub mod ids;
pub mod join_code;
pub mod locale;
pub mod lockout;
pub mod message;
mod network;
pub mod recipient_limit;
pub mod recovery;
pub mod refusal;
pub mod registration;
pub mod rescue;
pub mod results;
pub mod session;
pub mod stage;
pub mod strength;
pub mod time;
pub mod totp;
pub mod validate;
pub mod view;
pub mod waiting;
mod words;

pub use network::network_of;
