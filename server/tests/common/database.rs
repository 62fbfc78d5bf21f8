//! A separate database for every test: a file for SQLite; a new database on a PostgreSQL or MariaDB server, dropped
//! after the test.

#[path = "database_template.rs"]
mod template;

use backend::db::{Db, connect};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend};
use std::path::Path;
use tempfile::TempDir;

/// Connections of one pool: enough that requests conflict, few enough that many tests run at once.
const CONNECTIONS: u32 = 6;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Sqlite,
    Postgres,
    MySql,
}

pub struct TestDatabase {
    pub db: Db,
    /// The URL, for tests that open their own connection.
    pub url: String,
    cleanup: Cleanup,
}

/// The folder or the database that `destroy` removes.
enum Cleanup {
    Folder(TempDir),
    OnServer { admin: DatabaseConnection, drop: String },
}

impl Kind {
    fn admin_url(self) -> Option<String> {
        let name = match self {
            Self::Sqlite => return None,
            Self::Postgres => "STEPWISE_TEST_POSTGRES_URL",
            Self::MySql => "STEPWISE_TEST_MYSQL_URL",
        };
        Some(std::env::var(name).unwrap_or_else(|_| {
            panic!("{name} is not set: run tools/test/databases.sh start, then eval \"$(tools/test/databases.sh url)\"")
        }))
    }
}

impl TestDatabase {
    /// A new database: with all tables, or empty.
    pub async fn create(kind: Kind, with_tables: bool) -> Self {
        let Some(admin_url) = kind.admin_url() else {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("t.sqlite");
            if with_tables {
                template::copy_file(&file).await;
            }
            return Self::open(sqlite_url(&file), Cleanup::Folder(folder)).await;
        };
        let (admin, name) = (single_connection(&admin_url).await, new_name());
        if with_tables {
            template::copy(&admin, &admin_url, &name).await;
        } else {
            create_empty(&admin, &name).await;
        }
        Self::open(with_database(&admin_url, &name), Cleanup::of(kind, admin, &name)).await
    }

    async fn open(url: String, cleanup: Cleanup) -> Self {
        let db = connect(&url, CONNECTIONS).await.unwrap();
        Self { db, url, cleanup }
    }

    pub async fn destroy(self) {
        self.db.clone().close().await;
        match self.cleanup {
            Cleanup::Folder(folder) => folder.close().unwrap(),
            Cleanup::OnServer { admin, drop } => {
                admin.execute_unprepared(&drop).await.unwrap();
                let _ = admin.close().await;
            }
        }
    }
}

impl Cleanup {
    fn of(kind: Kind, admin: DatabaseConnection, name: &str) -> Self {
        let drop = match kind {
            Kind::MySql => format!("DROP DATABASE {name}"),
            _ => format!("DROP DATABASE {name} WITH (FORCE)"),
        };
        Self::OnServer { admin, drop }
    }
}

pub(super) fn sqlite_url(file: &Path) -> String {
    format!("sqlite://{}?mode=rwc", file.display())
}

fn new_name() -> String {
    format!(
        "stepwise_test_{:032x}",
        u128::from_be_bytes(backend::random::bytes().unwrap())
    )
}

/// A pool with one connection, so that all statements run in one database session and share its locks.
pub(super) async fn single_connection(url: &str) -> DatabaseConnection {
    let mut options = sea_orm::ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    Database::connect(options)
        .await
        .expect("the test database server answers")
}

pub(super) async fn create_empty(admin: &DatabaseConnection, name: &str) {
    let characters = match admin.get_database_backend() {
        DbBackend::MySql => " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
        _ => "",
    };
    let create = format!("CREATE DATABASE {name}{characters}");
    admin.execute_unprepared(&create).await.unwrap();
}

/// The URL of another database on the same server, with the same user and password.
pub(super) fn with_database(url: &str, name: &str) -> String {
    let (address, options) = url.split_once('?').map_or((url, None), |(a, o)| (a, Some(o)));
    let (server, _) = address.rsplit_once('/').expect("an address with a database name");
    match options {
        Some(options) => format!("{server}/{name}?{options}"),
        None => format!("{server}/{name}"),
    }
}
