//! Connects to the database. At its start, the server waits until the database answers.

use super::error::StartError;
use crate::config::Storage;
use backend::db::{self, Db};
use sea_orm::sqlx::{mysql::MySqlConnectOptions, postgres::PgConnectOptions, sqlite::SqliteConnectOptions};
use std::{
    path::{Path, PathBuf},
    pin::pin,
    str::FromStr,
    time::{Duration, Instant},
};
use tokio::{net::TcpStream, time::timeout};

/// Name of the embedded database in the data folder.
pub const FILE_NAME: &str = "stepwise.sqlite";
const RETRY_INTERVAL: Duration = Duration::from_secs(1);
/// Maximum time of one attempt to connect.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
/// Minimum time of one attempt to connect, even if less time of `db_wait` is left.
const MIN_CONNECT_TIMEOUT: Duration = Duration::from_secs(1);
/// If the database server has not answered after this time, a plain TCP connection tests its port.
const TCP_PROBE_DELAY: Duration = Duration::from_millis(300);
/// Interval between log lines while the server waits for the database. It equals `CONNECT_TIMEOUT` plus `RETRY_INTERVAL`.
const LOG_INTERVAL: Duration = Duration::from_secs(4);

pub async fn open(settings: &Storage) -> Result<Db, StartError> {
    let url = url_of(settings);
    let started = Instant::now();
    let mut last_logged = None;
    loop {
        // With SQLite, the driver itself waits for a locked file. With a database server, each attempt has a time
        // limit, and this loop starts the next attempt.
        let outcome = match settings.shares_database() {
            true => {
                let left = settings.db_wait.saturating_sub(started.elapsed());
                let connecting = connect_or_probe(&url, settings.db_connections);
                let answer = timeout(left.clamp(MIN_CONNECT_TIMEOUT, CONNECT_TIMEOUT), connecting).await;
                answer.unwrap_or_else(|_| Err("no answer yet".to_owned()))
            }
            false => connect(&url, settings.db_connections).await,
        };
        let error = match outcome {
            Ok(db) => {
                let version = db::server_version(&db).await.unwrap_or_default();
                tracing::info!(%version, "database");
                return Ok(db);
            }
            Err(error) => without_url(&error, &url),
        };
        let waited = started.elapsed();
        if !settings.shares_database() || waited >= settings.db_wait {
            return Err(StartError::Database {
                waited: waited.as_secs(),
                error,
            });
        }
        if last_logged.is_none_or(|at: Instant| at.elapsed() >= LOG_INTERVAL) {
            last_logged = Some(Instant::now());
            let (waited, limit) = (waited.as_secs(), settings.db_wait.as_secs());
            tracing::warn!("waiting for the database, {waited} of {limit} s: {error}");
        }
        tokio::time::sleep(RETRY_INTERVAL.min(settings.db_wait.saturating_sub(waited))).await;
    }
}

/// URL of the configured database, or of the embedded database if none is configured.
pub fn url_of(settings: &Storage) -> String {
    let embedded = || url_of_file(&settings.data.join(FILE_NAME));
    settings.database_url.clone().unwrap_or_else(embedded)
}

/// There are no slashes after `sqlite:`, because they would make the beginning of the path the name of a host, which a
/// drive of Windows (`C:`) is not. The driver decodes the path and ends it at the first question mark.
fn url_of_file(file: &Path) -> String {
    let path = file.display().to_string();
    let path = path.replace('%', "%25").replace('?', "%3F").replace('#', "%23");
    format!("sqlite:{path}?mode=rwc")
}

/// Path of the SQLite file; `None` with a database server.
pub fn sqlite_file(settings: &Storage) -> Option<PathBuf> {
    match &settings.database_url {
        None => Some(settings.data.join(FILE_NAME)),
        Some(_) if settings.shares_database() => None,
        Some(url) => Some(SqliteConnectOptions::from_str(url).ok()?.get_filename().to_owned()),
    }
}

async fn connect(url: &str, connections: u32) -> Result<Db, String> {
    db::connect(url, connections).await.map_err(|error| error.to_string())
}

/// If no server listens on the port, the driver retries without an error. A plain TCP connection reports this error at
/// once. The TCP connection is opened only if the driver does not connect soon, because MariaDB counts connections
/// without a login and blocks a client with too many of them.
async fn connect_or_probe(url: &str, connections: u32) -> Result<Db, String> {
    let mut connecting = pin!(connect(url, connections));
    if let Ok(outcome) = timeout(TCP_PROBE_DELAY, &mut connecting).await {
        return outcome;
    }
    if let Some((host, port)) = tcp_address(url) {
        let probed = TcpStream::connect((host.as_str(), port)).await;
        probed.map_err(|error| format!("{host}:{port}: {error}"))?;
    }
    connecting.await
}

/// Host and port of the database server; `None` for a connection by a Unix socket.
fn tcp_address(url: &str) -> Option<(String, u16)> {
    if url.starts_with("mysql:") || url.starts_with("mariadb:") {
        let options = MySqlConnectOptions::from_str(url).ok()?;
        let by_network = options.get_socket().is_none();
        return by_network.then(|| (options.get_host().to_owned(), options.get_port()));
    }
    let options = PgConnectOptions::from_str(url).ok()?;
    let by_network = options.get_socket().is_none() && !options.get_host().starts_with('/');
    by_network.then(|| (options.get_host().to_owned(), options.get_port()))
}

/// Removes the database URL from an error message, because the URL can contain a password.
pub(crate) fn without_url(error: &str, url: &str) -> String {
    error.replace(url, "the database").replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use sea_orm::DbBackend;

    #[test]
    fn a_folder_can_have_any_name() {
        for folder in [
            "./data",
            "/home/teacher/my class",
            r"C:\Users\Мария Иванова\AppData\Local\Stepwise",
            "100% of 7b? #1/%20",
        ] {
            let file = Path::new(folder).join("stepwise.sqlite");
            let url = url_of_file(&file);
            assert!(DbBackend::Sqlite.is_prefix_of(&url), "{url}");
            assert_eq!(
                SqliteConnectOptions::from_str(&url).unwrap().get_filename(),
                file,
                "{url}"
            );
        }
    }
}
