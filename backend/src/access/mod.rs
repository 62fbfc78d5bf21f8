//! Permissions as types: a service takes a permission as a parameter, and only the checks in this module can create it.
//! Code that forgets a check does not compile.

pub(crate) mod checks;
pub(crate) mod session_owner;

use crate::{Result, clock::Clock, db::Db, settings::Settings, shared::Core, students::progress::StudentSeat};
use domain::{
    account::{AccountKind, Role},
    ids::{AccountId, ClassId},
    refusal::Refusal,
    sent_code::SentCode,
    session::Identity,
};
use std::sync::Arc;

pub use session_owner::SessionOwner;

/// The user has signed in completely in this session, and the account still has the epoch of that sign-in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub(crate) identity: Identity,
    pub(crate) login: String,
    role: Role,
    /// The last code that the server sent by mail or SMS for this session.
    pub(crate) asked: Option<SentCode>,
    /// The seat of a student, if it was read with the session.
    pub(crate) seat: Option<Arc<StudentSeat>>,
}

impl SignedIn {
    pub const fn account(&self) -> AccountId {
        self.identity.account
    }

    pub const fn kind(&self) -> AccountKind {
        self.identity.kind
    }

    pub const fn epoch(&self) -> u32 {
        self.identity.epoch
    }

    pub fn login(&self) -> &str {
        &self.login
    }

    /// Every signed-in user is allowed to open the set-up of a second factor.
    pub fn may_set_up(&self) -> MaySetUp {
        MaySetUp {
            identity: self.identity,
            role: self.role,
            login: self.login.clone(),
            is_enrolled: false,
            seat: self.seat.clone(),
        }
    }

    /// The user as a member, or 404 for a student. A signed-in member always has a second factor, because without a
    /// factor the session allows only the set-up.
    pub fn member(&self) -> Result<Member> {
        match self.identity.kind {
            AccountKind::Member => Ok(Member(self.clone())),
            AccountKind::Student => Err(Refusal::NotFound.into()),
        }
    }
}

/// A student's sign-in that the teacher has ended, or that ended when the student connected a phone in another browser.
#[derive(Clone, Debug)]
pub struct EndedSignIn {
    pub login: String,
    /// The teacher has reset the second factor, so the student connects a phone again.
    pub was_reset: bool,
}

/// Permission to connect a second factor, without the other rights of a signed-in user. It is created for signed-in
/// users, for members who still need a second factor, and for members who have just entered a code of their current
/// factor.
#[derive(Clone, Debug)]
pub struct MaySetUp {
    pub(crate) identity: Identity,
    pub(crate) role: Role,
    pub(crate) login: String,
    /// The user has entered the enrolment code of an administrator. An account needs this code after its factors were
    /// reset.
    pub(crate) is_enrolled: bool,
    /// The seat of a student, if it was read with the session.
    pub(crate) seat: Option<Arc<StudentSeat>>,
}

impl MaySetUp {
    /// The role of the member. A student has no role and is treated as a teacher: teachers can use more kinds of second
    /// factors than administrators.
    pub const fn role(&self) -> Role {
        self.role
    }

    pub const fn account(&self) -> AccountId {
        self.identity.account
    }

    pub const fn kind(&self) -> AccountKind {
        self.identity.kind
    }

    pub fn login(&self) -> &str {
        &self.login
    }
}

/// A registered user who has signed in completely.
#[derive(Clone, Debug)]
pub struct Member(SignedIn);

impl Member {
    pub const fn account(&self) -> AccountId {
        self.0.account()
    }

    pub const fn epoch(&self) -> u32 {
        self.0.epoch()
    }

    pub fn login(&self) -> &str {
        self.0.login()
    }

    pub(crate) const fn identity(&self) -> &Identity {
        &self.0.identity
    }

    pub(crate) const fn sent_code(&self) -> Option<SentCode> {
        self.0.asked
    }

    pub(crate) const fn role(&self) -> Role {
        self.0.role
    }

    pub fn is_admin(&self) -> bool {
        self.0.role == Role::Admin
    }

    /// The permission of an administrator by the role alone, for callers that have asked `Access::admin` before. Other
    /// members get 404, so that they do not learn that the page exists.
    pub(crate) fn admin(&self) -> Result<Admin> {
        if self.is_admin() {
            Ok(Admin(self.account()))
        } else {
            Err(Refusal::NotFound.into())
        }
    }
}

/// Permission to see the pages of administrators.
#[derive(Clone, Copy, Debug)]
pub struct Admin(AccountId);

impl Admin {
    pub const fn account(self) -> AccountId {
        self.0
    }
}

/// An administrator who has just entered a second-factor code again. They are allowed to change accounts and classes,
/// and the audit trail stores who made each change.
#[derive(Clone, Copy, Debug)]
pub struct ReauthenticatedAdmin {
    account: AccountId,
    epoch: u32,
}

impl ReauthenticatedAdmin {
    pub const fn account(self) -> AccountId {
        self.account
    }

    pub(crate) const fn epoch(self) -> u32 {
        self.epoch
    }
}

/// A member who has just entered their password and a second-factor code again, and is now allowed to change how they
/// sign in.
#[derive(Clone, Debug)]
pub struct Reauthenticated(pub(crate) Member);

impl Reauthenticated {
    pub const fn member(&self) -> &Member {
        &self.0
    }

    pub const fn account(&self) -> AccountId {
        self.0.account()
    }
}

/// The password was accepted in this session, and the second factor is still missing.
#[derive(Clone, Debug)]
pub struct PendingSignIn {
    pub(crate) identity: Identity,
    pub(crate) login: String,
    /// The confirmed address, with which a member can sign in too.
    pub(crate) email: Option<String>,
    pub(crate) role: Role,
    /// The last code that the server sent by mail or SMS for this session.
    pub(crate) asked: Option<SentCode>,
    /// The seat of a student, if it was read with the session.
    pub(crate) seat: Option<Arc<StudentSeat>>,
}

impl PendingSignIn {
    /// The permission to connect a factor, for API clients only: a code of a pending authenticator secret completes
    /// their sign-in too. This is safe, because the server issues such a secret only after it has checked the password
    /// and, if a factor is connected, a code of that factor.
    pub(crate) fn may_set_up(&self) -> MaySetUp {
        MaySetUp {
            identity: self.identity,
            role: self.role,
            login: self.login.clone(),
            is_enrolled: false,
            seat: self.seat.clone(),
        }
    }

    pub fn login(&self) -> &str {
        &self.login
    }

    /// All names with which this user can sign in.
    pub fn names(&self) -> Vec<&str> {
        let names = [Some(&self.login), self.email.as_ref()];
        names.into_iter().flatten().map(String::as_str).collect()
    }
}

/// Permission to see the board and the projector page of one class. It allows no changes and shows no passwords or
/// handouts.
#[derive(Clone, Copy, Debug)]
pub struct ReadsClass(ClassId);

impl ReadsClass {
    pub const fn class(self) -> ClassId {
        self.0
    }
}

/// Permission to do everything with one class.
#[derive(Clone, Copy, Debug)]
pub struct ManagesClass(ClassId);

impl From<ManagesClass> for ReadsClass {
    fn from(teacher: ManagesClass) -> Self {
        Self(teacher.0)
    }
}

impl ManagesClass {
    pub const fn class(self) -> ClassId {
        self.0
    }
}

/// Creates permissions for the other services.
#[derive(Clone)]
pub struct Access {
    db: Db,
    clock: Arc<dyn Clock>,
    settings: Arc<Settings>,
}

impl Access {
    pub(crate) fn new(core: &Core) -> Self {
        Self {
            db: core.db.clone(),
            clock: Arc::clone(&core.clock),
            settings: Arc::clone(&core.settings),
        }
    }
}
