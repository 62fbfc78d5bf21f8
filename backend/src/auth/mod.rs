//! Sign-in: the password, the second factor, reauthentication, and the browsers that a user has signed in with.

pub(crate) mod attempts;
pub(crate) mod challenge;
pub(crate) mod device_cookie;
pub(crate) mod new_device;
pub(crate) mod passkey_challenge;
pub(crate) mod passkey_sign_in;
pub(crate) mod password_check;
pub(crate) mod reauthenticate;
pub(crate) mod recovery_sign_in;
pub(crate) mod report_failure;
pub(crate) mod second_factors;
pub(crate) mod sign_in;
pub(crate) mod trusted_browser;

pub use device_cookie::{DEVICE_COOKIE_LIFE, Device};
pub use passkey_sign_in::{PasskeyAccepted, PasskeySignIn};
pub use reauthenticate::Reauthentication;
pub use sign_in::{PasswordAccepted, SignIn};

use crate::{
    access::Access,
    clock::Clock,
    crypto::{Keyring, MacKeys, PasswordPool, Sealer},
    db::Db,
    factors::Factors,
    limits::Limits,
    notify::Notifications,
    settings::Settings,
    shared::Core,
};
use std::sync::Arc;

/// Signs users in, by password and second factor.
#[derive(Clone)]
pub struct Auth {
    db: Db,
    clock: Arc<dyn Clock>,
    keys: Keyring,
    macs: MacKeys,
    sealer: Sealer,
    passwords: PasswordPool,
    dummy_password: Arc<[u8]>,
    settings: Arc<Settings>,
    access: Arc<Access>,
    limits: Arc<Limits>,
    notifications: Arc<Notifications>,
    factors: Arc<Factors>,
}

impl Auth {
    pub(crate) fn new(
        core: &Core,
        access: &Arc<Access>,
        limits: &Arc<Limits>,
        notifications: &Arc<Notifications>,
        factors: &Arc<Factors>,
    ) -> Self {
        Self {
            db: core.db.clone(),
            clock: Arc::clone(&core.clock),
            keys: core.keys.clone(),
            macs: core.macs.clone(),
            sealer: core.sealer.clone(),
            passwords: core.passwords.clone(),
            dummy_password: Arc::clone(&core.dummy_password),
            settings: Arc::clone(&core.settings),
            access: Arc::clone(access),
            limits: Arc::clone(limits),
            notifications: Arc::clone(notifications),
            factors: Arc::clone(factors),
        }
    }
}
