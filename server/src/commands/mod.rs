//! The commands of the program: `serve`, and what operators run beside the server.

mod admin;
mod backup;
mod check;
mod healthcheck;
mod keys;
mod migrate;
mod serve;
mod services;
mod terminal;

pub use admin::admin;
pub use backup::backup;
pub use check::check;
pub use healthcheck::healthcheck;
pub use keys::keys;
pub use migrate::migrate;
pub use serve::serve;
