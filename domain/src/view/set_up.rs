//! Data of the set-up page, which connects an authenticator app, and of the code page of the sign-in.

use super::{SecondFactorView, SentView};
use crate::{account::AccountKind, class::ClassState, factor::FactorKind, rescue::RescueHelp, time::Timestamp};
use serde::{Deserialize, Serialize};

/// A pending secret. Only the session that opened the set-up gets it, and only until it is confirmed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetUpView {
    pub login: String,
    pub kind: AccountKind,
    pub issuer: String,
    pub otpauth_uri: String,
    /// The key as Base32.
    pub key: String,
    /// The QR code as an SVG path on a grid of `qr_side` modules, quiet zone included.
    pub qr_path: String,
    pub qr_side: u32,
    /// When a student's lesson ends; the practice phone then deletes what it holds.
    pub lesson_ends: Option<Timestamp>,
    pub class: Option<ClassState>,
    /// The account has a connected phone, which keeps working until this one is confirmed.
    pub replaces: bool,
    /// Other factors that a member without a phone can connect instead.
    pub instead: Vec<FactorKind>,
    /// An administrator who has other factors and still owes an app.
    #[serde(default)]
    pub requires_app: bool,
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
    /// When the pending sign-in ends and the user has to give the password again.
    pub expires: Timestamp,
    pub now: Timestamp,
    /// State of the student's class; `None` for members.
    pub class: Option<ClassState>,
    /// Connected factors; the page asks for the first.
    pub factors: Vec<SecondFactorView>,
    pub sent: Option<SentView>,
    /// For how many days the user may trust this browser; `None` if they may not.
    pub trust_days: Option<u32>,
    /// The page asks for an administrator's enrolment code, because the account has no factor any more.
    pub must_enrol: bool,
    pub help: RescueHelp,
}
