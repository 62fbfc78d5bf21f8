//! The settings of the operator that the services need.

use crate::crypto::PasswordHashing;
use domain::{
    factor::OfferedFactors,
    passkey::{PasskeyObstacle, RelyingParty},
    role_requirements::AdminFactors,
};
use std::time::Duration;

/// Settings of the operator.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The name that authenticator apps show.
    pub issuer: String,
    pub members_only: bool,
    /// Maximum number of classes per network and hour.
    pub classes_per_hour: u32,
    /// Maximum number of wrong passwords and codes per network and quarter of an hour. All users of a school can share
    /// one network.
    pub wrong_per_network: u32,
    pub class_life: Duration,
    /// How long the data of a class is kept after its end.
    pub purge_after: Duration,
    pub password_hashing: PasswordHashing,
    /// The public URL of this server, for links in mails. It is not read from the `Host` header of a request, because
    /// clients can send any text there.
    pub address: String,
    pub registration: Registration,
    /// Maximum number of attempts to register per network and hour.
    pub registrations_per_hour: u32,
    /// Second factors that are offered.
    pub offered: OfferedFactors,
    /// Second factors with which administrators sign in.
    pub admin_factors: AdminFactors,
    /// The site for which browsers create passkeys, or why they create none. It is not read from a request either.
    pub relying_party: Result<RelyingParty, PasskeyObstacle>,
    /// Maximum number of SMS per hour for the whole server. Each SMS costs money, and registration is free.
    pub sms_per_hour: u32,
    /// Number of days for which a member can trust a browser; 0 switches trusted browsers off.
    pub trust_browser_days: u32,
    /// The e-mail address that gets requests for help of members who have lost phone and recovery codes. `None`
    /// switches these requests off.
    pub rescue_email: Option<String>,
    pub tokens: TokenSettings,
    /// Maximum number of open streams of boards and lesson pages on this server. Further pages poll.
    pub max_streams: usize,
}

impl Settings {
    /// For how many days the data of a class is kept after its end.
    pub const fn kept_days(&self) -> u64 {
        self.purge_after.as_secs() / (24 * 3600)
    }
}

/// Settings of the API tokens, and the limit of lookups.
#[derive(Clone, Debug)]
pub struct TokenSettings {
    /// The claim `iss` of the tokens; `audience` is their claim `aud`.
    pub issuer: String,
    pub audience: String,
    pub access_life: Duration,
    pub refresh_life: Duration,
    /// Maximum number of names that one network can look up per hour, including the names in registrations. `None`
    /// switches the look-up off.
    pub lookups_per_hour: Option<u32>,
}

/// If the look-up is switched off: maximum number of registrations per network and hour in which the user learns
/// whether the name is taken.
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
            admin_factors: AdminFactors::default(),
            relying_party: Err(PasskeyObstacle::PlainHttp),
            sms_per_hour: 100,
            trust_browser_days: 0,
            rescue_email: None,
            tokens: TokenSettings::default(),
            max_streams: 2048,
        }
    }
}

/// Which users are allowed to register.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Registration {
    #[default]
    Open,
    /// Only users with an invitation link of an administrator.
    Invite,
    Closed,
}
