//! The commands of the program: `serve`, and the commands that operators run while the server runs or is stopped.

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
