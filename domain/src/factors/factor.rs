//! Kinds of second factors, which of them the operator offers, and the order in which the sign-in asks for them.

use core::str::FromStr;
use serde::{Deserialize, Serialize};
use thiserror::Error;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactorKind {
    /// An authenticator app.
    Totp,
    /// One or several passkeys.
    Passkey,
    Email,
    Sms,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("expected totp, passkey, email or sms")]
pub struct UnknownFactor;

impl FactorKind {
    pub const ALL: [Self; 4] = [Self::Totp, Self::Passkey, Self::Email, Self::Sms];
    /// The kinds whose codes the server sends.
    pub const MESSAGES: [Self; 2] = [Self::Email, Self::Sms];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Totp => "totp",
            Self::Passkey => "passkey",
            Self::Email => "email",
            Self::Sms => "sms",
        }
    }

    /// True if the user proves this factor with a code. A passkey is proved with a signature.
    pub const fn has_codes(self) -> bool {
        !matches!(self, Self::Passkey)
    }

    /// True if the server makes the codes and sends them to the user.
    pub const fn is_message(self) -> bool {
        matches!(self, Self::Email | Self::Sms)
    }
}

impl FromStr for FactorKind {
    type Err = UnknownFactor;

    fn from_str(text: &str) -> Result<Self, UnknownFactor> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.code() == text)
            .ok_or(UnknownFactor)
    }
}

/// The kinds of factors that are offered. Every server offers the authenticator app, because it works everywhere, and
/// because other people can read a code on its way in a mail or SMS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OfferedFactors {
    /// Not set only for administrators who must use a passkey.
    pub totp: bool,
    /// Set if the address of the site allows passkeys.
    pub passkey: bool,
    pub email: bool,
    pub sms: bool,
}

impl Default for OfferedFactors {
    fn default() -> Self {
        Self {
            totp: true,
            passkey: false,
            email: false,
            sms: false,
        }
    }
}

impl OfferedFactors {
    pub const fn has(self, kind: FactorKind) -> bool {
        match kind {
            FactorKind::Totp => self.totp,
            FactorKind::Passkey => self.passkey,
            FactorKind::Email => self.email,
            FactorKind::Sms => self.sms,
        }
    }

    pub const fn messages(self) -> bool {
        self.email || self.sms
    }

    /// Whether another kind than the app is offered.
    pub const fn others(self) -> bool {
        self.passkey || self.messages()
    }
}

/// Moves `first` to the front and keeps the order of the others.
pub fn move_to_front(kinds: &[FactorKind], first: FactorKind) -> Vec<FactorKind> {
    let others = kinds.iter().copied().filter(|kind| *kind != first);
    core::iter::once(first).chain(others).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_what_serialisation_writes_and_fits_its_column() {
        for kind in FactorKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.code());
            assert_eq!(kind.code().parse(), Ok(kind));
            assert!(kind.code().len() <= 8);
        }
        assert_eq!("phone".parse::<FactorKind>(), Err(UnknownFactor));
    }

    #[test]
    fn nothing_but_the_app_is_offered_by_itself() {
        let offered = FactorKind::ALL.map(|kind| OfferedFactors::default().has(kind));
        assert_eq!(offered, [true, false, false, false]);
    }

    #[test]
    fn two_steps_make_any_order() {
        let kinds = move_to_front(&FactorKind::ALL, FactorKind::Email);
        assert_eq!(kinds[..2], [FactorKind::Email, FactorKind::Totp]);
        assert_eq!(
            move_to_front(&kinds, FactorKind::Sms),
            [
                FactorKind::Sms,
                FactorKind::Email,
                FactorKind::Totp,
                FactorKind::Passkey
            ]
        );
    }
}
