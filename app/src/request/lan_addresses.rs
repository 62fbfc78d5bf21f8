//! The addresses of this machine that students in the same network can enter in their browsers.

use std::sync::{Arc, PoisonError, RwLock};

/// Clones share the list, because the classroom mode changes it while the server runs: the teacher chooses another
/// address, or the computer joins another network.
#[derive(Clone, Debug, Default)]
pub struct LanAddresses(Arc<RwLock<Vec<String>>>);

impl LanAddresses {
    pub fn new(addresses: Vec<String>) -> Self {
        Self(Arc::new(RwLock::new(addresses)))
    }

    /// The address that pages show to students.
    pub fn first(&self) -> Option<String> {
        self.all().into_iter().next()
    }

    pub fn all(&self) -> Vec<String> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn replace(&self, addresses: Vec<String>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = addresses;
    }
}
