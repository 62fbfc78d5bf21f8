//! Tests that a transaction is repeated if it conflicts with another one, and not after any other error, whatever the
//! text of that error contains.

use crate::{always_on_every_database, common::*};
use domain::refusal::Refusal;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use std::time::{Duration, Instant};

always_on_every_database!(
    a_conflict_between_transactions_is_recognised_by_its_error_code_and_retried,
    an_error_with_the_text_of_a_conflict_is_not_retried,
    transactions_on_a_database_server_read_what_others_have_committed,
);

/// Makes the first `times` inserts into `class` fail with this SQLSTATE, this error number (on MariaDB), and this text.
async fn fails(app: &TestApp, times: u32, sqlstate: &str, number: u16, text: &str) {
    let statements = match app.db.backend() {
        DbBackend::Postgres => vec![
            // The sequence counts the attempts, because PostgreSQL does not roll back sequences.
            "CREATE SEQUENCE tries".to_owned(),
            format!(
                "CREATE FUNCTION lost() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
                 IF nextval('tries') <= {times} THEN RAISE EXCEPTION '{text}' USING ERRCODE = '{sqlstate}'; END IF; \
                 RETURN NEW; END $$"
            ),
            "CREATE TRIGGER lost BEFORE INSERT ON class FOR EACH ROW EXECUTE FUNCTION lost()".to_owned(),
        ],
        DbBackend::MySql => vec![
            // The table counts the attempts. It uses MyISAM, which has no transactions, so no row is rolled back.
            "CREATE TABLE tries (n INT NOT NULL) ENGINE = MyISAM".to_owned(),
            format!(
                "CREATE TRIGGER lost BEFORE INSERT ON class FOR EACH ROW BEGIN \
                 INSERT INTO tries VALUES (1); \
                 IF (SELECT COUNT(*) FROM tries) <= {times} THEN \
                 SIGNAL SQLSTATE '{sqlstate}' SET MESSAGE_TEXT = '{text}', MYSQL_ERRNO = {number}; END IF; END"
            ),
        ],
        _ => vec![format!(
            "CREATE TRIGGER lost BEFORE INSERT ON class BEGIN SELECT RAISE(ABORT, '{text}'); END"
        )],
    };
    for statement in statements {
        app.db
            .migration_connection()
            .execute_unprepared(&statement)
            .await
            .unwrap();
    }
}

/// The number of attempts to run the transaction.
async fn tries(app: &TestApp) -> i64 {
    let query = match app.db.backend() {
        DbBackend::Postgres => "SELECT last_value FROM tries",
        _ => "SELECT COUNT(*) FROM tries",
    };
    let statement = Statement::from_string(app.db.backend(), query);
    let row = app.db.read.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

/// A separate connection to the SQLite file, which does not belong to the application.
async fn another_connection(app: &TestApp) -> DatabaseConnection {
    let query = Statement::from_string(DbBackend::Sqlite, "PRAGMA database_list");
    let row = app.db.read.query_one_raw(query).await.unwrap().unwrap();
    let file: String = row.try_get("", "file").unwrap();
    Database::connect(format!("sqlite://{file}")).await.unwrap()
}

async fn open(app: &TestApp) -> Answer {
    let teacher = app.browser();
    let form = teacher.opens("/").await.field("form");
    let fields = [("form", form.as_str()), ("seats", "2"), ("title", "7b")];
    teacher.calls("/classes", &fields).await
}

async fn a_conflict_between_transactions_is_recognised_by_its_error_code_and_retried(app: TestApp) {
    if app.db.backend() == DbBackend::Sqlite {
        // Another connection writes to the file, so the transaction has to wait.
        let busy = another_connection(&app).await;
        busy.execute_unprepared("BEGIN IMMEDIATE").await.unwrap();
        let opening = tokio::spawn({
            let app = app.clone();
            async move { open(&app).await }
        });
        tokio::time::sleep(Duration::from_millis(200)).await;
        busy.execute_unprepared("COMMIT").await.unwrap();
        assert!(opening.await.unwrap().is_done());
    } else {
        fails(&app, 3, "40001", 1213, "somebody else was first").await;
        let answer = open(&app).await;
        assert!(answer.is_done(), "{}", answer.body);
        assert_eq!(tries(&app).await, 4);
    }
    assert_eq!((app.count("class").await, app.count("seat").await), (1, 2));
}

async fn an_error_with_the_text_of_a_conflict_is_not_retried(app: TestApp) {
    let text = "1213 Deadlock found, database is locked, could not serialize, 40001 40P01 1205";
    fails(&app, 1_000, "22000", 1644, text).await;
    if app.db.backend() == DbBackend::Sqlite {
        // SQLite has no counter that survives a rollback, so the test measures the time. If the transaction were
        // retried, the pauses between its eight attempts would take 420 ms.
        let mut quickest = Duration::MAX;
        for _ in 0..5 {
            let began = Instant::now();
            assert_eq!(open(&app).await.refusal(), Refusal::Unavailable);
            quickest = quickest.min(began.elapsed());
        }
        assert!(quickest < Duration::from_millis(420), "{quickest:?}");
    } else {
        assert_eq!(open(&app).await.refusal(), Refusal::Unavailable);
        assert_eq!(tries(&app).await, 1);
    }
    assert_eq!(app.count("class").await, 0);
}

async fn transactions_on_a_database_server_read_what_others_have_committed(app: TestApp) {
    let query = match app.db.backend() {
        // On SQLite a transaction that writes locks the whole file, so there is no isolation level to check.
        DbBackend::Sqlite => return,
        DbBackend::Postgres => "SHOW transaction_isolation",
        _ => "SELECT @@tx_isolation",
    };
    let query = Statement::from_string(app.db.backend(), query);
    let row = app
        .db
        .migration_connection()
        .query_one_raw(query)
        .await
        .unwrap()
        .unwrap();
    let level: String = row.try_get_by_index(0).unwrap();
    assert_eq!(level.replace('-', " ").to_lowercase(), "read committed");
}
