//! Permissions as types: a service that needs one asks for the value, and only the checks here can make it.
//! A forgotten check does not compile.

mod checks;

use crate::Result;
use domain::{
    account::{AccountKind, Role},
    ids::{AccountId, ClassId},
    message::Asked,
    refusal::Refusal,
    session::Identity,
};

/// This browser has proved all that its account asks for, under the account's present epoch.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub(crate) identity: Identity,
    pub(crate) login: String,
    role: Role,
    /// The code that was sent to this session last.
    pub(crate) asked: Option<Asked>,
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

    /// Whoever is signed in may look at the set-up.
    pub fn may_set_up(&self) -> MaySetUp {
        MaySetUp {
            identity: self.identity,
            role: self.role,
            login: self.login.clone(),
            is_enrolled: false,
        }
    }

    /// A member who is signed in has a second factor: without one her session is one that must set up.
    pub fn member(&self) -> Result<Member> {
        match self.identity.kind {
            AccountKind::Member => Ok(Member(self.clone())),
            AccountKind::Student => Err(Refusal::NotFound.into()),
        }
    }
}

/// May connect an authenticator, and may be nothing else: a student, or a member who owes her first factor or has
/// proved the one she has.
#[derive(Clone, Debug)]
pub struct MaySetUp {
    pub(crate) identity: Identity,
    pub(crate) role: Role,
    pub(crate) login: String,
    /// She has given an administrator's enrolment code, which an account whose factor was reset asks for.
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

/// A registered person with all her factors proved.
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

    pub(crate) const fn asked(&self) -> Option<Asked> {
        self.0.asked
    }

    pub(crate) const fn role(&self) -> Role {
        self.0.role
    }

    pub fn is_admin(&self) -> bool {
        self.0.role == Role::Admin
    }

    /// Whoever is not an administrator learns of no such page.
    pub fn admin(&self) -> Result<Admin> {
        if self.is_admin() {
            Ok(Admin(self.account()))
        } else {
            Err(Refusal::NotFound.into())
        }
    }
}

/// May do what administrators do.
#[derive(Clone, Copy, Debug)]
pub struct Admin(AccountId);

impl Admin {
    pub const fn account(self) -> AccountId {
        self.0
    }
}

/// An administrator who has just given a code again: may act, and every act is written down with her name.
#[derive(Clone, Copy, Debug)]
pub struct FreshAdmin {
    account: AccountId,
    epoch: u32,
}

impl FreshAdmin {
    pub const fn account(self) -> AccountId {
        self.account
    }

    pub(crate) const fn epoch(self) -> u32 {
        self.epoch
    }
}

/// A member who has just given her password and a code again: may change how she signs in.
#[derive(Clone, Debug)]
pub struct Fresh(pub(crate) Member);

impl Fresh {
    pub const fn member(&self) -> &Member {
        &self.0
    }

    pub const fn account(&self) -> AccountId {
        self.0.account()
    }
}

/// The password was accepted here, the second factor is owed.
#[derive(Clone, Debug)]
pub struct PendingSignIn {
    pub(crate) identity: Identity,
    pub(crate) login: String,
    pub(crate) role: Role,
    /// The code that was sent to this session last.
    pub(crate) asked: Option<Asked>,
}

impl PendingSignIn {
    /// Whoever proves a pending secret now has proved more than the second factor that is on.
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

/// May look at one class: its board and its wall. No passwords, no handouts, no acts.
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
