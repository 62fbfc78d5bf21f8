//! Permissions as types: a service that needs one asks for the value, and only the checks here can make it.
//! A forgotten check does not compile.

use crate::{
    Result, Stepwise,
    entity::{account, class},
};
use domain::{
    account::AccountKind,
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
        let login = self.login_of_living(&identity).await?;
        Ok(SignedIn { identity, login })
    }

    pub async fn pending(&self, session: &SessionState) -> Result<PendingSignIn> {
        let identity = session.pending(self.now())?;
        let login = self.login_of_living(&identity).await?;
        Ok(PendingSignIn { identity, login })
    }

    /// The account is there, active, and of the epoch under which this browser proved itself.
    async fn login_of_living(&self, identity: &Identity) -> Result<String> {
        let account = account::Entity::find_by_id(identity.account.uuid())
            .one(&self.db().read)
            .await?;
        let living = account.filter(|account| account.active && u32::try_from(account.epoch) == Ok(identity.epoch));
        Ok(living.ok_or(Refusal::SignInFirst)?.username)
    }

    /// Whoever may not manage a class learns nothing of it, not even that it exists.
    pub async fn manages(&self, session: &SessionState, class: ClassId) -> Result<ManagesClass> {
        if session.grant(class, self.now()) != Grant::Awake {
            return Err(Refusal::NotFound.into());
        }
        let exists = class::Entity::find_by_id(class.uuid())
            .one(&self.db().read)
            .await?
            .is_some();
        if exists {
            Ok(ManagesClass(class))
        } else {
            Err(Refusal::NotFound.into())
        }
    }
}
