//! Sets up logging to standard error, as text for people or as JSON for log collectors.

use super::console;
use crate::{config::LogFormat, startup::error::StartError};
use serde_json::json;
use std::{
    env,
    fmt::Display,
    io::{self, IsTerminal},
    panic,
};
use tracing_subscriber::{
    EnvFilter,
    fmt::{
        format::Writer,
        time::{FormatTime, SystemTime},
    },
};

pub fn to_stderr(filter: &str, format: LogFormat) -> Result<(), StartError> {
    // `tower_sessions_core` warns about each cookie of an expired session, and `sea_orm_migration` writes two lines for
    // each migration. These two levels come before the operator's filter, so the filter can change them.
    //
    // The last two levels come after the operator's filter, so the filter cannot change them: at finer levels
    // `tower_http::csrf` logs whole paths, which can contain a teacher link, and `sea_orm` logs the database URL with
    // its password. A request that was refused for its origin is still logged, with its status, by the middleware
    // `trace`.
    let filter = EnvFilter::try_new(format!(
        "tower_sessions_core=error,sea_orm_migration=warn,{filter},tower_http::csrf=info,sea_orm=info"
    ))
    .map_err(|error| StartError::Settings(format!("STEPWISE_LOG: {error}")))?;
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_target(false)
        .with_ansi(is_read_at_a_terminal() && console::shows_colours());
    match format {
        LogFormat::Text => lines.init(),
        LogFormat::Json => lines.json().flatten_event(true).with_span_list(false).init(),
    }
    panic::set_hook(Box::new(|panicked| {
        // Only the location is logged, because the panic message can contain input of a user.
        let place = panicked.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "panic: the request was aborted");
    }));
    Ok(())
}

/// Whether log lines have colours: only at a terminal, not in files and journals. Users can switch colours off with
/// `NO_COLOR` (<https://no-color.org>).
fn is_read_at_a_terminal() -> bool {
    io::stderr().is_terminal() && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Formats the reason why the server did not start as a JSON log line. This function does not use the logger, because
/// the filter of the logger could drop the line, and an invalid filter can be the reason.
pub fn fatal(error: &impl Display) -> String {
    let mut now = String::new();
    // Writing into a string cannot fail.
    let _ = SystemTime.format_time(&mut Writer::new(&mut now));
    json!({"timestamp": now, "level": "ERROR", "message": error.to_string()}).to_string()
}
