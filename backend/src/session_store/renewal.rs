//! Gives a session a new id by one statement.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Announces to the store of the same request that its session gets a new id. The session middleware deletes the old
/// session and creates another one; after the announcement the store does both by one update.
#[derive(Clone, Default)]
pub struct SessionRenewal(Arc<Mutex<Renewal>>);

#[derive(Default)]
enum Renewal {
    #[default]
    NotAnnounced,
    Announced,
    /// The session with this key gets the new id.
    Of(Vec<u8>),
}

impl SessionRenewal {
    /// Called directly before the middleware is asked for a new id.
    pub fn announce(&self) {
        *self.state() = Renewal::Announced;
    }

    /// Whether the session must not be deleted, because it gets a new id.
    pub(super) fn keeps(&self, old: Vec<u8>) -> bool {
        let mut state = self.state();
        let is_announced = matches!(*state, Renewal::Announced);
        if is_announced {
            *state = Renewal::Of(old);
        }
        is_announced
    }

    /// The key of the session that gets the new id.
    pub(super) fn replaced(&self) -> Option<Vec<u8>> {
        match std::mem::take(&mut *self.state()) {
            Renewal::Of(old) => Some(old),
            Renewal::NotAnnounced | Renewal::Announced => None,
        }
    }

    fn state(&self) -> MutexGuard<'_, Renewal> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
