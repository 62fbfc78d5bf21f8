//! Where the log goes and what it looks like: lines for people, or JSON for programs.

use crate::{config::LogFormat, start::StartError};
use std::{io, panic};
use tracing_subscriber::EnvFilter;

pub fn to_stderr(filter: &str, format: LogFormat) -> Result<(), StartError> {
    // Every cookie of a session that is over would be "suspicious activity", and every step of the schema two lines. And at their finest the others write whole paths,
    // and a path may be a teacher link, and the database's address, in which its password is.
    let filter = EnvFilter::try_new(format!(
        "tower_sessions_core=error,sea_orm_migration=warn,{filter},tower_http::csrf=debug,sea_orm=info"
    ))
    .map_err(|error| StartError::Settings(format!("STEPWISE_LOG: {error}")))?;
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_target(false);
    match format {
        LogFormat::Text => lines.init(),
        LogFormat::Json => lines.json().flatten_event(true).with_span_list(false).init(),
    }
    panic::set_hook(Box::new(|panicked| {
        // Where, not what: a message may hold what somebody typed.
        let place = panicked.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "a fault in the program: a request was given up");
    }));
    Ok(())
}
