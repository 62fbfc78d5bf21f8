//! What the middleware, the store and the pages of one request tell each other about its session.

use domain::session::Identity;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A page announces that the session gets a new id. The session middleware then deletes the old session and creates another
/// one; after the announcement the store does both by one update.
#[derive(Clone, Default)]
pub struct SessionRenewal(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    renewal: Renewal,
    /// The user who was signed in when the session was loaded.
    loaded: Option<Identity>,
    ends_soon: bool,
}

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
        self.state().renewal = Renewal::Announced;
    }

    /// Whether the session that was loaded must be stored again, although it has not changed.
    pub fn ends_soon(&self) -> bool {
        self.state().ends_soon
    }

    pub(super) fn loaded(&self, signed_in: Option<Identity>, ends_soon: bool) {
        let mut state = self.state();
        (state.loaded, state.ends_soon) = (signed_in, ends_soon);
    }

    /// Whether this sign-in is the one that was loaded, and not a new one.
    pub(super) fn has_loaded(&self, signed_in: &Identity) -> bool {
        self.state().loaded.as_ref() == Some(signed_in)
    }

    /// Whether the session must not be deleted, because it gets a new id.
    pub(super) fn keeps(&self, old: Vec<u8>) -> bool {
        let mut state = self.state();
        let is_announced = matches!(state.renewal, Renewal::Announced);
        if is_announced {
            state.renewal = Renewal::Of(old);
        }
        is_announced
    }

    /// The key of the session that gets the new id.
    pub(super) fn replaced(&self) -> Option<Vec<u8>> {
        match std::mem::take(&mut self.state().renewal) {
            Renewal::Of(old) => Some(old),
            Renewal::NotAnnounced | Renewal::Announced => None,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
