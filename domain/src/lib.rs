//! The rules of Stepwise, without database, web, clock and randomness.
//! Time and random bytes are parameters, so that the same rule runs on the server, in the browser and in a test.

pub mod account;
pub mod agent;
pub mod audit;
pub mod class;
pub mod client;
pub mod code;
pub mod cookies;
pub mod course;
pub mod credentials;
pub mod csv;
pub mod factor;
pub mod failure;
pub mod fair_queue;
mod forwarded;
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
pub mod self_join;
pub mod session;
mod site_host;
pub mod stage;
pub mod strength;
pub mod time;
pub mod totp;
pub mod validate;
pub mod view;
pub mod waiting;
mod words;

pub use forwarded::forwarded_address;
pub use network::{NETWORKS_OF_A_SITE, is_loopback_host, network_of, site_of};
pub use site_host::SiteHost;
