//! The classes that committed transactions of this process have changed. The streams of their boards learn of a change
//! at once this way, without asking the database.

use domain::ids::ClassId;
use std::{
    collections::HashSet,
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::Notify;

/// All clones share one set.
#[derive(Clone, Debug, Default)]
pub struct ChangedClasses {
    set: Arc<Mutex<Set>>,
    added: Arc<Notify>,
}

/// The set stays empty while there are no listeners, so that it cannot grow.
#[derive(Debug, Default)]
struct Set {
    listeners: usize,
    changed: HashSet<ClassId>,
}

/// While this value exists, changed classes are collected.
pub struct Listener(ChangedClasses);

impl ChangedClasses {
    pub(crate) fn listen(&self) -> Listener {
        self.lock().listeners += 1;
        Listener(self.clone())
    }

    /// Called after the commit: a reader that is woken earlier would not see the change.
    pub(super) fn add(&self, classes: Vec<ClassId>) {
        let mut set = self.lock();
        if set.listeners > 0 && !classes.is_empty() {
            set.changed.extend(classes);
            self.added.notify_one();
        }
    }

    fn lock(&self) -> MutexGuard<'_, Set> {
        self.set.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Listener {
    /// Waits until classes have changed, and returns them.
    pub async fn changed(&self) -> HashSet<ClassId> {
        self.0.added.notified().await;
        mem::take(&mut self.0.lock().changed)
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let mut set = self.0.lock();
        set.listeners -= 1;
        if set.listeners == 0 {
            set.changed.clear();
        }
    }
}
