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
    session::{Grant, Identity, LinkKind, SessionState},
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

    pub const fn epoch(&self) -> u32 {
        self.identity.epoch
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

    pub const fn epoch(&self) -> u32 {
        self.0.epoch()
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
    pub async fn manages(
        &self,
        session: &SessionState,
        member: Option<&Member>,
        class: ClassId,
    ) -> Result<ManagesClass> {
        let row = self.class_row(class).await?;
        if self.may_manage(session, member, &row) {
            Ok(ManagesClass(class))
        } else {
            Err(Refusal::NotFound.into())
        }
    }

    pub async fn reads(&self, session: &SessionState, member: Option<&Member>, class: ClassId) -> Result<ReadsClass> {
        let row = self.class_row(class).await?;
        let link = row.read_link_hash.is_some().then_some(row.read_link_epoch);
        if self.has_link(session, class, LinkKind::Reader, link) || self.may_manage(session, member, &row) {
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
    fn may_manage(&self, session: &SessionState, member: Option<&Member>, class: &class::Model) -> bool {
        let link = class.teacher_link_hash.is_some().then_some(class.teacher_link_epoch);
        self.has_link(session, ClassId::from_uuid(class.id), LinkKind::Teacher, link)
            || member.is_some_and(|member| class.owner_id == Some(member.account().uuid()))
    }

    /// A link is worth something as long as the class has not got another one, and sleeps while a student is here.
    fn has_link(&self, session: &SessionState, class: ClassId, kind: LinkKind, epoch: Option<i32>) -> bool {
        let traded = session.link_epoch(class, kind);
        session.any_grant(class, self.now()) == Grant::Awake
            && traded.is_some()
            && traded == epoch.and_then(|epoch| u32::try_from(epoch).ok())
    }
}
