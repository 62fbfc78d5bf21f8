//! The resources that all services are built from.

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
    /// An encrypted password that belongs to no account. A sign-in with an unknown login decrypts it, so that it does
    /// the same work as a sign-in with a known login.
    pub dummy_password: Arc<[u8]>,
    pub settings: Arc<Settings>,
}
