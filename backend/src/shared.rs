//! What every service is built from.

use crate::{
    clock::Clock,
    crypto::{Keyring, MacKeys, PasswordPool, Sealer},
    db::Db,
    form_token::FormTokens,
    settings::Settings,
};
use std::sync::Arc;

pub(crate) struct Core {
    pub db: Db,
    pub clock: Arc<dyn Clock>,
    pub keys: Keyring,
    pub macs: MacKeys,
    pub sealer: Sealer,
    pub form_tokens: FormTokens,
    pub passwords: PasswordPool,
    /// A sealed password that belongs to no account. A sign-in with an unknown login opens it, so that it does the same
    /// work as one with a known login.
    pub dummy_password: Arc<[u8]>,
    pub settings: Arc<Settings>,
}
