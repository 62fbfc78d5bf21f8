//! The real router and services for tests, with fast password hashing, fixed keys and a clock that the test moves.

use super::{Browser, Seat, Secret, TestDatabase, answered_requests::AnsweredRequests, browser::HOST};
use app::request::{LanAddresses, Site};
use axum::Router;
use backend::{
    Settings, Stepwise,
    clock::ManualClock,
    crypto::{Keyring, MacKeys, PasswordHashing, PasswordPool},
    db::{Db, connect},
};
use domain::time::Timestamp;
use leptos::config::{Env, LeptosOptions};
use sea_orm::{ConnectionTrait, sea_query::Query};
use server::{
    classroom::Classroom,
    config::SecurityContact,
    operations::{health::HealthState, metrics::MetricsAccess},
    router::{RouterConfig, router},
};
use std::{sync::Arc, time::Duration};

/// 2026-11-20, 09:00:10 UTC, which is ten seconds into a time step.
pub const BEGIN: Timestamp = Timestamp::from_seconds(1_795_165_210);
pub const KEYS: &str = "test:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
const QUICK: PasswordHashing = PasswordHashing {
    memory_kib: 64,
    passes: 1,
    at_once: 4,
};

/// The operator's settings that tests change.
#[derive(Clone)]
pub struct TestConfig {
    pub settings: Settings,
    pub site: Site,
    /// The keys of the keyring that seals secrets.
    pub keys: String,
    /// The keys of keyed hashes.
    pub mac_keys: String,
    pub security_contact: SecurityContact,
    /// The pages of the classroom mode.
    pub classroom: Option<Arc<Classroom>>,
}

#[derive(Clone)]
pub struct TestApp {
    pub clock: Arc<ManualClock>,
    pub stepwise: Stepwise,
    pub db: Db,
    pub router: Router,
    /// The requests of all browsers and API clients that were answered, also those to other replicas.
    pub answered: AnsweredRequests,
    /// The URL of the database, for other connections to it.
    url: String,
    config: TestConfig,
}

impl TestApp {
    pub fn on(database: &TestDatabase) -> Self {
        let settings = Settings {
            password_hashing: QUICK,
            classes_per_hour: 1000,
            registrations_per_hour: 1000,
            ..Settings::default()
        };
        let config = TestConfig {
            settings,
            site: Site::default(),
            keys: KEYS.to_owned(),
            mac_keys: KEYS.to_owned(),
            security_contact: SecurityContact::default(),
            classroom: None,
        };
        let clock = Arc::new(ManualClock::at(BEGIN));
        Self::start(database.db.clone(), database.url.clone(), clock, config)
    }

    fn start(db: Db, url: String, clock: Arc<ManualClock>, config: TestConfig) -> Self {
        let stepwise = Stepwise::new(
            db.clone(),
            Arc::clone(&clock) as _,
            Keyring::parse(&config.keys).unwrap(),
            MacKeys::parse(&config.mac_keys).unwrap(),
            config.settings.clone(),
        )
        .unwrap();
        let leptos = LeptosOptions::builder()
            .output_name("stepwise")
            .env(Env::PROD)
            .hash_files(false)
            .build();
        let router_config = RouterConfig {
            site: config.site.clone(),
            trusted_proxies: 0,
            leptos,
            health: HealthState::of(db.clone()),
            metrics: MetricsAccess::default(),
            security_contact: config.security_contact.clone(),
            classroom: config.classroom.clone(),
        };
        let router = router(stepwise.clone(), router_config);
        Self {
            clock,
            stepwise,
            db,
            router,
            answered: AnsweredRequests::default(),
            url,
            config,
        }
    }

    /// Another replica: a process with its own connections to the same database.
    pub async fn other_replica(&self) -> Self {
        let db = connect(&self.url, 2).await.unwrap();
        let other = Self::start(db, self.url.clone(), Arc::clone(&self.clock), self.config.clone());
        Self {
            answered: self.answered.clone(),
            ..other
        }
    }

    /// Another process on the same database, without the in-memory state of the first process.
    pub fn restarted(&self) -> Self {
        self.with(|_| ())
    }

    /// Another process on the same database, with other settings.
    pub fn with(&self, change: impl FnOnce(&mut TestConfig)) -> Self {
        let mut config = self.config.clone();
        change(&mut config);
        let other = Self::start(self.db.clone(), self.url.clone(), Arc::clone(&self.clock), config);
        Self {
            answered: self.answered.clone(),
            ..other
        }
    }

    /// A new browser without cookies.
    pub fn browser(&self) -> Browser {
        Browser::new(self.clone())
    }

    pub fn now(&self) -> Timestamp {
        self.stepwise.now()
    }

    pub fn waits(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }

    /// The addresses that boards show to students.
    pub fn site_lan(&self) -> LanAddresses {
        self.config.site.lan.clone()
    }

    pub fn is_https(&self) -> bool {
        self.config.site.is_https()
    }

    /// The host in the requests of browsers: the host of the site's address, if one is configured.
    pub fn host(&self) -> String {
        let url = self.config.site.base_url.as_deref();
        let host = url.and_then(|url| url.split_once("://")).map(|(_, host)| host);
        host.unwrap_or(HOST).to_owned()
    }

    /// Makes a member who is fully signed in in `browser`, and returns the secret of the authenticator.
    pub async fn member(&self, browser: &Browser, name: &str) -> Secret {
        self.has_a_member(name, "correct horse battery").await;
        let door = Seat {
            number: 0,
            login: name.to_owned(),
            password: "correct horse battery".to_owned(),
        };
        browser.connects(&door).await.0
    }

    /// Pauses all classes directly in the database.
    pub async fn pauses_every_class(&self) {
        let update = Query::update().table("class").value("paused", true).to_owned();
        self.db.migration_connection().execute(&update).await.unwrap();
    }

    /// Stores a member without the registration form and without a second factor.
    pub async fn has_a_member(&self, name: &str, password: &str) {
        let place = PasswordPool::new(QUICK).unwrap().place([0; 32]).await.unwrap();
        let hash = place.hash(password).await.unwrap();
        let id = domain::ids::AccountId::new(self.now(), backend::random::bytes().unwrap()).uuid();
        let insert = Query::insert()
            .into_table("account")
            .columns([
                "id",
                "kind",
                "role",
                "username",
                "password_hash",
                "epoch",
                "active",
                "created_at",
            ])
            .values_panic([
                id.into(),
                "member".into(),
                "teacher".into(),
                name.into(),
                hash.into(),
                0.into(),
                true.into(),
                self.now().micros().into(),
            ])
            .to_owned();
        self.db.migration_connection().execute(&insert).await.unwrap();
    }
}
