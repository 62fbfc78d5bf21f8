//! Health checks for monitoring and load balancers: `/healthz` (the process runs) and `/readyz` (the server can serve
//! requests).

use super::database_health::DatabaseHealth;
use crate::startup::migrations;
use axum::{Router, extract::State, http::StatusCode, routing::get};
use backend::db::Db;
use tokio::sync::watch;

/// What `/readyz` checks.
#[derive(Clone)]
pub struct HealthState {
    pub db: Db,
    pub database: DatabaseHealth,
    /// True after the signal to stop the server. `/readyz` then fails, so that the load balancer sends requests to
    /// another server.
    pub stopping: watch::Receiver<bool>,
}

impl HealthState {
    /// For tests: a server that is never stopped and whose database is always reachable.
    pub fn of(db: Db) -> Self {
        Self {
            db,
            database: DatabaseHealth::default(),
            stopping: watch::channel(false).1,
        }
    }
}

pub fn routes(health: HealthState) -> Router {
    Router::new()
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(ready))
        .with_state(health)
}

async fn ready(State(health): State<HealthState>) -> (StatusCode, &'static str) {
    let no = StatusCode::SERVICE_UNAVAILABLE;
    if *health.stopping.borrow() {
        return (no, "stopping\n");
    }
    if health.database.is_unreachable() {
        return (no, "no database\n");
    }
    match migrations::is_current(&health.db).await {
        Ok(true) => (StatusCode::OK, "ready\n"),
        Ok(false) => (no, "old schema\n"),
        Err(_) => (no, "no database\n"),
    }
}
