//! Checks regularly whether the database server is reachable. The checks use a connection outside of the pool, because
//! a full pool does not mean that the database is unreachable.

use crate::{
    config::Storage,
    startup::{database::without_url, error::StartError},
};
use backend::db;
use sea_orm::DatabaseConnection;
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::{sync::Mutex, time::timeout};

const CHECK_INTERVAL: Duration = Duration::from_secs(1);
/// Maximum time of one check.
const CHECK_TIMEOUT: Duration = Duration::from_secs(3);
/// A result that is younger than this is reused, so that many requests that fail at the same time cause only one check.
const MAX_RESULT_AGE: Duration = Duration::from_millis(200);

/// Last known state of the connection to the database server. The embedded database is always reachable.
#[derive(Clone, Debug, Default)]
pub struct DatabaseHealth(Option<Arc<Watched>>);

#[derive(Debug)]
struct Watched {
    connection: DatabaseConnection,
    is_unreachable: AtomicBool,
    checked_at: Mutex<Option<Instant>>,
}

impl DatabaseHealth {
    pub async fn connect(settings: &Storage) -> Result<Self, StartError> {
        let Some(url) = settings.database_url.as_deref().filter(|_| settings.shares_database()) else {
            return Ok(Self::default());
        };
        let connection = db::connect_to_watch(url).await.map_err(|error| StartError::Database {
            waited: 0,
            error: without_url(&error.to_string(), url),
        })?;
        Ok(Self(Some(Arc::new(Watched {
            connection,
            is_unreachable: AtomicBool::new(false),
            checked_at: Mutex::new(None),
        }))))
    }

    pub fn is_unreachable(&self) -> bool {
        self.0
            .as_ref()
            .is_some_and(|watched| watched.is_unreachable.load(Ordering::Relaxed))
    }

    /// Checks the database now, because a request has failed. Returns true if the database is unreachable.
    pub async fn check(&self) -> bool {
        match &self.0 {
            Some(watched) => watched.check().await,
            None => false,
        }
    }

    /// Checks the database every second. While the database is unreachable, the server refuses requests at once, so
    /// that they do not wait for a timeout. These checks notice when the database is reachable again.
    pub async fn watch(self) {
        let Some(watched) = self.0 else { return };
        loop {
            tokio::time::sleep(CHECK_INTERVAL).await;
            watched.check().await;
        }
    }
}

impl Watched {
    async fn check(&self) -> bool {
        let mut checked_at = self.checked_at.lock().await;
        if checked_at.is_none_or(|at| at.elapsed() >= MAX_RESULT_AGE) {
            let answers = timeout(CHECK_TIMEOUT, self.connection.ping()).await;
            let is_unreachable = !matches!(answers, Ok(Ok(())));
            match (
                self.is_unreachable.swap(is_unreachable, Ordering::Relaxed),
                is_unreachable,
            ) {
                (false, true) => tracing::warn!("the database is unreachable; requests are answered with 503"),
                (true, false) => tracing::info!("the database is reachable again"),
                _ => {}
            }
            metrics::gauge!("stepwise_database_up").set(if is_unreachable { 0.0 } else { 1.0 });
            *checked_at = Some(Instant::now());
        }
        self.is_unreachable.load(Ordering::Relaxed)
    }
}
