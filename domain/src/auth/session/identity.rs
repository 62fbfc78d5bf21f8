//! How far a user has signed in, and as which account.

use crate::{account::AccountKind, ids::AccountId, time::Timestamp};
use serde::{Deserialize, Serialize};

/// The account and its kind, as far as this browser has proved it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    pub account: AccountId,
    pub kind: AccountKind,
    /// The account's epoch when this was proved; under another epoch the identity is invalid.
    pub epoch: u32,
    pub since: Timestamp,
}

impl Identity {
    /// The same account, under the same epoch.
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
    /// A member's password accepted, and no second factor connected yet: only the set-up is open.
    MustSetUp(Identity),
    SignedIn(Identity),
}
