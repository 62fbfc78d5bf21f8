//! Students and their progress through the lesson.

pub(crate) mod hand;
pub(crate) mod lesson;
pub(crate) mod new_students;
pub(crate) mod practice;
pub(crate) mod progress;
pub(crate) mod questions;
mod student_seat;

use crate::{clock::Clock, crypto::Keyring, db::Db, factors::Factors, shared::Core};
use std::sync::Arc;

/// Shows students their lesson and their practice phone.
#[derive(Clone)]
pub struct Students {
    db: Db,
    clock: Arc<dyn Clock>,
    keys: Keyring,
    factors: Arc<Factors>,
}

impl Students {
    pub(crate) fn new(core: &Core, factors: &Arc<Factors>) -> Self {
        Self {
            db: core.db.clone(),
            clock: Arc::clone(&core.clock),
            keys: core.keys.clone(),
            factors: Arc::clone(factors),
        }
    }
}
