//! Accounts of members: registration, e-mail address, password, sessions, rescue, export and deletion.

pub(crate) mod account;
pub(crate) mod data_export;
pub(crate) mod email;
pub(crate) mod forgot;
pub(crate) mod last_administrator;
pub(crate) mod mailed_links;
pub(crate) mod password;
pub(crate) mod preferences;
pub(crate) mod queries;
pub(crate) mod register;
pub(crate) mod rescue;
pub(crate) mod sessions;

pub use crate::settings::Registration;
pub use data_export::AccountData;
pub use forgot::NewPassword;
pub use register::Register;
pub use sessions::EndedSession;

use crate::{
    auth::Auth,
    classes::Classes,
    clock::Clock,
    crypto::{MacKeys, PasswordPool},
    db::Db,
    factors::Factors,
    form_token::FormTokens,
    limits::Limits,
    notify::Notifications,
    set_up::SetUp,
    settings::Settings,
    shared::Core,
};
use std::sync::Arc;

/// Manages the accounts of members.
#[derive(Clone)]
pub struct Members {
    form_tokens: FormTokens,
    db: Db,
    clock: Arc<dyn Clock>,
    macs: MacKeys,
    passwords: PasswordPool,
    settings: Arc<Settings>,
    limits: Arc<Limits>,
    notifications: Arc<Notifications>,
    factors: Arc<Factors>,
    auth: Arc<Auth>,
    set_up: Arc<SetUp>,
    classes: Arc<Classes>,
}

impl Members {
    pub(crate) fn new(
        core: &Core,
        limits: &Arc<Limits>,
        notifications: &Arc<Notifications>,
        factors: &Arc<Factors>,
        auth: &Arc<Auth>,
        set_up: &Arc<SetUp>,
        classes: &Arc<Classes>,
    ) -> Self {
        Self {
            form_tokens: core.form_tokens.clone(),
            db: core.db.clone(),
            clock: Arc::clone(&core.clock),
            macs: core.macs.clone(),
            passwords: core.passwords.clone(),
            settings: Arc::clone(&core.settings),
            limits: Arc::clone(limits),
            notifications: Arc::clone(notifications),
            factors: Arc::clone(factors),
            auth: Arc::clone(auth),
            set_up: Arc::clone(set_up),
            classes: Arc::clone(classes),
        }
    }
}
