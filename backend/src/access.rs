//! Permissions as types: a service that needs one asks for the value, and only the checks here can make it.
//! A forgotten check does not compile.

use crate::{
    Result, Stepwise,
    entity::{account, class},
};
use domain::{
    account::{AccountKind, Role},
    ids::{AccountId, ClassId},
    refusal::Refusal,
    session::{Grant, Identity, SessionState},
};
use sea_orm::EntityTrait;

/// This browser has proved all that its account asks for, under the account's present epoch.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub(crate) identity: Identity,
    pub(crate) login: String,
    role: Role,
}

impl SignedIn {
    pub const fn account(&self) -> AccountId {
        self.identity.account
    }

    pub const fn kind(&self) -> AccountKind {
        self.identity.kind
    }

    pub fn login(&self) -> &str {
        &self.login
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
    pub(crate) login: String,
}

impl MaySetUp {
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

    pub fn login(&self) -> &str {
        self.0.login()
    }

    pub(crate) const fn identity(&self) -> &Identity {
        &self.0.identity
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
}

impl PendingSignIn {
    pub fn login(&self) -> &str {
        &self.login
    }
}

/// May do everything with one class.
#[derive(Clone, Copy, Debug)]
pub struct ManagesClass(ClassId);

impl ManagesClass {
    pub const fn class(self) -> ClassId {
        self.0
    }
}

impl Stepwise {
    pub async fn signed_in(&self, session: &SessionState) -> Result<SignedIn> {
        let identity = session.signed_in(self.now())?;
        let account = self.living(&identity).await?;
        let role = account.role.as_deref().and_then(Role::from_code);
        Ok(SignedIn {
            identity,
            login: account.username,
            role: role.unwrap_or(Role::Teacher),
        })
    }

    pub async fn may_set_up(&self, session: &SessionState) -> Result<MaySetUp> {
        let identity = session.setting_up(self.now())?;
        let login = self.living(&identity).await?.username;
        Ok(MaySetUp { identity, login })
    }

    pub async fn pending(&self, session: &SessionState) -> Result<PendingSignIn> {
        let identity = session.pending(self.now())?;
        let login = self.living(&identity).await?.username;
        Ok(PendingSignIn { identity, login })
    }

    /// The account is there, active, and of the epoch under which this browser proved itself.
    async fn living(&self, identity: &Identity) -> Result<account::Model> {
        let account = account::Entity::find_by_id(identity.account.uuid())
            .one(&self.db().read)
            .await?;
        let living = account.filter(|account| account.active && u32::try_from(account.epoch) == Ok(identity.epoch));
        Ok(living.ok_or(Refusal::SignInFirst)?)
    }

    /// Whoever may not manage a class learns nothing of it, not even that it exists.
    pub async fn manages(&self, session: &SessionState, class: ClassId) -> Result<ManagesClass> {
        let granted = session.grant(class, self.now()) == Grant::Awake;
        let member = session.signed_in(self.now());
        let member = member.ok().filter(|who| who.kind == AccountKind::Member);
        if !granted && member.is_none() {
            return Err(Refusal::NotFound.into());
        }
        let found = class::Entity::find_by_id(class.uuid()).one(&self.db().read).await?;
        let found = found.ok_or(Refusal::NotFound)?;
        let owner = member.filter(|who| found.owner_id == Some(who.account.uuid()));
        match owner {
            _ if granted => Ok(ManagesClass(class)),
            Some(owner) if self.living(&owner).await.is_ok() => Ok(ManagesClass(class)),
            _ => Err(Refusal::NotFound.into()),
        }
    }
}
