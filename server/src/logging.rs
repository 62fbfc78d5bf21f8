//! Where the log goes and what it looks like: lines for people, or JSON for programs.

use crate::{config::LogFormat, start::StartError};
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
    // Every cookie of a session that is over would be "suspicious activity", and every step of the schema two lines. And at their finest the others write whole paths,
    // and a path may be a teacher link, and the database's address, in which its password is. The check of origins has nothing to say
    // between: what it refuses is in the line of the request.
    let filter = EnvFilter::try_new(format!(
        "tower_sessions_core=error,sea_orm_migration=warn,{filter},tower_http::csrf=info,sea_orm=info"
    ))
    .map_err(|error| StartError::Settings(format!("STEPWISE_LOG: {error}")))?;
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_target(false)
        .with_ansi(is_read_at_a_terminal());
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

/// Colours in a file or in a journal are rubbish there; whoever wants none says so as everywhere: <https://no-color.org>.
fn is_read_at_a_terminal() -> bool {
    io::stderr().is_terminal() && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Why the server did not start, as a line like the others; also where the filter lets nothing through, or is itself the fault.
pub fn fatal(error: &impl Display) -> String {
    let mut now = String::new();
    // Writing into a string cannot fail.
    let _ = SystemTime.format_time(&mut Writer::new(&mut now));
    json!({"timestamp": now, "level": "ERROR", "message": error.to_string()}).to_string()
}
