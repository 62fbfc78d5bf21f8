//! The steps of a sign-in that a session has completed, and the account of the sign-in.

use crate::{account::AccountKind, ids::AccountId, time::Timestamp};
use serde::{Deserialize, Serialize};

/// The account of a session and its kind. `SignInState` says which steps of the sign-in are complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    pub account: AccountId,
    pub kind: AccountKind,
    /// The account's epoch at the sign-in. When the account gets another epoch, the identity becomes invalid.
    pub epoch: u32,
    pub since: Timestamp,
}

impl Identity {
    /// Whether both identities have the same account and the same epoch.
    pub fn has_same_epoch(&self, other: &Self) -> bool {
        (self.account, self.epoch) == (other.account, other.epoch)
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "as", rename_all = "snake_case")]
pub enum SignInState {
    #[default]
    Anonymous,
    /// Password accepted, second factor required.
    Pending(Identity),
    /// A member's password was accepted, but the account has no second factor: the session can only open the set-up
    /// page.
    MustSetUp(Identity),
    SignedIn(Identity),
}
