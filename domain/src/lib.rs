//! The rules of Stepwise, without database, web server, clock and random numbers. Time and random bytes are parameters,
//! so that the same rule runs on the server, in the browser and in a test.
//!
//! Each folder holds the modules of one capability. Callers leave the folder out of the path: `domain::stage::Stage`.

mod auth;
mod classes;
pub mod clock;
pub mod exercises;
mod factors;
pub mod ids;
pub mod live_updates;
pub mod locale;
mod members;
mod network;
mod notify;
pub mod page_address;
pub mod practice_phone;
pub mod questions;
pub mod refusal;
pub mod rehearsal;
pub mod time;
pub mod typing;
pub mod validate;
pub mod view;

pub use auth::{client_limit, cookies, fair_queue, lockout, session, user_agent};
pub use classes::{
    class, credentials, csv_writer, hand, join_code, names, progress_chart, results,
    results::{grades, hardest, mistakes},
    seat_failure, self_join, stage,
};
pub use factors::{code, factor, passkey, recovery_code, role_requirements, sent_code, totp};
pub use members::{account, audit, password_hash, password_strength, personal_token, registration, rescue};
pub use network::{
    LanAddress, NETWORKS_PER_SITE, SiteHost, forwarded_address, in_order_of_reach, is_loopback_host, network_of,
    site_of,
};
pub use notify::recipient_limit;
pub use view::seat_state;
