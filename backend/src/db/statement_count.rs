//! Counts the statements that are sent to the database: a measure of work without noise, for tests and benchmarks.
//! Changes that are sent together (`Writes`) count once.

use sea_orm::DatabaseConnection;
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

/// All clones share one counter.
#[derive(Clone, Debug, Default)]
pub struct StatementCount(Arc<AtomicU64>);

impl StatementCount {
    /// Returns the same connection. From now on its statements are counted, including the statements in its
    /// transactions. SeaORM does not report `BEGIN`, `COMMIT` and `ROLLBACK`, so `transaction!` counts them.
    pub fn counting(&self, mut connection: DatabaseConnection) -> DatabaseConnection {
        let count = self.clone();
        connection.set_metric_callback(move |_| count.add_one());
        connection
    }

    pub fn add_one(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    pub fn so_far(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}
