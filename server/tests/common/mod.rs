//! Common base of the router tests: the application in the test process on each of the three databases, with a clock
//! that the test moves, and browsers that send requests to it.

pub mod admin;
pub mod answer;
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
pub mod routes;
pub mod student;
pub mod test_app;

pub use answer::Answer;
pub use authenticator::Secret;
pub use browser::Browser;
pub use class::{Class, Seat};
pub use database::{Kind, TestDatabase};
pub use event_stream::EventStream;
pub use test_app::TestApp;

/// Runs a scenario on its own database, which is removed even if the scenario panics.
pub async fn run<F>(kind: Kind, scenario: impl FnOnce(TestApp) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let database = TestDatabase::create(kind).await;
    let app = TestApp::on(&database);
    let outcome = tokio::spawn(scenario(app)).await;
    database.destroy().await;
    if let Err(panicked) = outcome {
        std::panic::resume_unwind(panicked.into_panic());
    }
}

/// Defines three tests for each scenario, one for each database.
#[macro_export]
macro_rules! on_every_database {
    ($($scenario:ident),+ $(,)?) => {
        $crate::on_one_database!(sqlite, Sqlite, $($scenario),+);
        $crate::on_one_database!(postgres, Postgres, $($scenario),+);
        $crate::on_one_database!(mysql, MySql, $($scenario),+);
    };
}

#[macro_export]
macro_rules! on_one_database {
    ($module:ident, $kind:ident, $($scenario:ident),+) => {
        mod $module {
            $(
                #[tokio::test(flavor = "multi_thread")]
                async fn $scenario() {
                    $crate::common::run($crate::common::Kind::$kind, super::$scenario).await;
                }
            )+
        }
    };
}
