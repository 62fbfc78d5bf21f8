//! The one value that holds every component. Services are its methods, one file each under `service`.

use crate::{
    Result,
    clock::Clock,
    crypto::{Keyring, MacKeys, OnceBox, PasswordHashing, PasswordPool, TokenKeys},
    db::Db,
    service::{Networks, Registration},
    session_store::DbSessionStore,
};
use domain::{factor::Offered, time::Timestamp};
use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};
use tokio::sync::Notify;

/// What an operator decides.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The name authenticator apps show.
    pub issuer: String,
    pub members_only: bool,
    /// Classes that one address may open in an hour.
    pub classes_per_hour: u32,
    /// Wrong passwords and codes that one network may give in a quarter of an hour; a school may be behind it.
    pub wrong_per_network: u32,
    pub class_life: Duration,
    /// How long everything of a class stays after its end.
    pub purge_after: Duration,
    pub password_hashing: PasswordHashing,
    /// This server as people type it, for links in mails. Never what a request says it is.
    pub address: String,
    pub registration: Registration,
    /// Registrations that one network may try in an hour.
    pub registrations_per_hour: u32,
    /// Second factors besides the app.
    pub offered: Offered,
    /// Text messages that the whole server sends in an hour: each costs money, and registering is free.
    pub sms_per_hour: u32,
    /// For so many days a member's browser may be trusted; none means never.
    pub trust_browser_days: u32,
    /// Whom members who have lost everything may ask for help; without it they may not.
    pub rescue_email: Option<String>,
    pub tokens: TokenSettings,
}

/// What programs are given, and how much they may ask.
#[derive(Clone, Debug)]
pub struct TokenSettings {
    /// Who hands the tokens out, and for whom, as they say themselves.
    pub issuer: String,
    pub audience: String,
    pub access_life: Duration,
    pub refresh_life: Duration,
    /// Names that one network may ask for in an hour, by look-ups and registrations; nothing where nobody may look up.
    pub lookups_per_hour: Option<u32>,
}

/// Where nobody may look members up, so many registrations an hour are told whether their name is taken.
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
            class_life: domain::class::DEFAULT_LIFE,
            purge_after: domain::class::DEFAULT_PURGE_AFTER,
            password_hashing: PasswordHashing::default(),
            address: "http://127.0.0.1:3000".to_owned(),
            registration: Registration::default(),
            registrations_per_hour: 60,
            offered: Offered::default(),
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
    /// A sealed password that nobody has, opened for logins that do not exist.
    pub nobody: Vec<u8>,
    pub settings: Settings,
    pub networks: Networks,
    /// Wakes whoever sends mails.
    pub mail_waits: Notify,
    /// Wakes whoever sends text messages.
    pub sms_waits: Notify,
    /// What signs tokens; commands beside the server need none.
    pub token_keys: OnceLock<TokenKeys>,
}

/// How much of the expensive work has been done: passwords opened, compared and hashed. Tests compare.
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

    /// From now on tokens are handed out and believed. Once, before anybody asks for one.
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

    /// For the values a page shows once.
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
