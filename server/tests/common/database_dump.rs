//! Dumps the whole database as text, so that tests can check that nothing has changed or that no secret is stored.

use super::TestApp;
use sea_orm::{ConnectionTrait, DbBackend, Statement};

impl TestApp {
    /// All rows of all tables, sorted, with bytes in hexadecimal.
    pub async fn dump(&self) -> String {
        let mut lines = Vec::new();
        for table in self.tables().await {
            for row in self.rows(&table).await {
                lines.push(format!("{table}: {row}"));
            }
        }
        lines.sort();
        lines.join("\n")
    }

    pub async fn count(&self, table: &str) -> usize {
        self.rows(table).await.len()
    }

    async fn rows(&self, table: &str) -> Vec<String> {
        let query = match self.db.backend() {
            DbBackend::Postgres => format!("SELECT row_to_json(t)::text FROM {table} t"),
            DbBackend::MySql => {
                let kind = "IF(data_type IN ('binary','varbinary','blob','longblob'), \
                            CONCAT('HEX(', column_name, ')'), CONCAT('CAST(', column_name, ' AS CHAR)'))";
                let list = format!(
                    "SELECT GROUP_CONCAT(CONCAT('COALESCE(', {kind}, ',''-'')')) FROM information_schema.columns \
                     WHERE table_schema = DATABASE() AND table_name = '{table}'"
                );
                let columns = self.strings(&list).await.remove(0);
                format!("SELECT CONCAT_WS(' ', {columns}) FROM {table}")
            }
            _ => {
                let names = self
                    .strings(&format!("SELECT name FROM pragma_table_info('{table}')"))
                    .await;
                let columns: Vec<String> = names.iter().map(|name| format!("quote({name})")).collect();
                format!("SELECT {} FROM {table}", columns.join(" || ' ' || "))
            }
        };
        self.strings(&query).await
    }

    async fn tables(&self) -> Vec<String> {
        let query = match self.db.backend() {
            DbBackend::Postgres => {
                "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'"
            }
            DbBackend::MySql => "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()",
            _ => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
        };
        let tables = self.strings(query).await;
        assert!(tables.iter().any(|table| table == "seat"));
        tables.into_iter().filter(|table| table != "seaql_migrations").collect()
    }

    async fn strings(&self, query: &str) -> Vec<String> {
        let statement = Statement::from_string(self.db.backend(), query);
        let rows = self.db.read.query_all_raw(statement).await.unwrap();
        rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
    }
}

/// Whether `text` contains a secret, as text or as hexadecimal bytes. A code of digits must be a separate word, because
/// a longer number can contain the same six digits by chance.
pub fn contains_secret(text: &str, secret: &str) -> bool {
    if secret.bytes().all(|byte| byte.is_ascii_digit()) {
        return text
            .split(|c: char| !c.is_ascii_alphanumeric())
            .any(|word| word == secret);
    }
    let low = text.to_ascii_lowercase();
    low.contains(&secret.to_ascii_lowercase()) || low.contains(&hex(secret.as_bytes()))
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
