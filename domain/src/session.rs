//! Signing in as a state machine. The state belongs to one browser's session, never to the account:
//! a browser that has given its code opens no door for another that has given only the password.

mod links;

use crate::{
    account::AccountKind,
    ids::{AccountId, ClassId, FactorId},
    message::Asked,
    refusal::Refusal,
    time::Timestamp,
};
use core::time::Duration;
pub use links::{LinkGrant, LinkKind};
use serde::{Deserialize, Serialize};

/// How long an accepted password waits for its code.
pub const PENDING_LIFE: Duration = Duration::from_secs(10 * 60);
/// After so long somebody signs in again, however busy the session was.
pub const SIGNED_IN_LIFE: Duration = Duration::from_secs(12 * 3600);
/// How long a new member may take to connect her phone before she gives her password again.
pub const SET_UP_LIFE: Duration = Duration::from_secs(3600);
/// How long password and code, given again, allow to put another phone in the place of the old one.
pub const REPLACING_LIFE: Duration = Duration::from_secs(15 * 60);
/// How long a code, given again, allows to act as an administrator.
pub const ADMIN_PROOF_LIFE: Duration = Duration::from_secs(10 * 60);
/// Sessions that one account may have at once; when another one begins, the oldest ends.
pub const MAX_SESSIONS: usize = 50;
/// A session that manages more classes than this forgets the oldest.
const MOST_GRANTS: usize = 50;

/// Who somebody is, as far as this browser has proved it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    pub account: AccountId,
    pub kind: AccountKind,
    /// The account's epoch when this was proved; under another one it is worth nothing.
    pub epoch: u32,
    pub since: Timestamp,
}

impl Identity {
    /// The same account, under the same epoch.
    pub fn is_under(&self, other: &Self) -> bool {
        (self.account, self.epoch) == (other.account, other.epoch)
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "as", rename_all = "snake_case")]
pub enum Presence {
    #[default]
    Anonymous,
    /// Password accepted, second factor owed.
    Pending(Identity),
    /// A member's password accepted, and no second factor there yet: only the set-up is open.
    MustSetUp(Identity),
    SignedIn(Identity),
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionState {
    #[serde(default)]
    presence: Presence,
    /// What this session may see or manage because it has traded in a link.
    #[serde(default)]
    grants: Vec<LinkGrant>,
    /// The pending secret that this session, and no other, may confirm.
    #[serde(default)]
    set_up: Option<FactorId>,
    /// Password and code were given again here: until then this session may put another phone in the place of the
    /// one that is connected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    may_replace_until: Option<Timestamp>,
    /// The code that was sent to this session, and to no other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    asked: Option<Asked>,
    /// When a code was given again here, to act as an administrator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    proved_again: Option<Timestamp>,
    /// An administrator's enrolment code was given here: where a password alone does not, it opens the set-up.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    enrolled: bool,
}

impl SessionState {
    /// The password was right. With a factor on, that opens nothing yet.
    #[must_use]
    pub fn password_accepted(self, identity: Identity, factor_on: bool) -> Self {
        let presence = match (factor_on, identity.kind) {
            (true, _) => Presence::Pending(identity),
            (false, AccountKind::Member) => Presence::MustSetUp(identity),
            (false, AccountKind::Student) => Presence::SignedIn(identity),
        };
        Self {
            presence,
            set_up: None,
            grants: self.grants,
            may_replace_until: None,
            asked: None,
            proved_again: None,
            enrolled: false,
        }
    }

    /// A member's browser that has given a code before and may leave it out for a while.
    pub fn trusted(self, now: Timestamp) -> Result<Self, Refusal> {
        self.factor_proved(now)
    }

    /// A code was sent for this session: the one before it is worth nothing.
    #[must_use]
    pub fn code_sent(self, asked: Asked) -> Self {
        Self {
            asked: Some(asked),
            ..self
        }
    }

    /// The second factor was right too.
    pub fn factor_proved(self, now: Timestamp) -> Result<Self, Refusal> {
        let pending = self.pending(now)?;
        Ok(Self {
            presence: Presence::SignedIn(Identity { since: now, ..pending }),
            asked: None,
            ..self
        })
    }

    /// A second factor was right, but the account's role asks for an authenticator app and there is none: only the set-up
    /// of an app is open. The app may be connected beside the factors that are on.
    pub fn app_owed(self, now: Timestamp) -> Result<Self, Refusal> {
        let pending = self.pending(now)?;
        Ok(Self {
            presence: Presence::MustSetUp(Identity { since: now, ..pending }),
            may_replace_until: Some(now.after(SET_UP_LIFE)),
            asked: None,
            ..self
        })
    }

    /// Whether this session has to connect an authenticator app although another factor is on.
    pub fn owes_app(&self, now: Timestamp) -> bool {
        matches!(self.presence, Presence::MustSetUp(_)) && self.may_replace(now)
    }

    /// A factor was connected: everything under the old epoch is dead but this session.
    pub fn factor_connected(self, epoch: u32, now: Timestamp) -> Result<Self, Refusal> {
        let identity = self.setting_up(now)?;
        Ok(Self {
            presence: Presence::SignedIn(Identity { epoch, ..identity }),
            set_up: None,
            may_replace_until: None,
            asked: None,
            enrolled: false,
            ..self
        })
    }

    /// Everything under the old epoch is dead but this session. A set-up that it has opened and a code that was sent to it
    /// end as well: they were started under the old epoch.
    pub fn epoch_raised(self, epoch: u32, now: Timestamp) -> Result<Self, Refusal> {
        let identity = self.signed_in(now)?;
        Ok(Self {
            presence: Presence::SignedIn(Identity { epoch, ..identity }),
            set_up: None,
            asked: None,
            ..self
        })
    }

    /// The password and an administrator's enrolment code were right: the set-up is open, and nothing else.
    pub fn enrolment_proved(self, now: Timestamp) -> Result<Self, Refusal> {
        let pending = self.pending(now)?;
        Ok(Self {
            presence: Presence::MustSetUp(Identity { since: now, ..pending }),
            enrolled: true,
            ..self
        })
    }

    pub const fn is_enrolled(&self) -> bool {
        self.enrolled
    }

    /// A code was given again: an administrator may act for a while.
    #[must_use]
    pub fn proved_again(self, now: Timestamp) -> Self {
        Self {
            proved_again: Some(now),
            ..self
        }
    }

    /// Until when an administrator may act here.
    pub fn may_act_until(&self, now: Timestamp) -> Option<Timestamp> {
        let until = self.proved_again?.after(ADMIN_PROOF_LIFE);
        (now < until).then_some(until)
    }

    /// Password and code were given again: another phone may take the place of the one that is connected.
    #[must_use]
    pub fn may_replace_from(self, now: Timestamp) -> Self {
        Self {
            set_up: None,
            may_replace_until: Some(now.after(REPLACING_LIFE)),
            asked: None,
            ..self
        }
    }

    pub fn may_replace(&self, now: Timestamp) -> bool {
        self.may_replace_until.is_some_and(|until| now < until)
    }

    #[must_use]
    pub fn set_up_opened(self, factor: FactorId) -> Self {
        Self {
            set_up: Some(factor),
            ..self
        }
    }

    /// Grants outlive signing in and out.
    #[must_use]
    pub fn signed_out(self) -> Self {
        Self {
            presence: Presence::Anonymous,
            set_up: None,
            grants: self.grants,
            may_replace_until: None,
            asked: None,
            proved_again: None,
            enrolled: false,
        }
    }

    /// For a class whose teacher link is its first one.
    #[must_use]
    pub fn granted(self, class: ClassId) -> Self {
        self.granted_by(LinkGrant::new(class, LinkKind::Teacher, 0))
    }

    #[must_use]
    pub fn granted_by(mut self, grant: LinkGrant) -> Self {
        self.grants
            .retain(|known| (known.class, known.kind) != (grant.class, grant.kind));
        self.grants.push(grant);
        if self.grants.len() > MOST_GRANTS {
            self.grants.remove(0);
        }
        self
    }

    pub fn signed_in(&self, now: Timestamp) -> Result<Identity, Refusal> {
        match self.presence {
            Presence::SignedIn(identity) if now.since(identity.since) < SIGNED_IN_LIFE => Ok(identity),
            Presence::MustSetUp(identity) if now.since(identity.since) < SET_UP_LIFE => Err(Refusal::FactorFirst),
            _ => Err(Refusal::SignInFirst),
        }
    }

    /// Whoever may connect an authenticator: who is signed in, and a member who owes her first one.
    pub fn setting_up(&self, now: Timestamp) -> Result<Identity, Refusal> {
        match self.presence {
            Presence::MustSetUp(identity) if now.since(identity.since) < SET_UP_LIFE => Ok(identity),
            _ => self.signed_in(now),
        }
    }

    pub fn pending(&self, now: Timestamp) -> Result<Identity, Refusal> {
        match self.presence {
            Presence::Pending(identity) if now.since(identity.since) < PENDING_LIFE => Ok(identity),
            Presence::Pending(_) => Err(Refusal::PendingExpired),
            _ => Err(Refusal::SignInFirst),
        }
    }

    /// Whose session this is, whatever it may do.
    pub const fn identity(&self) -> Option<Identity> {
        match self.presence {
            Presence::Anonymous => None,
            Presence::Pending(identity) | Presence::MustSetUp(identity) | Presence::SignedIn(identity) => {
                Some(identity)
            }
        }
    }

    pub const fn presence(&self) -> Presence {
        self.presence
    }

    pub const fn asked(&self) -> Option<Asked> {
        self.asked
    }

    pub const fn set_up(&self) -> Option<FactorId> {
        self.set_up
    }

    /// Whether this session manages a class by its link; while a student is signed in here, that sleeps.
    pub fn grant(&self, class: ClassId, now: Timestamp) -> Grant {
        self.awake(self.link_epoch(class, LinkKind::Teacher), now)
    }

    /// The same for whatever a link of the class allows.
    pub fn any_grant(&self, class: ClassId, now: Timestamp) -> Grant {
        self.awake(
            self.grants
                .iter()
                .find(|grant| grant.class == class)
                .map(|grant| grant.epoch),
            now,
        )
    }

    /// Under which epoch of the class's link this session has traded one in.
    pub fn link_epoch(&self, class: ClassId, kind: LinkKind) -> Option<u32> {
        let found = self
            .grants
            .iter()
            .find(|grant| (grant.class, grant.kind) == (class, kind));
        found.map(|grant| grant.epoch)
    }

    fn awake(&self, epoch: Option<u32>, now: Timestamp) -> Grant {
        if epoch.is_none() {
            return Grant::None;
        }
        match self.signed_in(now) {
            Ok(Identity {
                kind: AccountKind::Student,
                ..
            }) => Grant::Asleep,
            _ => Grant::Awake,
        }
    }

    /// The classes whose teacher link this session has traded in.
    pub fn grants(&self) -> Vec<ClassId> {
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
    /// The teacher tries a student's login in her own browser.
    Asleep,
    Awake,
}

#[cfg(test)]
mod tests;
