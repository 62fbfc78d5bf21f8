//! Tests of the binary under operating conditions: databases that start late or restart, processes that end, slow
//! clients, monitoring.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on has failed"
)]

#[path = "../common/database.rs"]
#[expect(dead_code, reason = "the other tests use the rest")]
mod database;

mod classroom;
mod concurrent_migration;
mod database_outage;
mod database_proxy;
mod desktop;
mod file_permissions;
mod interrupted_migration;
mod many_connections;
mod monitoring;
mod process;
mod request_bodies;
mod restored_data;
mod start_log;

/// Defines two tests for each scenario, one for PostgreSQL and one for MariaDB.
#[macro_export]
macro_rules! on_every_server {
    ($($scenario:ident),+ $(,)?) => {
        mod postgres {
            $(
                #[tokio::test(flavor = "multi_thread")]
                async fn $scenario() {
                    super::$scenario($crate::database::Kind::Postgres).await;
                }
            )+
        }
        mod mysql {
            $(
                #[tokio::test(flavor = "multi_thread")]
                async fn $scenario() {
                    super::$scenario($crate::database::Kind::MySql).await;
                }
            )+
        }
    };
}
