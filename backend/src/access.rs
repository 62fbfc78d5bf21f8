//! Permissions as types: a service that needs one asks for the value, and only the checks here can make it.
//! A forgotten check does not compile.

use crate::{
    Result, Stepwise,
    entity::{account, class, factor},
};
use domain::{
    account::AccountKind,
    ids::{AccountId, ClassId},
    refusal::Refusal,
    session::{Grant, Identity, LinkKind, SessionState},
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

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

/// A registered person who has given both factors.
#[derive(Clone, Debug)]
pub struct SignedInMember(SignedIn);

impl SignedInMember {
    pub const fn account(&self) -> AccountId {
        self.0.account()
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

    pub async fn signed_in_member(&self, session: &SessionState) -> Result<SignedInMember> {
        let who = self.signed_in(session).await?;
        if who.kind() == AccountKind::Member && self.has_factor(who.account()).await? {
            Ok(SignedInMember(who))
        } else {
            Err(Refusal::SignInFirst.into())
        }
    }

    /// Whoever may not manage a class learns nothing of it, not even that it exists.
    pub async fn manages(&self, session: &SessionState, class: ClassId) -> Result<ManagesClass> {
        let row = self.class_row(class).await?;
        if self.may_manage(session, &row).await? {
            Ok(ManagesClass(class))
        } else {
            Err(Refusal::NotFound.into())
        }
    }

    pub async fn reads(&self, session: &SessionState, class: ClassId) -> Result<ReadsClass> {
        let row = self.class_row(class).await?;
        let link = row.read_link_hash.is_some().then_some(row.read_link_epoch);
        if self.has_link(session, class, LinkKind::Reader, link) || self.may_manage(session, &row).await? {
            Ok(ReadsClass(class))
        } else {
            Err(Refusal::NotFound.into())
        }
    }

    async fn class_row(&self, class: ClassId) -> Result<class::Model> {
        let row = class::Entity::find_by_id(class.uuid()).one(&self.db().read).await?;
        Ok(row.ok_or(Refusal::NotFound)?)
    }

    /// By its link, or because the class belongs to the member who is signed in here.
    async fn may_manage(&self, session: &SessionState, class: &class::Model) -> Result<bool> {
        let link = class.teacher_link_hash.is_some().then_some(class.teacher_link_epoch);
        if self.has_link(session, ClassId::from_uuid(class.id), LinkKind::Teacher, link) {
            return Ok(true);
        }
        let owner = session.signed_in(self.now()).is_ok_and(|identity| {
            identity.kind == AccountKind::Member && Some(identity.account.uuid()) == class.owner_id
        });
        if !owner {
            return Ok(false);
        }
        match self.signed_in_member(session).await {
            Ok(_) => Ok(true),
            Err(crate::Error::Refused(_)) => Ok(false),
            Err(broken) => Err(broken),
        }
    }

    /// A link is worth something as long as the class has not got another one, and sleeps while a student is here.
    fn has_link(&self, session: &SessionState, class: ClassId, kind: LinkKind, epoch: Option<i32>) -> bool {
        let traded = session.link_epoch(class, kind);
        session.any_grant(class, self.now()) == Grant::Awake
            && traded.is_some()
            && traded == epoch.and_then(|epoch| u32::try_from(epoch).ok())
    }

    async fn has_factor(&self, account: AccountId) -> Result<bool> {
        let confirmed = factor::Entity::find()
            .filter(factor::Column::AccountId.eq(account.uuid()))
            .filter(factor::Column::Confirmed.eq(true));
        Ok(confirmed.count(&self.db().read).await? > 0)
    }
}
