//! Sign-in as a state machine. The state belongs to the session of one browser, never to the account: if two browsers
//! have sent the password, a code in one of them does not sign the other one in.

mod grants;
mod identity;
mod lifetime;
mod transitions;

use crate::{
    account::AccountKind,
    ids::{ClassId, FactorId},
    refusal::Refusal,
    sent_code::SentCode,
    time::Timestamp,
};
use grants::Grants;
pub use grants::{Grant, LinkGrant, LinkKind};
pub use identity::{Identity, SignInState};
pub use lifetime::{
    ADMIN_PROOF_LIFETIME, MAX_SESSIONS, PENDING_LIFETIME, REPLACEMENT_LIFETIME, SESSION_LIFETIME, SET_UP_LIFETIME,
};
use serde::{Deserialize, Serialize};

/// The state of one browser session. The database stores it as JSON, with the field names of earlier releases.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionState {
    #[serde(rename = "presence", default)]
    sign_in: SignInState,
    /// The rights to classes that this session has received from secret links.
    #[serde(default)]
    grants: Grants,
    /// The factor whose secret waits for its first code. Only this session is allowed to confirm the factor.
    #[serde(rename = "set_up", default)]
    pending_factor: Option<FactorId>,
    /// Until this time the user is allowed to replace the connected phone, or to add a factor that the account's role
    /// requires.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    may_replace_until: Option<Timestamp>,
    /// The code that was sent for this session. It is accepted in no other session.
    #[serde(rename = "asked", default, skip_serializing_if = "Option::is_none")]
    sent_code: Option<SentCode>,
    /// When the user last entered a code again in this session. Administrators must do this before they make changes.
    #[serde(rename = "proved_again", default, skip_serializing_if = "Option::is_none")]
    reauthenticated_at: Option<Timestamp>,
    /// Whether the user has entered an enrolment code in this session. After an administrator has removed the member's
    /// factors, the set-up requires such a code.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    enrolled: bool,
}

impl SessionState {
    /// Whether this session has to connect a factor that the role of the account requires, although the account has
    /// another connected factor.
    pub fn requires_other_factor(&self, now: Timestamp) -> bool {
        matches!(self.sign_in, SignInState::MustSetUp(_)) && self.may_replace(now)
    }

    pub const fn is_enrolled(&self) -> bool {
        self.enrolled
    }

    /// The time until which an administrator is allowed to make changes in this session; `None` if the administrator
    /// must enter a code again first.
    pub fn may_act_until(&self, now: Timestamp) -> Option<Timestamp> {
        let until = self.reauthenticated_at?.after(ADMIN_PROOF_LIFETIME);
        (now < until).then_some(until)
    }

    pub fn may_replace(&self, now: Timestamp) -> bool {
        self.may_replace_until.is_some_and(|until| now < until)
    }

    pub fn signed_in(&self, now: Timestamp) -> Result<Identity, Refusal> {
        match self.sign_in {
            SignInState::SignedIn(identity) if now.since(identity.since) < SESSION_LIFETIME => Ok(identity),
            SignInState::MustSetUp(identity) if now.since(identity.since) < SET_UP_LIFETIME => {
                Err(Refusal::FactorFirst)
            }
            _ => Err(Refusal::SignInFirst),
        }
    }

    /// The identity that is allowed to connect an authenticator app: a signed-in user, or a member without a second
    /// factor.
    pub fn setting_up(&self, now: Timestamp) -> Result<Identity, Refusal> {
        match self.sign_in {
            SignInState::MustSetUp(identity) if now.since(identity.since) < SET_UP_LIFETIME => Ok(identity),
            _ => self.signed_in(now),
        }
    }

    pub fn pending(&self, now: Timestamp) -> Result<Identity, Refusal> {
        match self.sign_in {
            SignInState::Pending(identity) if now.since(identity.since) < PENDING_LIFETIME => Ok(identity),
            SignInState::Pending(_) => Err(Refusal::PendingExpired),
            _ => Err(Refusal::SignInFirst),
        }
    }

    /// The identity of this session, even if its sign-in is not complete.
    pub const fn identity(&self) -> Option<Identity> {
        match self.sign_in {
            SignInState::Anonymous => None,
            SignInState::Pending(identity) | SignInState::MustSetUp(identity) | SignInState::SignedIn(identity) => {
                Some(identity)
            }
        }
    }

    pub const fn sign_in_state(&self) -> SignInState {
        self.sign_in
    }

    pub const fn sent_code(&self) -> Option<SentCode> {
        self.sent_code
    }

    pub const fn pending_factor(&self) -> Option<FactorId> {
        self.pending_factor
    }

    /// Whether this session manages a class by its teacher link. The grant is suspended while a student is signed in in
    /// the same session.
    pub fn grant(&self, class: ClassId, now: Timestamp) -> Grant {
        self.grant_state(self.link_epoch(class, LinkKind::Teacher), now)
    }

    /// Like `grant`, for the teacher link or the reader link of the class.
    pub fn any_grant(&self, class: ClassId, now: Timestamp) -> Grant {
        self.grant_state(self.grants.any_epoch(class), now)
    }

    /// The epoch of the link of this kind that the session has opened; `None` if the session has no grant of this kind
    /// for the class.
    pub fn link_epoch(&self, class: ClassId, kind: LinkKind) -> Option<u32> {
        self.grants.epoch(class, kind)
    }

    fn grant_state(&self, epoch: Option<u32>, now: Timestamp) -> Grant {
        if epoch.is_none() {
            return Grant::None;
        }
        match self.signed_in(now) {
            Ok(Identity {
                kind: AccountKind::Student,
                ..
            }) => Grant::Suspended,
            _ => Grant::Active,
        }
    }

    /// The classes for which this session has a grant of the teacher link.
    pub fn managed_classes(&self) -> Vec<ClassId> {
        self.grants.managed_classes()
    }

    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

#[cfg(test)]
mod tests;
