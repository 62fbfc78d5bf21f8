//! How many statements were sent to a database: a measure of work without noise, for tests that compare two requests.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

/// Clones count together.
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
