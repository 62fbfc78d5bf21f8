//! Parts of the server that operators see or rely on: health checks, metrics, logs, background tasks and the shutdown.

pub mod console;
pub mod database_health;
pub mod health;
pub mod housekeeping;
pub mod logging;
pub mod mailer;
pub mod metrics;
mod process_metrics;
pub mod rehearsals;
pub mod shutdown;
