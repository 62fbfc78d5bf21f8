//! A database of its own for every test: in memory for SQLite, freshly made and dropped on the other two.

use backend::db::{Db, connect};
use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection};

/// Enough for requests to collide, few enough for many tests at once.
const CONNECTIONS: u32 = 6;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Sqlite,
    Postgres,
    MySql,
}

pub struct TestDatabase {
    pub db: Db,
    made: Option<Made>,
}

struct Made {
    admin: DatabaseConnection,
    drop: String,
}

impl Kind {
    fn admin_url(self) -> Option<String> {
        let name = match self {
            Self::Sqlite => return None,
            Self::Postgres => "STEPWISE_TEST_POSTGRES_URL",
            Self::MySql => "STEPWISE_TEST_MYSQL_URL",
        };
        Some(std::env::var(name).unwrap_or_else(|_| {
            panic!("{name} is not set: run tools/test.sh, or tools/databases.sh start and eval \"$(tools/databases.sh url)\"")
        }))
    }
}

impl TestDatabase {
    pub async fn create(kind: Kind) -> Self {
        let (url, made) = match kind.admin_url() {
            None => ("sqlite::memory:".to_owned(), None),
            Some(admin_url) => {
                let name = format!(
                    "stepwise_test_{:032x}",
                    u128::from_be_bytes(backend::random::bytes().unwrap())
                );
                let (create, drop) = match kind {
                    Kind::MySql => (
                        format!("CREATE DATABASE {name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"),
                        format!("DROP DATABASE {name}"),
                    ),
                    _ => (
                        format!("CREATE DATABASE {name}"),
                        format!("DROP DATABASE {name} WITH (FORCE)"),
                    ),
                };
                let mut options = sea_orm::ConnectOptions::new(&admin_url);
                options.max_connections(1).sqlx_logging(false);
                let admin = Database::connect(options)
                    .await
                    .expect("the test database server answers");
                admin.execute_unprepared(&create).await.unwrap();
                (with_database(&admin_url, &name), Some(Made { admin, drop }))
            }
        };
        let db = connect(&url, CONNECTIONS).await.unwrap();
        Migrator::up(db.migration_connection(), None).await.unwrap();
        Self { db, made }
    }

    pub async fn destroy(self) {
        let _ = self.db.read.close().await;
        if let Some(Made { admin, drop }) = self.made {
            admin.execute_unprepared(&drop).await.unwrap();
            let _ = admin.close().await;
        }
    }
}

/// The same server and login, another database.
fn with_database(url: &str, name: &str) -> String {
    let (address, options) = url.split_once('?').map_or((url, None), |(a, o)| (a, Some(o)));
    let (server, _) = address.rsplit_once('/').expect("an address with a database name");
    match options {
        Some(options) => format!("{server}/{name}?{options}"),
        None => format!("{server}/{name}"),
    }
}
