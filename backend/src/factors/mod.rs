//! Stores and checks the second factors of an account: authenticator app, passkeys, codes by mail and SMS, recovery codes.

pub(crate) mod account_factors;
pub(crate) mod authenticator;
pub(crate) mod enrolment_codes;
pub(crate) mod message_codes;
pub(crate) mod offered_factors;
pub mod passkeys;
pub(crate) mod recovery_codes;
pub(crate) mod resend_cooldown;

use crate::{
    clock::Clock,
    crypto::{Keyring, MacKeys},
    db::Db,
    notify::Notifications,
    settings::Settings,
    shared::Core,
};
use std::sync::Arc;

/// Reads, checks and uses up second factors.
#[derive(Clone)]
pub struct Factors {
    db: Db,
    clock: Arc<dyn Clock>,
    keys: Keyring,
    macs: MacKeys,
    settings: Arc<Settings>,
    notifications: Arc<Notifications>,
}

impl Factors {
    pub(crate) fn new(core: &Core, notifications: &Arc<Notifications>) -> Self {
        Self {
            db: core.db.clone(),
            clock: Arc::clone(&core.clock),
            keys: core.keys.clone(),
            macs: core.macs.clone(),
            settings: Arc::clone(&core.settings),
            notifications: Arc::clone(notifications),
        }
    }
}
