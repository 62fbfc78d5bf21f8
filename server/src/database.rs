//! Connecting to the database: waiting for it at the start, and watching whether it is reachable later.

use crate::{config::Storage, start::StartError};
use backend::db::{self, Db};
use sea_orm::{
    DatabaseConnection,
    sqlx::{mysql::MySqlConnectOptions, postgres::PgConnectOptions, sqlite::SqliteConnectOptions},
};
use std::{
    path::PathBuf,
    pin::pin,
    str::FromStr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::{net::TcpStream, sync::Mutex, time::timeout};

const BETWEEN_TRIES: Duration = Duration::from_secs(1);
/// Maximum time of one attempt to connect.
const ONE_TRY: Duration = Duration::from_secs(3);
/// Minimum time of one attempt to connect, even if `db_wait` ends sooner.
const LEAST_TRY: Duration = Duration::from_secs(1);
/// A running database server has answered within this time.
const SOON: Duration = Duration::from_millis(300);
/// Interval between log lines while the server waits for the database. It equals `ONE_TRY` plus `BETWEEN_TRIES`.
const BETWEEN_WORDS: Duration = Duration::from_secs(4);
const BETWEEN_LOOKS: Duration = Duration::from_secs(1);
/// A result that is not older than this is reused, so that many requests that fail at once cause one check.
const STILL_FRESH: Duration = Duration::from_millis(200);

pub async fn open(settings: &Storage) -> Result<Db, StartError> {
    let url = address(settings);
    let began = Instant::now();
    let mut said = None;
    loop {
        // With SQLite, the driver waits for a locked file. With a database server, each attempt ends after a time, and
        // then the next one follows.
        let outcome = match settings.shares_database() {
            true => {
                let left = settings.db_wait.saturating_sub(began.elapsed());
                let one_try = ask(&url, settings.db_connections);
                let answer = timeout(left.clamp(LEAST_TRY, ONE_TRY), one_try).await;
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
            Err(error) => without_address(&error, &url),
        };
        let waited = began.elapsed();
        if !settings.shares_database() || waited >= settings.db_wait {
            return Err(StartError::Database {
                waited: waited.as_secs(),
                error,
            });
        }
        if said.is_none_or(|said: Instant| said.elapsed() >= BETWEEN_WORDS) {
            said = Some(Instant::now());
            let (waited, most) = (waited.as_secs(), settings.db_wait.as_secs());
            tracing::warn!("waiting for the database, {waited} of {most} s: {error}");
        }
        tokio::time::sleep(BETWEEN_TRIES.min(settings.db_wait.saturating_sub(waited))).await;
    }
}

/// URL of the configured database, or of the embedded one.
pub fn address(settings: &Storage) -> String {
    let embedded = || format!("sqlite://{}?mode=rwc", settings.data.join("stepwise.sqlite").display());
    settings.database_url.clone().unwrap_or_else(embedded)
}

/// Path of the SQLite file; `None` for a database server.
pub fn file(settings: &Storage) -> Option<PathBuf> {
    match &settings.database_url {
        None => Some(settings.data.join("stepwise.sqlite")),
        Some(_) if settings.shares_database() => None,
        Some(url) => Some(SqliteConnectOptions::from_str(url).ok()?.get_filename().to_owned()),
    }
}

async fn connect(url: &str, connections: u32) -> Result<Db, String> {
    db::connect(url, connections).await.map_err(|error| error.to_string())
}

/// The driver retries silently if nothing listens on the port. A plain TCP connection beside it reports this error at
/// once. It is opened only if the driver has not connected soon, because MariaDB counts connections without a login and
/// blocks a client that makes too many.
async fn ask(url: &str, connections: u32) -> Result<Db, String> {
    let mut connecting = pin!(connect(url, connections));
    if let Ok(outcome) = timeout(SOON, &mut connecting).await {
        return outcome;
    }
    if let Some((host, port)) = door(url) {
        let knocked = TcpStream::connect((host.as_str(), port)).await;
        knocked.map_err(|error| format!("{host}:{port}: {error}"))?;
    }
    connecting.await
}

/// Host and port of the database server; `None` if it is reached by a Unix socket.
fn door(url: &str) -> Option<(String, u16)> {
    if url.starts_with("mysql:") || url.starts_with("mariadb:") {
        let options = MySqlConnectOptions::from_str(url).ok()?;
        let by_network = options.get_socket().is_none();
        return by_network.then(|| (options.get_host().to_owned(), options.get_port()));
    }
    let options = PgConnectOptions::from_str(url).ok()?;
    let by_network = options.get_socket().is_none() && !options.get_host().starts_with('/');
    by_network.then(|| (options.get_host().to_owned(), options.get_port()))
}

/// Removes the URL from an error message, because it may contain a password.
fn without_address(error: &str, url: &str) -> String {
    error.replace(url, "the database").replace('\n', " ")
}

/// Last known state of the connection to the database server. The embedded database is always reachable.
#[derive(Clone, Debug, Default)]
pub struct Reach(Option<Arc<Watched>>);

#[derive(Debug)]
struct Watched {
    connection: DatabaseConnection,
    away: AtomicBool,
    looked: Mutex<Option<Instant>>,
}

impl Reach {
    pub async fn of(settings: &Storage) -> Result<Self, StartError> {
        let Some(url) = settings.database_url.as_deref().filter(|_| settings.shares_database()) else {
            return Ok(Self::default());
        };
        let connection = db::connect_to_watch(url).await.map_err(|error| StartError::Database {
            waited: 0,
            error: without_address(&error.to_string(), url),
        })?;
        Ok(Self(Some(Arc::new(Watched {
            connection,
            away: AtomicBool::new(false),
            looked: Mutex::new(None),
        }))))
    }

    pub fn is_away(&self) -> bool {
        self.0
            .as_ref()
            .is_some_and(|watched| watched.away.load(Ordering::Relaxed))
    }

    /// Checks now, after a request has failed. Returns true if the database is unreachable.
    pub async fn look(&self) -> bool {
        match &self.0 {
            Some(watched) => watched.look().await,
            None => false,
        }
    }

    /// Checks every second. While the database is unreachable, requests are refused at once instead of waiting for a
    /// timeout. The server notices within a second when it is back.
    pub async fn watch(self) {
        let Some(watched) = self.0 else { return };
        loop {
            tokio::time::sleep(BETWEEN_LOOKS).await;
            watched.look().await;
        }
    }
}

impl Watched {
    async fn look(&self) -> bool {
        let mut looked = self.looked.lock().await;
        if looked.is_none_or(|at| at.elapsed() >= STILL_FRESH) {
            let answers = timeout(ONE_TRY, self.connection.ping()).await;
            let away = !matches!(answers, Ok(Ok(())));
            match (self.away.swap(away, Ordering::Relaxed), away) {
                (false, true) => tracing::warn!("the database is away; people are asked to try again"),
                (true, false) => tracing::info!("the database is back"),
                _ => {}
            }
            metrics::gauge!("stepwise_database_up").set(if away { 0.0 } else { 1.0 });
            *looked = Some(Instant::now());
        }
        self.away.load(Ordering::Relaxed)
    }
}
