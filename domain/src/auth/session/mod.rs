//! Sign-in as a state machine. The state belongs to one browser's session, never to the account: a code given in one
//! browser does not sign in another browser in which only the password was given.

mod grants;

use crate::{
    account::AccountKind,
    ids::{AccountId, ClassId, FactorId},
    refusal::Refusal,
    sent_code::SentCode,
    time::Timestamp,
};
use core::time::Duration;
pub use grants::{LinkGrant, LinkKind};
use serde::{Deserialize, Serialize};

/// How long an accepted password waits for its code.
pub const PENDING_LIFETIME: Duration = Duration::from_secs(10 * 60);
/// After this time the user must sign in again, however active the session was.
pub const SESSION_LIFETIME: Duration = Duration::from_secs(12 * 3600);
/// How long a new member may take to connect a phone before the password is required again.
pub const SET_UP_LIFETIME: Duration = Duration::from_secs(3600);
/// How long a session may replace the phone after password and code were given again.
pub const REPLACEMENT_LIFETIME: Duration = Duration::from_secs(15 * 60);
/// How long an administrator may act after a code was given again.
pub const ADMIN_PROOF_LIFETIME: Duration = Duration::from_secs(10 * 60);
/// Sessions that one account may have at once; when another one begins, the oldest ends.
pub const MAX_SESSIONS: usize = 50;
/// A session that manages more classes than this forgets the oldest.
const MAX_GRANTS: usize = 50;

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

/// The state of one browser session. The database stores it as JSON, under the names of earlier releases.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionState {
    #[serde(rename = "presence", default)]
    sign_in: SignInState,
    /// The rights to classes that this session has received in exchange for links.
    #[serde(default)]
    grants: Vec<LinkGrant>,
    /// The pending secret that this session, and no other, may confirm.
    #[serde(rename = "set_up", default)]
    pending_factor: Option<FactorId>,
    /// Password and code were given again in this session: until then it may replace the connected phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    may_replace_until: Option<Timestamp>,
    /// The code that was sent to this session, and is accepted in no other.
    #[serde(rename = "asked", default, skip_serializing_if = "Option::is_none")]
    sent_code: Option<SentCode>,
    /// When a code was given again in this session, to act as an administrator.
    #[serde(rename = "proved_again", default, skip_serializing_if = "Option::is_none")]
    reauthenticated_at: Option<Timestamp>,
    /// An administrator's enrolment code was given in this session: it opens the set-up where the password alone does
    /// not.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    enrolled: bool,
}

impl SessionState {
    /// The password was right. With a factor connected, that gives no access yet.
    #[must_use]
    pub fn password_accepted(self, identity: Identity, factor_on: bool) -> Self {
        let sign_in = match (factor_on, identity.kind) {
            (true, _) => SignInState::Pending(identity),
            (false, AccountKind::Member) => SignInState::MustSetUp(identity),
            (false, AccountKind::Student) => SignInState::SignedIn(identity),
        };
        Self {
            sign_in,
            pending_factor: None,
            grants: self.grants,
            may_replace_until: None,
            sent_code: None,
            reauthenticated_at: None,
            enrolled: false,
        }
    }

    /// The session of a trusted browser, which may omit the code for a while.
    pub fn trusted(self, now: Timestamp) -> Result<Self, Refusal> {
        self.factor_verified(now)
    }

    /// A code was sent for this session; the previous one becomes invalid.
    #[must_use]
    pub fn code_sent(self, sent: SentCode) -> Self {
        Self {
            sent_code: Some(sent),
            ..self
        }
    }

    /// The second factor was right as well.
    pub fn factor_verified(self, now: Timestamp) -> Result<Self, Refusal> {
        let pending = self.pending(now)?;
        Ok(Self {
            sign_in: SignInState::SignedIn(Identity { since: now, ..pending }),
            sent_code: None,
            ..self
        })
    }

    /// A second factor was right, but the account's role requires an authenticator app and there is none: only the
    /// set-up of an app is open. The app may be connected in addition to the connected factors.
    pub fn app_required(self, now: Timestamp) -> Result<Self, Refusal> {
        let pending = self.pending(now)?;
        Ok(Self {
            sign_in: SignInState::MustSetUp(Identity { since: now, ..pending }),
            may_replace_until: Some(now.after(SET_UP_LIFETIME)),
            sent_code: None,
            ..self
        })
    }

    /// Whether this session has to connect an authenticator app although another factor is on.
    pub fn requires_app(&self, now: Timestamp) -> bool {
        matches!(self.sign_in, SignInState::MustSetUp(_)) && self.may_replace(now)
    }

    /// A factor was connected: everything under the old epoch except this session becomes invalid.
    pub fn factor_connected(self, epoch: u32, now: Timestamp) -> Result<Self, Refusal> {
        let identity = self.setting_up(now)?;
        Ok(Self {
            sign_in: SignInState::SignedIn(Identity { epoch, ..identity }),
            pending_factor: None,
            may_replace_until: None,
            sent_code: None,
            enrolled: false,
            ..self
        })
    }

    /// Everything under the old epoch except this session becomes invalid. A set-up that it has opened and a code that
    /// was sent to it end as well: they were started under the old epoch.
    pub fn epoch_raised(self, epoch: u32, now: Timestamp) -> Result<Self, Refusal> {
        let identity = self.signed_in(now)?;
        Ok(Self {
            sign_in: SignInState::SignedIn(Identity { epoch, ..identity }),
            pending_factor: None,
            sent_code: None,
            ..self
        })
    }

    /// The password and an administrator's enrolment code were right: only the set-up is open.
    pub fn enrolment_verified(self, now: Timestamp) -> Result<Self, Refusal> {
        let pending = self.pending(now)?;
        Ok(Self {
            sign_in: SignInState::MustSetUp(Identity { since: now, ..pending }),
            enrolled: true,
            ..self
        })
    }

    pub const fn is_enrolled(&self) -> bool {
        self.enrolled
    }

    /// A code was given again: an administrator may act for a while.
    #[must_use]
    pub fn reauthenticated(self, now: Timestamp) -> Self {
        Self {
            reauthenticated_at: Some(now),
            ..self
        }
    }

    /// The time until which an administrator may act in this session.
    pub fn may_act_until(&self, now: Timestamp) -> Option<Timestamp> {
        let until = self.reauthenticated_at?.after(ADMIN_PROOF_LIFETIME);
        (now < until).then_some(until)
    }

    /// Password and code were given again: another phone may replace the connected one.
    #[must_use]
    pub fn allow_replacement(self, now: Timestamp) -> Self {
        Self {
            pending_factor: None,
            may_replace_until: Some(now.after(REPLACEMENT_LIFETIME)),
            sent_code: None,
            ..self
        }
    }

    pub fn may_replace(&self, now: Timestamp) -> bool {
        self.may_replace_until.is_some_and(|until| now < until)
    }

    #[must_use]
    pub fn set_up_opened(self, factor: FactorId) -> Self {
        Self {
            pending_factor: Some(factor),
            ..self
        }
    }

    /// Grants remain after signing in and out.
    #[must_use]
    pub fn signed_out(self) -> Self {
        Self {
            sign_in: SignInState::Anonymous,
            pending_factor: None,
            grants: self.grants,
            may_replace_until: None,
            sent_code: None,
            reauthenticated_at: None,
            enrolled: false,
        }
    }

    /// Grants a class whose teacher link is its first one.
    #[must_use]
    pub fn with_teacher_grant(self, class: ClassId) -> Self {
        self.with_grant(LinkGrant::new(class, LinkKind::Teacher, 0))
    }

    #[must_use]
    pub fn with_grant(mut self, grant: LinkGrant) -> Self {
        self.grants
            .retain(|known| (known.class, known.kind) != (grant.class, grant.kind));
        self.grants.push(grant);
        if self.grants.len() > MAX_GRANTS {
            self.grants.remove(0);
        }
        self
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

    /// The identity that may connect an authenticator: a signed-in user, or a member who must connect the first one.
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

    /// The identity of this session, whatever it has proved.
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

    /// Whether this session manages a class by its link. The grant is suspended while a student is signed in here.
    pub fn grant(&self, class: ClassId, now: Timestamp) -> Grant {
        self.grant_state(self.link_epoch(class, LinkKind::Teacher), now)
    }

    /// The same for the rights of any link of the class.
    pub fn any_grant(&self, class: ClassId, now: Timestamp) -> Grant {
        self.grant_state(
            self.grants
                .iter()
                .find(|grant| grant.class == class)
                .map(|grant| grant.epoch),
            now,
        )
    }

    /// The epoch of the class's link that this session has exchanged.
    pub fn link_epoch(&self, class: ClassId, kind: LinkKind) -> Option<u32> {
        let found = self
            .grants
            .iter()
            .find(|grant| (grant.class, grant.kind) == (class, kind));
        found.map(|grant| grant.epoch)
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

    /// The classes whose teacher link this session has exchanged.
    pub fn managed_classes(&self) -> Vec<ClassId> {
        let teachers = self.grants.iter().filter(|grant| grant.kind == LinkKind::Teacher);
        teachers.map(|grant| grant.class).collect()
    }

    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grant {
    None,
    /// Suspended, because the teacher tries a student's login in the same browser.
    Suspended,
    Active,
}

#[cfg(test)]
mod tests;
