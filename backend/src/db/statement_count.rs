//! Counts the statements that are sent to the database: a measure of work without noise, for tests and benchmarks.
//! Statements that are sent together (`Writes`,
//! or `BEGIN` with the first statement on SQLite) count once.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

/// All clones share one counter.
#[derive(Clone, Debug, Default)]
pub struct StatementCount(Arc<AtomicU64>);

impl StatementCount {
    pub fn add_one(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    pub fn so_far(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}
