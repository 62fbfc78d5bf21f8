//! The classes that committed transactions of this process have changed. The streams of their boards learn of a change
//! at once this way, without asking the database.

use domain::ids::ClassId;
use std::{
    collections::HashSet,
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::Notify;

/// All clones share one set. The set is `None` while no stream is open, so that it cannot grow.
#[derive(Clone, Debug, Default)]
pub struct ChangedClasses {
    changed: Arc<Mutex<Option<HashSet<ClassId>>>>,
    added: Arc<Notify>,
}

impl ChangedClasses {
    pub(crate) fn listen(&self) {
        self.lock().get_or_insert_default();
    }

    pub(crate) fn stop_listening(&self) {
        *self.lock() = None;
    }

    /// Called after the commit: a reader that is woken earlier would not see the change.
    pub(super) fn add(&self, classes: impl IntoIterator<Item = ClassId>) {
        if let Some(changed) = self.lock().as_mut() {
            changed.extend(classes);
            if !changed.is_empty() {
                self.added.notify_one();
            }
        }
    }

    /// Waits until classes have changed.
    pub(crate) async fn any(&self) {
        self.added.notified().await;
    }

    /// Removes the changed classes from the set.
    pub(crate) fn take(&self) -> HashSet<ClassId> {
        self.lock().as_mut().map(mem::take).unwrap_or_default()
    }

    fn lock(&self) -> MutexGuard<'_, Option<HashSet<ClassId>>> {
        self.changed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
