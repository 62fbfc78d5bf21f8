//! Sends several changes to the database together, because each statement costs a round trip to a database server or,
//! on SQLite, a message to the thread of the connection.

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

    pub async fn run(self, tx: &impl ConnectionTrait) -> Result<()> {
        match tx.get_database_backend() {
            DbBackend::Postgres => self.run_as_one_statement(tx).await,
            DbBackend::Sqlite => self.run_as_one_message(tx).await,
            _ => self.run_in_turn(tx).await,
        }
    }

    async fn run_as_one_statement(mut self, tx: &impl ConnectionTrait) -> Result<()> {
        let Some((_, last)) = self.0.pop() else {
            return Ok(());
        };
        if self.0.is_empty() {
            tx.execute_raw(built(tx.get_database_backend(), &last)).await?;
            return Ok(());
        }
        let mut earlier = WithClause::new();
        for (name, write) in self.0 {
            earlier.cte(CommonTableExpression::new().table_name(name).query(write).to_owned());
        }
        tx.execute(&earlier.query(last)).await?;
        Ok(())
    }

    /// The driver of SQLite runs the statements of one text one after the other, and stops at the first error.
    async fn run_as_one_message(self, tx: &impl ConnectionTrait) -> Result<()> {
        let backend = tx.get_database_backend();
        let (mut texts, mut values) = (Vec::new(), Vec::new());
        for (_, write) in &self.0 {
            let statement = built(backend, write);
            texts.push(statement.sql);
            values.extend(statement.values.into_iter().flat_map(|values| values.0));
        }
        if !texts.is_empty() {
            let together = Statement::from_sql_and_values(backend, texts.join("; "), values);
            tx.execute_raw(together).await?;
        }
        Ok(())
    }

    async fn run_in_turn(self, tx: &impl ConnectionTrait) -> Result<()> {
        for (_, write) in &self.0 {
            tx.execute_raw(built(tx.get_database_backend(), write)).await?;
        }
        Ok(())
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
        // BEGIN, the changes, COMMIT, and the query of `numbers`.
        assert_eq!(db.statements_so_far() - before, 4);
    }

    #[tokio::test]
    async fn after_an_error_no_further_change_runs() {
        let (_folder, db) = file_with("CREATE TABLE t (n INTEGER UNIQUE)").await;
        let mut writes = Writes::default();
        for (name, n) in [("a", 1), ("b", 2), ("c", 2), ("d", 3)] {
            writes.add(name, insert(n));
        }
        // Outside of a transaction, each statement of the text is committed by itself.
        assert!(writes.run(db.statement()).await.is_err());
        assert_eq!(numbers(&db).await, "1,2");
    }

    #[test]
    fn on_postgres_the_changes_are_parts_of_one_statement() {
        let mut earlier = WithClause::new();
        earlier.cte(CommonTableExpression::new().table_name("a").query(insert(1)).to_owned());
        let built = DbBackend::Postgres.build(&earlier.query(insert(2)));
        assert_eq!(
            built.to_string(),
            r#"WITH "a" AS (INSERT INTO "t" ("n") VALUES (1)) INSERT INTO "t" ("n") VALUES (2)"#
        );
    }
}
