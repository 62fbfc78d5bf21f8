//! Signing in as a state machine. The state belongs to one browser's session, never to the account:
//! a browser that has given its code opens no door for another that has given only the password.

mod links;

use crate::{
    account::AccountKind,
    ids::{AccountId, ClassId, FactorId},
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

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "as", rename_all = "snake_case")]
pub enum Presence {
    #[default]
    Anonymous,
    /// Password accepted, second factor owed.
    Pending(Identity),
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
}

impl SessionState {
    /// The password was right. With a factor on, that opens nothing yet.
    #[must_use]
    pub fn password_accepted(self, identity: Identity, factor_on: bool) -> Self {
        let presence = if factor_on {
            Presence::Pending(identity)
        } else {
            Presence::SignedIn(identity)
        };
        Self {
            presence,
            set_up: None,
            grants: self.grants,
        }
    }

    /// The second factor was right too.
    pub fn factor_proved(self, now: Timestamp) -> Result<Self, Refusal> {
        let pending = self.pending(now)?;
        Ok(Self {
            presence: Presence::SignedIn(Identity { since: now, ..pending }),
            ..self
        })
    }

    /// A factor was connected: everything under the old epoch is dead but this session.
    pub fn factor_connected(self, epoch: u32, now: Timestamp) -> Result<Self, Refusal> {
        let identity = self.signed_in(now)?;
        Ok(Self {
            presence: Presence::SignedIn(Identity { epoch, ..identity }),
            set_up: None,
            ..self
        })
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
            _ => Err(Refusal::SignInFirst),
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
            Presence::Pending(identity) | Presence::SignedIn(identity) => Some(identity),
        }
    }

    pub const fn presence(&self) -> Presence {
        self.presence
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
mod tests {
    use super::*;

    fn now() -> Timestamp {
        Timestamp::from_seconds(1_700_000_000)
    }

    fn student() -> Identity {
        Identity {
            account: AccountId::new(now(), [1; 10]),
            kind: AccountKind::Student,
            epoch: 3,
            since: now(),
        }
    }

    #[test]
    fn a_password_alone_opens_nothing_once_a_factor_is_on() {
        let session = SessionState::default().password_accepted(student(), true);
        assert_eq!(session.signed_in(now()), Err(Refusal::SignInFirst));
        assert!(session.pending(now()).is_ok());
        let session = session.factor_proved(now()).unwrap();
        assert!(session.signed_in(now()).is_ok());
        assert_eq!(session.pending(now()), Err(Refusal::SignInFirst));
    }

    #[test]
    fn a_pending_sign_in_lives_ten_minutes() {
        let session = SessionState::default().password_accepted(student(), true);
        let late = now().after(PENDING_LIFE);
        assert!(session.pending(late.before(Duration::from_micros(1))).is_ok());
        assert_eq!(session.pending(late), Err(Refusal::PendingExpired));
        assert_eq!(session.factor_proved(late), Err(Refusal::PendingExpired));
    }

    #[test]
    fn a_code_without_a_password_proves_nothing() {
        assert_eq!(SessionState::default().factor_proved(now()), Err(Refusal::SignInFirst));
        assert_eq!(
            SessionState::default().factor_connected(1, now()),
            Err(Refusal::SignInFirst)
        );
    }

    #[test]
    fn nobody_stays_signed_in_for_ever() {
        let session = SessionState::default().password_accepted(student(), false);
        assert_eq!(
            session.signed_in(now().after(SIGNED_IN_LIFE)),
            Err(Refusal::SignInFirst)
        );
    }

    #[test]
    fn a_grant_survives_a_students_visit_asleep() {
        let class = ClassId::new(now(), [9; 10]);
        let session = SessionState::default().granted(class);
        assert_eq!(session.grant(class, now()), Grant::Awake);
        let session = session.password_accepted(student(), false);
        assert_eq!(session.grant(class, now()), Grant::Asleep);
        let session = session.signed_out();
        assert_eq!(session.grant(class, now()), Grant::Awake);
        assert_eq!(session.grant(ClassId::new(now(), [8; 10]), now()), Grant::None);
    }

    #[test]
    fn a_pending_secret_dies_with_the_next_sign_in() {
        let factor = FactorId::new(now(), [4; 10]);
        let session = SessionState::default()
            .password_accepted(student(), false)
            .set_up_opened(factor);
        assert_eq!(session.set_up(), Some(factor));
        assert_eq!(session.clone().signed_out().set_up(), None);
        assert_eq!(session.password_accepted(student(), false).set_up(), None);
    }

    #[test]
    fn the_oldest_of_too_many_grants_is_forgotten() {
        let classes: Vec<_> = (0..=50).map(|n| ClassId::new(now(), [n; 10])).collect();
        let session = classes
            .iter()
            .fold(SessionState::default(), |session, class| session.granted(*class));
        assert_eq!(session.grants().len(), 50);
        assert_eq!(session.grant(classes[0], now()), Grant::None);
        assert_eq!(session.grant(classes[50], now()), Grant::Awake);
    }
}
