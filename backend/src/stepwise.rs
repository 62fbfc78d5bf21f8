//! The one value that holds every component. Services are its methods, one file each under `service`.

use crate::{
    Result,
    clock::Clock,
    crypto::{Keyring, MacKeys, OnceBox, PasswordHashing, PasswordPool},
    db::Db,
    service::{Networks, Registration},
    session_store::DbSessionStore,
};
use domain::time::Timestamp;
use std::{sync::Arc, time::Duration};
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
    /// Members that one network may register in an hour.
    pub registrations_per_hour: u32,
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
}

/// How much of the two kinds of work a sign-in can do has been done. Tests compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkDone {
    pub opened: u64,
    pub verified: u64,
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
        })))
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
        }
    }

    /// The database answers.
    pub async fn is_ready(&self) -> bool {
        self.0.db.read.ping().await.is_ok()
    }

    pub(crate) fn parts(&self) -> &Parts {
        &self.0
    }

    pub(crate) fn db(&self) -> &Db {
        &self.0.db
    }
}
