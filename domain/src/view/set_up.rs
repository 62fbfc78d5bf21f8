//! Data of the set-up page, which connects an authenticator app, and of the code page of the sign-in.

use super::{PasskeyRequest, SecondFactorView, SentView};
use crate::{
    account::AccountKind, class::ClassState, factor::FactorKind, hand::Hand, passkey::PasskeyObstacle,
    rescue::RescueHelp, time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// A secret that waits for its first code. Only the session that opened the set-up gets the secret, and only until a
/// code confirms it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetUpView {
    pub login: String,
    pub kind: AccountKind,
    pub issuer: String,
    pub otpauth_uri: String,
    /// The secret as Base32 text.
    pub key: String,
    /// The QR code as an SVG path on a grid of `qr_side` modules, including the quiet zone.
    pub qr_path: String,
    pub qr_side: u32,
    /// When a student's lesson ends; the practice phone then deletes its secrets.
    pub lesson_ends: Option<Timestamp>,
    pub class: Option<ClassState>,
    /// The raised hand of a student.
    pub hand: Option<Hand>,
    /// The account has a connected phone. The old phone keeps working until the new one is confirmed.
    pub replaces: bool,
    /// A member without a factor can create a passkey instead, which is offered first.
    pub offers_passkey: bool,
    /// Kinds of factors that a member without a phone can connect instead of an app.
    pub instead: Vec<FactorKind>,
    /// The user is an administrator who has other factors, but still has to connect an app or a passkey.
    #[serde(default)]
    pub requires_other_factor: bool,
}

impl core::fmt::Debug for SetUpView {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("SetUpView")
            .field("login", &self.login)
            .finish_non_exhaustive()
    }
}

/// Recovery codes, which are shown once.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryCodesView {
    /// The factor that was just connected; `None` if the codes were only renewed.
    pub connected: Option<FactorKind>,
    pub codes: Vec<String>,
    /// Whether the next stage of the student is the sign-in with a code.
    #[serde(default)]
    pub comes_back: bool,
}

impl core::fmt::Debug for RecoveryCodesView {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("RecoveryCodesView")
            .field("connected", &self.connected)
            .finish_non_exhaustive()
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChallengeView {
    pub login: String,
    pub kind: AccountKind,
    pub issuer: String,
    /// When the pending sign-in ends. After that the user must enter the password again.
    pub expires: Timestamp,
    pub now: Timestamp,
    /// State of the student's class; `None` for members.
    pub class: Option<ClassState>,
    /// The raised hand of a student.
    pub hand: Option<Hand>,
    /// Connected factors. The page asks for a code of the first one.
    pub factors: Vec<SecondFactorView>,
    /// Set if the account has passkeys that work on this page.
    pub passkey: Option<PasskeyRequest>,
    /// Why they do not work on this page.
    pub passkey_obstacle: Option<PasskeyObstacle>,
    pub sent: Option<SentView>,
    /// For how many days the user can trust this browser; `None` if trusting a browser is not allowed.
    pub trust_days: Option<u32>,
    /// The page asks for an administrator's enrolment code, because an administrator has removed the member's factors.
    pub must_enrol: bool,
    pub help: RescueHelp,
}
