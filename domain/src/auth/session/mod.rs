//! Sign-in as a state machine. The state belongs to one browser's session, never to the account: a code given in one
//! browser does not sign in another browser in which only the password was given.

mod grants;

use crate::{
    account::AccountKind,
    ids::{AccountId, ClassId, FactorId},
    refusal::Refusal,
    sent_code::Asked,
    time::Timestamp,
};
use core::time::Duration;
pub use grants::{LinkGrant, LinkKind};
use serde::{Deserialize, Serialize};

/// How long an accepted password waits for its code.
pub const PENDING_LIFE: Duration = Duration::from_secs(10 * 60);
/// After this time the user must sign in again, however active the session was.
pub const SIGNED_IN_LIFE: Duration = Duration::from_secs(12 * 3600);
/// How long a new member may take to connect a phone before the password is required again.
pub const SET_UP_LIFE: Duration = Duration::from_secs(3600);
/// How long a session may replace the phone after password and code were given again.
pub const REPLACING_LIFE: Duration = Duration::from_secs(15 * 60);
/// How long an administrator may act after a code was given again.
pub const ADMIN_PROOF_LIFE: Duration = Duration::from_secs(10 * 60);
/// Sessions that one account may have at once; when another one begins, the oldest ends.
pub const MAX_SESSIONS: usize = 50;
/// A session that manages more classes than this forgets the oldest.
const MOST_GRANTS: usize = 50;

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
    pub fn is_under(&self, other: &Self) -> bool {
        (self.account, self.epoch) == (other.account, other.epoch)
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "as", rename_all = "snake_case")]
pub enum Presence {
    #[default]
    Anonymous,
    /// Password accepted, second factor required.
    Pending(Identity),
    /// A member's password accepted, and no second factor connected yet: only the set-up is open.
    MustSetUp(Identity),
    SignedIn(Identity),
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionState {
    #[serde(default)]
    presence: Presence,
    /// The rights to classes that this session has received in exchange for links.
    #[serde(default)]
    grants: Vec<LinkGrant>,
    /// The pending secret that this session, and no other, may confirm.
    #[serde(default)]
    set_up: Option<FactorId>,
    /// Password and code were given again in this session: until then it may replace the connected phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    may_replace_until: Option<Timestamp>,
    /// The code that was sent to this session, and is accepted in no other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    asked: Option<Asked>,
    /// When a code was given again in this session, to act as an administrator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    proved_again: Option<Timestamp>,
    /// An administrator's enrolment code was given in this session: it opens the set-up where the password alone does
    /// not.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    enrolled: bool,
}

impl SessionState {
    /// The password was right. With a factor connected, that gives no access yet.
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

    /// The session of a trusted browser, which may omit the code for a while.
    pub fn trusted(self, now: Timestamp) -> Result<Self, Refusal> {
        self.factor_proved(now)
    }

    /// A code was sent for this session; the previous one becomes invalid.
    #[must_use]
    pub fn code_sent(self, asked: Asked) -> Self {
        Self {
            asked: Some(asked),
            ..self
        }
    }

    /// The second factor was right as well.
    pub fn factor_proved(self, now: Timestamp) -> Result<Self, Refusal> {
        let pending = self.pending(now)?;
        Ok(Self {
            presence: Presence::SignedIn(Identity { since: now, ..pending }),
            asked: None,
            ..self
        })
    }

    /// A second factor was right, but the account's role requires an authenticator app and there is none: only the
    /// set-up of an app is open. The app may be connected in addition to the connected factors.
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

    /// A factor was connected: everything under the old epoch except this session becomes invalid.
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

    /// Everything under the old epoch except this session becomes invalid. A set-up that it has opened and a code that
    /// was sent to it end as well: they were started under the old epoch.
    pub fn epoch_raised(self, epoch: u32, now: Timestamp) -> Result<Self, Refusal> {
        let identity = self.signed_in(now)?;
        Ok(Self {
            presence: Presence::SignedIn(Identity { epoch, ..identity }),
            set_up: None,
            asked: None,
            ..self
        })
    }

    /// The password and an administrator's enrolment code were right: only the set-up is open.
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

    /// The time until which an administrator may act in this session.
    pub fn may_act_until(&self, now: Timestamp) -> Option<Timestamp> {
        let until = self.proved_again?.after(ADMIN_PROOF_LIFE);
        (now < until).then_some(until)
    }

    /// Password and code were given again: another phone may replace the connected one.
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

    /// Grants remain after signing in and out.
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

    /// Grants a class whose teacher link is its first one.
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

    /// The identity that may connect an authenticator: a signed-in user, or a member who must connect the first one.
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

    /// The identity of this session, whatever it has proved.
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

    /// Whether this session manages a class by its link. The grant is suspended while a student is signed in here.
    pub fn grant(&self, class: ClassId, now: Timestamp) -> Grant {
        self.awake(self.link_epoch(class, LinkKind::Teacher), now)
    }

    /// The same for the rights of any link of the class.
    pub fn any_grant(&self, class: ClassId, now: Timestamp) -> Grant {
        self.awake(
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

    /// The classes whose teacher link this session has exchanged.
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
    /// Suspended, because the teacher tries a student's login in the same browser.
    Asleep,
    Awake,
}

#[cfg(test)]
mod tests;
