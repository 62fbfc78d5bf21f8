//! Statements that go to the database together.

use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement, Value, Values};

/// Runs one after the other what nobody asks anything about. SQLite takes all of it in one go: each trip to its thread costs
/// more than the statement, and a class waits for the one writer.
pub async fn together(tx: &impl ConnectionTrait, statements: impl IntoIterator<Item = Statement>) -> Result<(), DbErr> {
    if tx.get_database_backend() != DbBackend::Sqlite {
        for statement in statements {
            tx.execute_raw(statement).await?;
        }
        return Ok(());
    }
    let (mut text, mut values) = (Vec::new(), Vec::<Value>::new());
    for statement in statements {
        text.push(statement.sql);
        values.extend(statement.values.into_iter().flat_map(|Values(values)| values));
    }
    let all = Statement::from_sql_and_values(DbBackend::Sqlite, text.join("; "), values);
    tx.execute_raw(all).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::connect;

    #[tokio::test]
    async fn every_statement_gets_its_own_values() {
        let db = connect("sqlite::memory:", 1).await.unwrap().read;
        db.execute_unprepared("CREATE TABLE t (n INTEGER, s TEXT)")
            .await
            .unwrap();
        let insert = |n: i32, s: &str| {
            Statement::from_sql_and_values(DbBackend::Sqlite, "INSERT INTO t VALUES (?, ?)", [n.into(), s.into()])
        };
        let gone = Statement::from_sql_and_values(DbBackend::Sqlite, "DELETE FROM t WHERE n = ?", [1.into()]);
        together(&db, [insert(1, "a"), insert(2, "b"), gone, insert(3, "c")])
            .await
            .unwrap();
        let left = Statement::from_string(DbBackend::Sqlite, "SELECT group_concat(n || s) FROM t");
        let left: String = db
            .query_one_raw(left)
            .await
            .unwrap()
            .unwrap()
            .try_get_by_index(0)
            .unwrap();
        assert_eq!(left, "2b,3c");
    }
}
