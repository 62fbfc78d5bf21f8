//! All services of the application. They are built here from the database, the clock, the keys and the settings.

use crate::{
    Result,
    access::{Access, SessionOwner},
    admin::Administration,
    api::Api,
    auth::Auth,
    classes::Classes,
    clock::Clock,
    crypto::{Keyring, MacKeys, PasswordPool, Sealer, TokenKeys, context},
    db::Db,
    exercises::Exercises,
    factors::Factors,
    form_token::FormTokens,
    limits::Limits,
    live::LiveUpdates,
    members::Members,
    notify::Notifications,
    operations::Operations,
    rehearsals::{Rehearsals, Used},
    session_store::{DbSessionStore, SessionRenewal},
    set_up::SetUp,
    settings::Settings,
    shared::Core,
    students::Students,
};
use domain::time::Timestamp;
use std::{ops::Deref, sync::Arc};

/// Each service provides one capability.
pub struct Services {
    core: Core,
    pub access: Arc<Access>,
    pub admin: Arc<Administration>,
    pub api: Arc<Api>,
    pub auth: Arc<Auth>,
    pub classes: Arc<Classes>,
    pub exercises: Arc<Exercises>,
    pub live: LiveUpdates,
    pub members: Arc<Members>,
    pub notifications: Arc<Notifications>,
    pub operations: Arc<Operations>,
    pub rehearsals: Arc<Rehearsals>,
    pub set_up: Arc<SetUp>,
    pub students: Arc<Students>,
}

/// A handle to the services, cheap to clone.
#[derive(Clone)]
pub struct Stepwise(Arc<Services>);

impl Deref for Stepwise {
    type Target = Services;

    fn deref(&self) -> &Services {
        &self.0
    }
}

/// How many expensive operations the server has done. Tests compare these numbers to show that a sign-in with an
/// unknown login does the same work as with a known one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkDone {
    pub opened: u64,
    pub verified: u64,
    pub hashed: u64,
}

impl Stepwise {
    pub fn new(db: Db, clock: Arc<dyn Clock>, keys: Keyring, macs: MacKeys, settings: Settings) -> Result<Self> {
        let sealer = Sealer::new(keys.clone());
        let core = Core {
            form_tokens: FormTokens::new(sealer.clone(), Arc::clone(&clock)),
            passwords: PasswordPool::new(settings.password_hashing)?,
            dummy_password: keys.seal(context::DUMMY_PASSWORD, b"amber-otter-0000")?.into(),
            settings: Arc::new(settings),
            db,
            clock,
            keys,
            macs,
            sealer,
        };
        // Each service uses only services that are built before it, so there are no cycles.
        let access = Arc::new(Access::new(&core));
        let limits = Arc::new(Limits::new(&core));
        let notifications = Arc::new(Notifications::new(&core));
        let factors = Arc::new(Factors::new(&core, &notifications));
        let auth = Arc::new(Auth::new(&core, &access, &limits, &notifications, &factors));
        let set_up = Arc::new(SetUp::new(&core, &notifications, &factors, &auth));
        let students = Arc::new(Students::new(&core, &factors));
        let classes = Arc::new(Classes::new(&core, &access, &limits, &students));
        let exercises = Arc::new(Exercises::new(&core, &access, &auth, &factors));
        let live = LiveUpdates::new(&core, &access, &classes);
        let members = Members::new(&core, &limits, &notifications, &factors, &auth, &set_up, &classes);
        let members = Arc::new(members);
        let admin = Administration::new(&core, &notifications, &factors, &auth, &classes, &members);
        let api = Api::new(
            &core,
            &access,
            &limits,
            &factors,
            &auth,
            &set_up,
            &classes,
            &members,
            &notifications,
        );
        let operations = Operations::new(&core, &classes);
        let used = Used {
            access: &access,
            auth: &auth,
            set_up: &set_up,
            students: &students,
            classes: &classes,
            exercises: &exercises,
            factors: &factors,
        };
        let rehearsals = Rehearsals::new(&core, &used);
        Ok(Self(Arc::new(Services {
            core,
            access,
            admin: Arc::new(admin),
            api: Arc::new(api),
            auth,
            classes,
            exercises,
            live,
            members,
            notifications,
            operations: Arc::new(operations),
            rehearsals: Arc::new(rehearsals),
            set_up,
            students,
        })))
    }

    /// Sets the keys that sign and verify API tokens. The server calls it once, before it serves requests.
    pub fn use_token_keys(&self, keys: TokenKeys) {
        self.api.use_token_keys(keys);
    }

    pub fn now(&self) -> Timestamp {
        self.core.clock.now()
    }

    pub fn settings(&self) -> &Settings {
        &self.core.settings
    }

    /// The sealer for values that a page shows once.
    pub fn sealer(&self) -> &Sealer {
        &self.core.sealer
    }

    /// The session store of one request.
    pub fn session_store(&self, owner: SessionOwner, renewal: SessionRenewal) -> DbSessionStore {
        DbSessionStore {
            db: self.core.db.clone(),
            clock: Arc::clone(&self.core.clock),
            owner,
            renewal,
        }
    }

    pub fn work_done(&self) -> WorkDone {
        WorkDone {
            opened: self.core.keys.times_opened(),
            verified: self.core.passwords.times_verified(),
            hashed: self.core.passwords.times_hashed(),
        }
    }

    /// The number of passwords that wait in the queue to be hashed or compared.
    pub fn waiting_passwords(&self) -> usize {
        self.core.passwords.waiting()
    }
}
