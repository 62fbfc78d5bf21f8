//! The commands of the program: `serve`, `classroom`, and the commands that operators run while the server runs or is stopped.

mod admin;
mod backup;
mod check;
mod classroom;
mod healthcheck;
mod keys;
mod migrate;
mod serve;
mod services;
mod terminal;

pub use admin::admin;
pub use backup::backup;
pub use check::check;
pub use classroom::classroom;
pub use healthcheck::healthcheck;
pub use keys::keys;
pub use migrate::migrate;
pub use serve::serve;
