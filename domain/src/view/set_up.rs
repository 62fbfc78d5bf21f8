//! The set-up and the challenge.

use super::{SentView, WayView};
use crate::{account::AccountKind, class::ClassState, factor::FactorKind, rescue::Help, time::Timestamp};
use serde::{Deserialize, Serialize};

/// A pending secret, for the only eyes that may see it and only until it is confirmed.
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
    /// When a student's lesson ends; the practice phone forgets with it.
    pub lesson_ends: Option<Timestamp>,
    pub class: Option<ClassState>,
    /// Another phone works already, until this one is proved.
    pub replaces: bool,
    /// What a member without a phone may connect instead.
    pub instead: Vec<FactorKind>,
    /// An administrator who has other factors and still owes an app.
    #[serde(default)]
    pub owes_app: bool,
}

impl core::fmt::Debug for SetUpView {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("SetUpView")
            .field("login", &self.login)
            .finish_non_exhaustive()
    }
}

/// What is shown once.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryCodesView {
    /// What was connected a moment ago; nothing where the codes were only renewed.
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
    /// When the accepted password has to be given again.
    pub expires: Timestamp,
    pub now: Timestamp,
    /// How the lesson stands; members have none.
    pub class: Option<ClassState>,
    /// Ways to prove that it is she; the first is asked for.
    pub ways: Vec<WayView>,
    pub sent: Option<SentView>,
    /// For how many days this browser may be trusted; nothing where it may not.
    pub trust_days: Option<u32>,
    /// What is owed is an administrator's enrolment code: there is no phone any more.
    pub must_enrol: bool,
    pub help: Help,
}
