//! Server functions that connect and remove second factors, and show recovery codes once.

mod manage;
mod passkeys;
mod recovery_codes;
mod totp;
pub use manage::TRUSTED;
pub use manage::{
    ConnectFactor, ConnectMessage, PreferFactor, RemoveFactor, SendReauthenticationCode, SendSetUpCode, load_factor,
    load_message_set_up, load_reauthentication_factors,
};
pub use passkeys::{ConnectPasskey, RemovePasskey, RenamePasskey, load_passkey, load_passkey_set_up};
pub use recovery_codes::load_recovery_codes;
pub(super) use recovery_codes::{forget_codes, save_codes_first, show_once};
pub use totp::{Connect, load_set_up};

/// The problem of a set-up page. Users whose factor is connected already are redirected to their own page.
fn leave_if_connected(error: backend::Error, kind: domain::account::AccountKind) -> crate::problem::Problem {
    use domain::{account::AccountKind, refusal::Refusal};
    let problem = crate::problem::Problem::from(error);
    if problem.refusal == Refusal::AlreadyConnected {
        crate::request::redirect(match kind {
            AccountKind::Member => "/account",
            AccountKind::Student => "/lesson",
        });
    }
    problem
}
