//! Sends several changes to the database together, because each statement costs a round trip to a database server or,
//! on SQLite, a message to the thread of the connection.

use super::Transaction;
use crate::Result;
use sea_orm::{
    ConnectionTrait, DbBackend, Statement,
    sea_query::{CommonTableExpression, SubQueryStatement, WithClause},
};

/// Changes of one transaction that do not depend on each other: on PostgreSQL they are one statement, whose parts see
/// the rows as they were before it, and run in any order. A change that must see another one belongs into a statement of
/// its own.
#[derive(Default)]
pub(crate) struct Writes(Vec<(&'static str, SubQueryStatement)>);

impl Writes {
    /// On PostgreSQL, a later change can select by this name what the earlier change returns. No name is used twice.
    pub fn add(&mut self, name: &'static str, write: impl Into<SubQueryStatement>) {
        self.0.push((name, write.into()));
    }

    /// The changes are sent with the next statement of the transaction, or with its end.
    pub async fn run(self, tx: &Transaction) -> Result<()> {
        let backend = tx.get_database_backend();
        match backend {
            DbBackend::Postgres => {
                if let Some(together) = self.into_one_statement() {
                    tx.send_with_next(together).await;
                }
            }
            _ => {
                for (_, write) in &self.0 {
                    tx.send_with_next(built(backend, write)).await;
                }
            }
        }
        Ok(())
    }

    fn into_one_statement(mut self) -> Option<Statement> {
        let (_, last) = self.0.pop()?;
        if self.0.is_empty() {
            return Some(built(DbBackend::Postgres, &last));
        }
        let mut earlier = WithClause::new();
        for (name, write) in self.0 {
            earlier.cte(CommonTableExpression::new().table_name(name).query(write).to_owned());
        }
        Some(DbBackend::Postgres.build(&earlier.query(last)))
    }
}

fn built(backend: DbBackend, write: &SubQueryStatement) -> Statement {
    match write {
        SubQueryStatement::SelectStatement(write) => backend.build(write),
        SubQueryStatement::InsertStatement(write) => backend.build(write),
        SubQueryStatement::UpdateStatement(write) => backend.build(write),
        SubQueryStatement::DeleteStatement(write) => backend.build(write),
        SubQueryStatement::WithStatement(write) => backend.build(write),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::{
        testing::{file_with, numbers},
        transaction,
    };
    use sea_orm::sea_query::{Expr, ExprTrait, Query};

    fn insert(n: i32) -> SubQueryStatement {
        let mut insert = Query::insert();
        insert.into_table("t").columns(["n"]).values_panic([n.into()]);
        insert.into()
    }

    #[tokio::test]
    async fn changes_run_in_their_order_with_their_own_values() {
        let (_folder, db) = file_with("CREATE TABLE t (n INTEGER)").await;
        let before = db.statements_so_far();
        let written = transaction!(&db, |tx| {
            let mut writes = Writes::default();
            writes.add("first", insert(1));
            writes.add("second", insert(2));
            let mut update = Query::update();
            update
                .table("t")
                .value("n", Expr::col("n").add(10))
                .and_where(Expr::col("n").eq(2));
            writes.add("third", update);
            writes.run(tx).await
        });
        written.unwrap();
        assert_eq!(numbers(&db).await, "1,12");
        // BEGIN, the changes and COMMIT in one message, and the query of `numbers`.
        assert_eq!(db.statements_so_far() - before, 2);
    }

    #[tokio::test]
    async fn after_an_error_no_further_change_runs() {
        let (_folder, db) = file_with("CREATE TABLE t (n INTEGER UNIQUE)").await;
        let written = transaction!(&db, |tx| {
            let mut writes = Writes::default();
            for (name, n) in [("a", 1), ("b", 2), ("c", 2), ("d", 3)] {
                writes.add(name, insert(n));
            }
            writes.run(tx).await
        });
        assert!(written.is_err_and(|error| error.is_taken()));
        assert_eq!(numbers(&db).await, "");
    }

    #[tokio::test]
    async fn a_query_sees_the_changes_that_were_sent_with_it() {
        let (_folder, db) = file_with("CREATE TABLE t (n INTEGER)").await;
        let seen = transaction!(&db, |tx| {
            let mut writes = Writes::default();
            writes.add("first", insert(1));
            writes.run(tx).await?;
            let count = Statement::from_string(DbBackend::Sqlite, "SELECT count(*) FROM t");
            let row = tx.query_one_raw(count).await?;
            Ok(row.map(|row| row.try_get_by_index::<i64>(0)))
        });
        assert_eq!(seen.unwrap(), Some(Ok(1)));
    }

    #[tokio::test]
    async fn a_failed_transaction_does_not_send_the_changes_that_wait() {
        let (_folder, db) = file_with("CREATE TABLE t (n INTEGER)").await;
        let failed: Result<()> = transaction!(&db, |tx| {
            let mut writes = Writes::default();
            writes.add("first", insert(1));
            writes.run(tx).await?;
            Err(crate::Error::Interrupted)
        });
        assert!(failed.is_err());
        assert_eq!(numbers(&db).await, "");
    }

    #[test]
    fn on_postgres_the_changes_are_parts_of_one_statement() {
        let mut writes = Writes::default();
        writes.add("a", insert(1));
        writes.add("b", insert(2));
        assert_eq!(
            writes.into_one_statement().unwrap().to_string(),
            r#"WITH "a" AS (INSERT INTO "t" ("n") VALUES (1)) INSERT INTO "t" ("n") VALUES (2)"#
        );
    }
}
