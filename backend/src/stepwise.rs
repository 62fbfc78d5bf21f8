//! The type `Stepwise`, which holds all components that the services need. The files in `service` implement the
//! services as its methods.

use crate::{
    Result,
    clock::Clock,
    crypto::{Keyring, MacKeys, OnceBox, PasswordHashing, PasswordPool, TokenKeys},
    db::Db,
    service::{Networks, Registration},
    session_store::DbSessionStore,
};
use domain::{factor::OfferedFactors, time::Timestamp};
use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};
use tokio::sync::Notify;

/// Settings that the operator decides.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The name that authenticator apps show.
    pub issuer: String,
    pub members_only: bool,
    /// Maximum number of classes per network and hour.
    pub classes_per_hour: u32,
    /// Maximum number of wrong passwords and codes per network and quarter of an hour. A whole school may share one
    /// network.
    pub wrong_per_network: u32,
    pub class_life: Duration,
    /// How long the data of a class is kept after its end.
    pub purge_after: Duration,
    pub password_hashing: PasswordHashing,
    /// The public address of this server, for links in mails. The `Host` header of a request is not used, because
    /// clients choose it freely.
    pub address: String,
    pub registration: Registration,
    /// Maximum number of registrations that one network may try per hour.
    pub registrations_per_hour: u32,
    /// Second factors that are offered besides the app.
    pub offered: OfferedFactors,
    /// Maximum number of SMS per hour for the whole server. Each SMS costs money, and registration is free.
    pub sms_per_hour: u32,
    /// How many days a member may trust a browser; 0 switches this off.
    pub trust_browser_days: u32,
    /// The address that gets rescue requests of members who have lost everything; without it rescue is switched off.
    pub rescue_email: Option<String>,
    pub tokens: TokenSettings,
}

/// Settings of the API tokens, and the limit of lookups.
#[derive(Clone, Debug)]
pub struct TokenSettings {
    /// The claims `iss` and `aud` of the tokens.
    pub issuer: String,
    pub audience: String,
    pub access_life: Duration,
    pub refresh_life: Duration,
    /// Maximum number of names that one network may ask for per hour, by look-ups and registrations. `None` switches the
    /// look-up off.
    pub lookups_per_hour: Option<u32>,
}

/// Registrations per hour that learn whether their name is taken, where the look-up is switched off.
pub(crate) const DEFAULT_LOOKUPS_PER_HOUR: u32 = 600;

impl Default for TokenSettings {
    fn default() -> Self {
        Self {
            issuer: "stepwise".to_owned(),
            audience: "stepwise-api".to_owned(),
            access_life: Duration::from_secs(60 * 60),
            refresh_life: Duration::from_secs(60 * 24 * 3600),
            lookups_per_hour: Some(DEFAULT_LOOKUPS_PER_HOUR),
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            issuer: "Stepwise".to_owned(),
            members_only: false,
            classes_per_hour: 60,
            wrong_per_network: 1000,
            class_life: domain::class::DEFAULT_LIFETIME,
            purge_after: domain::class::DEFAULT_PURGE_AFTER,
            password_hashing: PasswordHashing::default(),
            address: "http://127.0.0.1:3000".to_owned(),
            registration: Registration::default(),
            registrations_per_hour: 60,
            offered: OfferedFactors::default(),
            sms_per_hour: 100,
            trust_browser_days: 0,
            rescue_email: None,
            tokens: TokenSettings::default(),
        }
    }
}

#[derive(Clone)]
pub struct Stepwise(Arc<Parts>);

pub(crate) struct Parts {
    pub db: Db,
    pub clock: Arc<dyn Clock>,
    pub keys: Keyring,
    pub macs: MacKeys,
    pub once: OnceBox,
    pub passwords: PasswordPool,
    /// A sealed password that belongs to no account. A sign-in with an unknown login opens it, so that it does the same
    /// work as one with a known login.
    pub nobody: Vec<u8>,
    pub settings: Settings,
    pub networks: Networks,
    /// Wakes the task that sends mails.
    pub mail_waits: Notify,
    /// Wakes the task that sends SMS.
    pub sms_waits: Notify,
    /// The keys that sign API tokens. The server sets them at its start; the other commands need none.
    pub token_keys: OnceLock<TokenKeys>,
}

/// How often the expensive operations of a sign-in were done. Tests compare these numbers, to show that a sign-in
/// with an unknown login does the same work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkDone {
    pub opened: u64,
    pub verified: u64,
    pub hashed: u64,
}

impl Stepwise {
    pub fn new(db: Db, clock: Arc<dyn Clock>, keys: Keyring, macs: MacKeys, settings: Settings) -> Result<Self> {
        let passwords = PasswordPool::new(settings.password_hashing)?;
        let nobody = keys.seal(crate::service::NOBODY, b"amber-otter-0000")?;
        let once = OnceBox::new(keys.clone());
        Ok(Self(Arc::new(Parts {
            db,
            clock,
            keys,
            macs,
            once,
            passwords,
            nobody,
            settings,
            networks: Networks::default(),
            mail_waits: Notify::new(),
            sms_waits: Notify::new(),
            token_keys: OnceLock::new(),
        })))
    }

    /// Sets the keys that sign and verify API tokens. The server calls it once, before it serves requests.
    pub fn use_token_keys(&self, keys: TokenKeys) {
        if self.0.token_keys.set(keys).is_err() {
            tracing::warn!("keys of tokens are given once");
        }
    }

    pub fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// Seals values that a page shows once.
    pub fn once(&self) -> &OnceBox {
        &self.0.once
    }

    pub fn session_store(&self) -> DbSessionStore {
        DbSessionStore {
            db: self.0.db.clone(),
            clock: Arc::clone(&self.0.clock),
        }
    }

    pub fn work_done(&self) -> WorkDone {
        WorkDone {
            opened: self.0.keys.times_opened(),
            verified: self.0.passwords.times_verified(),
            hashed: self.0.passwords.times_hashed(),
        }
    }

    /// How many passwords wait to be hashed or compared.
    pub fn waiting_passwords(&self) -> usize {
        self.0.passwords.waiting()
    }

    pub(crate) fn parts(&self) -> &Parts {
        &self.0
    }

    pub(crate) fn db(&self) -> &Db {
        &self.0.db
    }
}
