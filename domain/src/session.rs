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
/// How long a new member may take to connect her phone before she gives her password again.
pub const SET_UP_LIFE: Duration = Duration::from_secs(3600);
/// How long password and code, given again, allow to put another phone in the place of the old one.
pub const REPLACING_LIFE: Duration = Duration::from_secs(15 * 60);
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
        let identity = self.setting_up(now)?;
        Ok(Self {
            presence: Presence::SignedIn(Identity { epoch, ..identity }),
            set_up: None,
            may_replace_until: None,
            ..self
        })
    }

    /// Everything under the old epoch is dead but this session.
    pub fn epoch_raised(self, epoch: u32, now: Timestamp) -> Result<Self, Refusal> {
        let identity = self.signed_in(now)?;
        Ok(Self {
            presence: Presence::SignedIn(Identity { epoch, ..identity }),
            ..self
        })
    }

    /// Password and code were given again: another phone may take the place of the one that is connected.
    #[must_use]
    pub fn may_replace_from(self, now: Timestamp) -> Self {
        Self {
            set_up: None,
            may_replace_until: Some(now.after(REPLACING_LIFE)),
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
    fn a_member_without_a_factor_reaches_nothing_but_the_set_up() {
        let member = Identity {
            kind: AccountKind::Member,
            ..student()
        };
        let session = SessionState::default().password_accepted(member, false);
        assert_eq!(session.signed_in(now()), Err(Refusal::FactorFirst));
        assert_eq!(session.pending(now()), Err(Refusal::SignInFirst));
        assert_eq!(session.setting_up(now()), Ok(member));
        assert_eq!(session.setting_up(now().after(SET_UP_LIFE)), Err(Refusal::SignInFirst));
        let session = session.factor_connected(4, now()).unwrap();
        assert_eq!(session.signed_in(now()).map(|identity| identity.epoch), Ok(4));
        let pending = SessionState::default().password_accepted(member, true);
        assert!(pending.setting_up(now()).is_err());
    }

    #[test]
    fn a_phone_may_be_replaced_for_a_quarter_of_an_hour() {
        let session = SessionState::default()
            .password_accepted(student(), true)
            .factor_proved(now())
            .unwrap();
        assert!(!session.may_replace(now()));
        let session = session.may_replace_from(now());
        assert!(session.may_replace(now()));
        assert!(!session.may_replace(now().after(REPLACING_LIFE)));
        assert!(!session.clone().factor_connected(4, now()).unwrap().may_replace(now()));
        assert!(!session.signed_out().may_replace(now()));
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
