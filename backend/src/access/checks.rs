//! The checks: from what a session or a token says, and what the database says of it, to a permission.

use super::{FreshAdmin, ManagesClass, MaySetUp, Member, PendingSignIn, ReadsClass, SignedIn};
use crate::{
    Result, Stepwise,
    crypto::TokenKind,
    db::Words,
    entity::{account, class},
    service::{class_rows::class_of, sign_in::identity_of},
};
use domain::{
    account::Role,
    ids::ClassId,
    refusal::Refusal,
    session::{Grant, Identity, LinkKind, SessionState},
};
use sea_orm::{EntityTrait, FromQueryResult, QuerySelect};

/// What every page asks of the account that is here, and no more.
#[derive(FromQueryResult)]
struct Living {
    username: String,
    role: Option<String>,
    epoch: i32,
    active: bool,
    must_enrol: bool,
}

impl Stepwise {
    pub async fn signed_in(&self, session: &SessionState) -> Result<SignedIn> {
        let identity = session.signed_in(self.now())?;
        let account = self.living(&identity).await?;
        Ok(SignedIn {
            identity,
            role: role_of(account.role.as_deref()),
            login: account.username,
            asked: session.asked(),
        })
    }

    pub async fn may_set_up(&self, session: &SessionState) -> Result<MaySetUp> {
        let identity = session.setting_up(self.now())?;
        let account = self.living(&identity).await?;
        // A reset leaves nothing that a password alone can enrol.
        if account.must_enrol && !session.is_enrolled() {
            return Err(Refusal::SignInFirst.into());
        }
        Ok(MaySetUp {
            identity,
            role: role_of(account.role.as_deref()),
            login: account.username,
            is_enrolled: session.is_enrolled(),
        })
    }

    pub async fn pending(&self, session: &SessionState) -> Result<PendingSignIn> {
        let identity = session.pending(self.now())?;
        let account = self.living(&identity).await?;
        Ok(PendingSignIn {
            identity,
            role: role_of(account.role.as_deref()),
            login: account.username,
            asked: session.asked(),
        })
    }

    /// Acts of administrators ask for a code that is not older than ten minutes; the session knows when it was given.
    pub fn fresh_admin(&self, who: &Member, session: &SessionState) -> Result<FreshAdmin> {
        let admin = who.admin()?;
        match session.may_act_until(self.now()) {
            Some(_) => Ok(FreshAdmin {
                account: admin.account(),
                epoch: who.epoch(),
            }),
            None => Err(Refusal::ProveFirst.into()),
        }
    }

    /// A program that shows an access token: as good as the sign-in by which it got it.
    pub async fn signed_in_by_token(&self, token: &str) -> Result<SignedIn> {
        let account = self.token_holder(token, &[TokenKind::Access]).await?.account;
        Ok(SignedIn {
            identity: identity_of(&account, self.now())?,
            role: role_of(account.role.as_deref()),
            login: account.username,
            asked: None,
        })
    }

    /// The account is there, active, and of the epoch under which this browser proved itself.
    async fn living(&self, identity: &Identity) -> Result<Living> {
        static BY_ID: Words = Words::new();
        let (db, id) = (&self.db().read, identity.account.uuid());
        let asked = BY_ID.about(db, [id.into()], || {
            account::Entity::find_by_id(id).select_only().columns([
                account::Column::Username,
                account::Column::Role,
                account::Column::Epoch,
                account::Column::Active,
                account::Column::MustEnrol,
            ])
        });
        let account = Living::find_by_statement(asked).one(db).await?;
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
        let row = class_of(&self.db().read, class).await?;
        if self.may_manage(session, member, &row) {
            Ok(ManagesClass(class))
        } else {
            Err(Refusal::NotFound.into())
        }
    }

    pub async fn reads(&self, session: &SessionState, member: Option<&Member>, class: ClassId) -> Result<ReadsClass> {
        let row = class_of(&self.db().read, class).await?;
        let link = row.read_link_hash.is_some().then_some(row.read_link_epoch);
        if self.has_link(session, class, LinkKind::Reader, link) || self.may_manage(session, member, &row) {
            Ok(ReadsClass(class))
        } else {
            Err(Refusal::NotFound.into())
        }
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

fn role_of(code: Option<&str>) -> Role {
    code.and_then(Role::from_code).unwrap_or(Role::Teacher)
}
