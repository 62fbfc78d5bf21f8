//! Connects, replaces, orders and removes second factors.

pub(crate) mod allow_connecting;
pub(crate) mod authenticator;
pub(crate) mod messages;
pub(crate) mod order;
pub(crate) mod passkeys;
pub(crate) mod pending_secret;
pub(crate) mod recovery_codes;

pub use authenticator::{Connected, SetUpPage};
pub use pending_secret::PendingSecret;

use crate::{
    auth::Auth, clock::Clock, crypto::Keyring, db::Db, factors::Factors, notify::Notifications, settings::Settings,
    shared::Core,
};
use std::sync::Arc;

/// Connects and replaces second factors.
#[derive(Clone)]
pub struct SetUp {
    db: Db,
    clock: Arc<dyn Clock>,
    keys: Keyring,
    settings: Arc<Settings>,
    notifications: Arc<Notifications>,
    factors: Arc<Factors>,
    auth: Arc<Auth>,
}

impl SetUp {
    pub(crate) fn new(
        core: &Core,
        notifications: &Arc<Notifications>,
        factors: &Arc<Factors>,
        auth: &Arc<Auth>,
    ) -> Self {
        Self {
            db: core.db.clone(),
            clock: Arc::clone(&core.clock),
            keys: core.keys.clone(),
            settings: Arc::clone(&core.settings),
            notifications: Arc::clone(notifications),
            factors: Arc::clone(factors),
            auth: Arc::clone(auth),
        }
    }
}
