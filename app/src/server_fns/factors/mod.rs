//! Server functions that connect and remove second factors, and show recovery codes once.

mod manage;
mod totp;

#[cfg(feature = "ssr")]
pub use manage::TRUSTED;
pub use manage::{
    ConnectFactor, ConnectMessage, PreferFactor, RemoveFactor, SendReauthenticationCode, SendSetUpCode, load_factor,
    load_message_set_up, load_reauthentication_factors,
};
#[cfg(feature = "ssr")]
pub(super) use totp::{CODES_COOKIE, save_codes_first, show_once};
pub use totp::{Connect, load_recovery_codes, load_set_up};
