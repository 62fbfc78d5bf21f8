//! Second factors as their owner sees them.

use crate::{
    account::AccountKind,
    factor::FactorKind,
    ids::{MessageId, TrustId},
    message::{Asked, RESEND_AFTER},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// A way to prove that it is she.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WayView {
    pub kind: FactorKind,
    /// Where its codes go, masked.
    pub target: Option<String>,
    pub since: Option<Timestamp>,
    /// A code went there a moment ago, whichever session asked: until then no other one does.
    #[serde(default)]
    pub again_at: Option<Timestamp>,
}

/// A code that is on its way to this session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentView {
    pub by: FactorKind,
    pub at: Timestamp,
    /// When another one may be sent.
    pub again_at: Timestamp,
}

impl From<Asked> for SentView {
    fn from(asked: Asked) -> Self {
        Self {
            by: asked.by,
            at: asked.at,
            again_at: asked.at.after(RESEND_AFTER),
        }
    }
}

/// Connecting mail or SMS.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageSetUpView {
    pub login: String,
    pub kind: AccountKind,
    pub by: FactorKind,
    /// Where the code goes, masked; nothing while a number is still to be typed.
    pub target: Option<String>,
    pub sent: Option<SentView>,
    pub now: Timestamp,
    /// There is no confirmed address to send anything to.
    pub email_first: bool,
    /// The one that waits to be confirmed.
    pub unconfirmed_email: Option<String>,
    /// Nothing is connected yet: there is no account page to go back to.
    pub is_first: bool,
    /// A code went there a moment ago, whichever session asked.
    pub again_at: Option<Timestamp>,
}

/// A browser that is not asked for a code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrustView {
    pub id: TrustId,
    pub agent: String,
    pub since: Timestamp,
    pub until: Timestamp,
}

/// What an account page says of factors beside the app.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorsView {
    /// In the order in which they are asked for.
    pub ways: Vec<WayView>,
    /// What could be connected besides.
    pub offered: Vec<FactorKind>,
    pub trusted: Vec<TrustView>,
    /// The authenticator app cannot be removed: the account's role asks for it.
    #[serde(default)]
    pub app_stays: bool,
}

/// What password and code again need besides: ways to be sent a code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgainView {
    pub ways: Vec<WayView>,
    pub sent: Option<SentView>,
    pub now: Timestamp,
}

/// Until when an administrator may act; until she may, how she proves that it is she.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdminProof {
    pub until: Option<Timestamp>,
    pub again: Option<AgainView>,
}

/// Before a factor is connected: whose account it is, and what has to be done first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BeforeConnecting {
    pub login: String,
    /// Codes go to a confirmed address, and there is none.
    pub email_first: bool,
    pub unconfirmed_email: Option<String>,
}

/// A message on the practice phone.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PracticeMessage {
    pub id: MessageId,
    pub by: FactorKind,
    pub code: String,
    pub at: Timestamp,
}

impl core::fmt::Debug for PracticeMessage {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("PracticeMessage")
            .field("by", &self.by)
            .finish_non_exhaustive()
    }
}

/// What the practice phone has got, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PracticeView {
    pub login: String,
    pub number: String,
    pub address: String,
    pub messages: Vec<PracticeMessage>,
}
