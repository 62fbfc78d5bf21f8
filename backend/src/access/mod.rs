//! Permissions as types: a service takes a permission as a parameter, and only the checks in this module can create
//! one. A forgotten check does not compile.

pub(crate) mod checks;

use crate::Result;
use crate::{clock::Clock, db::Db, shared::Core};
use domain::{
    account::{AccountKind, Role},
    ids::{AccountId, ClassId},
    refusal::Refusal,
    sent_code::SentCode,
    session::Identity,
};
use std::sync::Arc;

/// The user has signed in completely in this session, and the account still has the epoch of that sign-in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub(crate) identity: Identity,
    pub(crate) login: String,
    role: Role,
    /// The code that was sent to this session last.
    pub(crate) asked: Option<SentCode>,
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

    /// Every signed-in user may see the set-up of an authenticator app.
    pub fn may_set_up(&self) -> MaySetUp {
        MaySetUp {
            identity: self.identity,
            role: self.role,
            login: self.login.clone(),
            is_enrolled: false,
        }
    }

    /// The user as a member, or 404 for a student. A member who is signed in always has a second factor: without one,
    /// the session allows the set-up only.
    pub fn member(&self) -> Result<Member> {
        match self.identity.kind {
            AccountKind::Member => Ok(Member(self.clone())),
            AccountKind::Student => Err(Refusal::NotFound.into()),
        }
    }
}

/// May connect an authenticator app, and nothing else. It is given to students, to members without a second factor, and
/// to members who have just proved the factor they have.
#[derive(Clone, Debug)]
pub struct MaySetUp {
    pub(crate) identity: Identity,
    pub(crate) role: Role,
    pub(crate) login: String,
    /// The user has given the enrolment code of an administrator, which an account needs after its factor was reset.
    pub(crate) is_enrolled: bool,
}

impl MaySetUp {
    /// Of a member; students count as teachers here, whose rules are the weaker ones.
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

    /// The permission of an administrator. Other members get 404, so that they do not learn that the page exists.
    pub fn admin(&self) -> Result<Admin> {
        if self.is_admin() {
            Ok(Admin(self.account()))
        } else {
            Err(Refusal::NotFound.into())
        }
    }
}

/// May see the pages of administrators.
#[derive(Clone, Copy, Debug)]
pub struct Admin(AccountId);

impl Admin {
    pub const fn account(self) -> AccountId {
        self.0
    }
}

/// An administrator who has just given a code again. They may act on accounts and classes, and each act is recorded
/// with their name.
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

/// A member who has just given password and code again, and may change how they sign in.
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
    pub(crate) role: Role,
    /// The code that was sent to this session last.
    pub(crate) asked: Option<SentCode>,
}

impl PendingSignIn {
    /// For API clients only. A code of a pending secret completes their sign-in, because the secret was issued for the
    /// password and, if a factor was connected, for a code of that factor.
    pub(crate) fn may_set_up(&self) -> MaySetUp {
        MaySetUp {
            identity: self.identity,
            role: self.role,
            login: self.login.clone(),
            is_enrolled: false,
        }
    }

    pub fn login(&self) -> &str {
        &self.login
    }
}

/// May see one class: its board and its projector page. No passwords, handouts or changes.
#[derive(Clone, Copy, Debug)]
pub struct ReadsClass(ClassId);

impl ReadsClass {
    pub const fn class(self) -> ClassId {
        self.0
    }
}

/// May do everything with one class.
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

/// Checks permissions.
#[derive(Clone)]
pub struct Access {
    db: Db,
    clock: Arc<dyn Clock>,
}

impl Access {
    pub(crate) fn new(core: &Core) -> Self {
        Self {
            db: core.db.clone(),
            clock: Arc::clone(&core.clock),
        }
    }
}
