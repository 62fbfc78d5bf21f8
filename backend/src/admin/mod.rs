//! The pages and actions of administrators. Reading requires an `Admin`. Each action requires a `ReauthenticatedAdmin`:
//! an administrator who has just entered a second-factor code.

pub(crate) mod accounts;
pub(crate) mod actions;
pub(crate) mod audit_trail;
pub(crate) mod classes;
pub(crate) mod cli;
pub(crate) mod invites;
pub(crate) mod overview;
pub(crate) mod rescues;
pub(crate) mod server;

pub use accounts::FindAccounts;
pub use actions::AccountAct;
pub use audit_trail::AuditFilter;

use crate::{
    auth::Auth,
    classes::Classes,
    clock::Clock,
    crypto::{Keyring, MacKeys},
    db::Db,
    factors::Factors,
    members::Members,
    notify::Notifications,
    settings::Settings,
    shared::Core,
};
use std::sync::Arc;

/// The service behind the pages and actions of administrators.
#[derive(Clone)]
pub struct Administration {
    db: Db,
    clock: Arc<dyn Clock>,
    keys: Keyring,
    macs: MacKeys,
    settings: Arc<Settings>,
    notifications: Arc<Notifications>,
    factors: Arc<Factors>,
    auth: Arc<Auth>,
    classes: Arc<Classes>,
    members: Arc<Members>,
}

impl Administration {
    pub(crate) fn new(
        core: &Core,
        notifications: &Arc<Notifications>,
        factors: &Arc<Factors>,
        auth: &Arc<Auth>,
        classes: &Arc<Classes>,
        members: &Arc<Members>,
    ) -> Self {
        Self {
            db: core.db.clone(),
            clock: Arc::clone(&core.clock),
            keys: core.keys.clone(),
            macs: core.macs.clone(),
            settings: Arc::clone(&core.settings),
            notifications: Arc::clone(notifications),
            factors: Arc::clone(factors),
            auth: Arc::clone(auth),
            classes: Arc::clone(classes),
            members: Arc::clone(members),
        }
    }
}
