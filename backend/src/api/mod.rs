//! What only clients of the JSON API use: tokens, idempotency keys, and sign-in without a session.

pub(crate) mod idempotency;
pub(crate) mod personal_tokens;
pub(crate) mod sent_codes;
pub(crate) mod set_up;
pub(crate) mod token_families;
pub(crate) mod token_holder;
pub(crate) mod tokens;
pub(crate) mod users;

pub use idempotency::{OpenClassOnce, OpenedOnce};
pub use personal_tokens::NewPersonalToken;
pub use sent_codes::{SendApiCode, SentApiCode};
pub use set_up::{API_SECRET_LIFE, OpenApiSetUp};
pub use tokens::{LogIn, Tokens};
pub use users::{RegisterApiUser, User};

use crate::{
    access::Access,
    auth::Auth,
    classes::Classes,
    clock::Clock,
    crypto::{MacKeys, Sealer, TokenKeys},
    db::Db,
    factors::Factors,
    limits::Limits,
    members::Members,
    notify::Notifications,
    set_up::SetUp,
    settings::Settings,
    shared::Core,
};
use std::sync::{Arc, OnceLock};

/// The service for clients of the JSON API.
#[derive(Clone)]
pub struct Api {
    db: Db,
    clock: Arc<dyn Clock>,
    macs: MacKeys,
    sealer: Sealer,
    settings: Arc<Settings>,
    token_keys: Arc<OnceLock<TokenKeys>>,
    access: Arc<Access>,
    limits: Arc<Limits>,
    factors: Arc<Factors>,
    auth: Arc<Auth>,
    set_up: Arc<SetUp>,
    classes: Arc<Classes>,
    members: Arc<Members>,
    notifications: Arc<Notifications>,
}

impl Api {
    #[expect(clippy::too_many_arguments, reason = "the services that the API uses")]
    pub(crate) fn new(
        core: &Core,
        access: &Arc<Access>,
        limits: &Arc<Limits>,
        factors: &Arc<Factors>,
        auth: &Arc<Auth>,
        set_up: &Arc<SetUp>,
        classes: &Arc<Classes>,
        members: &Arc<Members>,
        notifications: &Arc<Notifications>,
    ) -> Self {
        Self {
            db: core.db.clone(),
            clock: Arc::clone(&core.clock),
            macs: core.macs.clone(),
            sealer: core.sealer.clone(),
            settings: Arc::clone(&core.settings),
            token_keys: Arc::default(),
            access: Arc::clone(access),
            limits: Arc::clone(limits),
            factors: Arc::clone(factors),
            auth: Arc::clone(auth),
            set_up: Arc::clone(set_up),
            classes: Arc::clone(classes),
            members: Arc::clone(members),
            notifications: Arc::clone(notifications),
        }
    }
}
