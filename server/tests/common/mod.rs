//! Common base of the router tests: the application in the test process on each of the three databases, with a clock
//! that the test moves, and browsers that send requests to it.

pub mod admin;
pub mod answer;
pub mod answered_requests;
pub mod api_client;
pub mod api_teacher;
pub mod authenticator;
pub mod browser;
pub mod class;
pub mod database;
pub mod database_dump;
pub mod event_stream;
pub mod html;
pub mod join;
pub mod keyboard;
pub mod member;
pub mod message_codes;
pub mod passkey;
pub mod routes;
pub mod student;
pub mod test_app;
mod upload;

pub use answer::Answer;
pub use authenticator::Secret;
pub use browser::Browser;
pub use class::{Class, Seat};
pub use database::{Kind, TestDatabase};
pub use event_stream::EventStream;
use std::pin::Pin;
pub use test_app::TestApp;
use tokio::runtime::Runtime;

pub type Scenario = fn(TestApp) -> Pin<Box<dyn Future<Output = ()> + Send>>;

/// Runs a scenario on its own database, which is removed even if the scenario panics.
///
/// Neither this function nor the tests are generic over the scenario, because the compiler would make a copy of the runtime
/// for each of them.
pub fn run(kind: Kind, scenario: Scenario) {
    let runtime = Runtime::new().unwrap();
    runtime.block_on(async {
        let database = TestDatabase::create(kind, true).await;
        let outcome = tokio::spawn(scenario(TestApp::on(&database))).await;
        database.destroy().await;
        if let Err(panicked) = outcome {
            std::panic::resume_unwind(panicked.into_panic());
        }
    });
}

/// Defines three tests for each scenario, one for each database. `make test` runs only the test on SQLite, `make test-all`
/// runs all three (`.config/nextest.toml`).
#[macro_export]
macro_rules! on_every_database {
    ($($scenario:ident),+ $(,)?) => {
        $crate::on_one_database!(sqlite, Sqlite, $($scenario),+);
        $crate::on_one_database!(postgres, Postgres, $($scenario),+);
        $crate::on_one_database!(mysql, MySql, $($scenario),+);
    };
}

/// Defines three tests for each scenario that `make test` also runs on PostgreSQL and MariaDB. For scenarios whose result
/// depends on the database: simultaneous requests, locks, comparison of texts, deletion, number of statements, failures.
#[macro_export]
macro_rules! always_on_every_database {
    ($($scenario:ident),+ $(,)?) => {
        mod always {
            use super::{$($scenario),+};

            $crate::on_every_database!($($scenario),+);
        }
    };
}

#[macro_export]
macro_rules! on_one_database {
    ($module:ident, $kind:ident, $($scenario:ident),+) => {
        mod $module {
            $(
                #[test]
                fn $scenario() {
                    $crate::common::run($crate::common::Kind::$kind, |app| Box::pin(super::$scenario(app)));
                }
            )+
        }
    };
}
