//! What operators see and rely on while the server runs: health, metrics, logs, background tasks and the shutdown.

pub mod database_health;
pub mod health;
pub mod housekeeping;
pub mod logging;
pub mod mailer;
pub mod metrics;
pub mod shutdown;
