//! Creates permissions after checking a session or a token against the current row of the account or class.

use super::{
    Access, Admin, EndedSignIn, ManagesClass, MaySetUp, Member, PendingSignIn, ReadsClass, ReauthenticatedAdmin,
    SessionOwner, SignedIn, session_owner::AccountColumns,
};
use crate::{
    Result,
    classes::queries::class_of,
    entity::{account, class},
    factors::account_factors::AccountFactors,
    members::queries::identity_of,
};
use domain::{
    account::Role,
    ids::ClassId,
    refusal::Refusal,
    role_requirements::AdminFactors,
    session::{Grant, Identity, LinkKind, SessionState},
    time::Timestamp,
};
use sea_orm::{EntityTrait, QuerySelect};

impl Access {
    pub async fn signed_in(&self, session: &SessionState, owner: &SessionOwner) -> Result<SignedIn> {
        let identity = session.signed_in(self.clock.now())?;
        let account = self.current_account(&identity, owner).await?;
        Ok(signed_in_as(identity, account, session, owner))
    }

    /// Like `signed_in`, for a session that was read together with its account just now: no further query is needed.
    pub(crate) fn signed_in_as_read(&self, session: &SessionState, owner: &SessionOwner) -> Option<SignedIn> {
        let identity = session.signed_in(self.clock.now()).ok()?;
        let account = owner.account(identity.account.uuid())?;
        is_current(&account, &identity).then(|| signed_in_as(identity, account, session, owner))
    }

    /// The sign-in of a student that has ended before its time, because the account has a new epoch. `owner` contains
    /// the account and the seat that were read with the session, so no query is needed.
    pub fn ended_sign_in(&self, session: &SessionState, owner: &SessionOwner) -> Option<EndedSignIn> {
        let identity = session.signed_in(self.clock.now()).ok()?;
        let account = owner.account(identity.account.uuid())?;
        let seat = owner.seat(identity.account.uuid())?;
        (account.active && !is_current(&account, &identity)).then(|| EndedSignIn {
            login: account.username,
            was_reset: seat.was_reset(),
        })
    }

    pub async fn may_set_up(&self, session: &SessionState, owner: &SessionOwner) -> Result<MaySetUp> {
        let identity = session.setting_up(self.clock.now())?;
        let account = self.current_account(&identity, owner).await?;
        // After a reset, the password alone must not be enough to connect a new phone.
        if account.must_enrol && !session.is_enrolled() {
            return Err(Refusal::SignInFirst.into());
        }
        Ok(MaySetUp {
            identity,
            role: role_of(account.role.as_deref()),
            login: account.username,
            is_enrolled: session.is_enrolled(),
            seat: owner.seat(identity.account.uuid()),
        })
    }

    pub async fn pending(&self, session: &SessionState, owner: &SessionOwner) -> Result<PendingSignIn> {
        let identity = session.pending(self.clock.now())?;
        let account = self.current_account(&identity, owner).await?;
        Ok(PendingSignIn {
            identity,
            role: role_of(account.role.as_deref()),
            login: account.username,
            email: account.email,
            asked: session.sent_code(),
            seat: owner.seat(identity.account.uuid()),
        })
    }

    /// The permission of an administrator. A session can be older than the setting that requires a passkey, so the
    /// factors of the account are read then.
    pub async fn admin(&self, who: &Member) -> Result<Admin> {
        let admin = who.admin()?;
        let admins = self.settings.admin_factors;
        if admins == AdminFactors::Passkey {
            let factors = AccountFactors::of(&self.db.read, who.account()).await?;
            if !factors.suffice_for(who.role(), admins) {
                return Err(admins.refusal().into());
            }
        }
        Ok(admin)
    }

    /// Administrators are allowed to change accounts and classes only within ten minutes after they have entered a
    /// second-factor code. The session stores the time at which they entered the code.
    pub fn reauthenticated_admin(&self, who: &Member, session: &SessionState) -> Result<ReauthenticatedAdmin> {
        let admin = who.admin()?;
        match session.may_act_until(self.clock.now()) {
            Some(_) => Ok(ReauthenticatedAdmin {
                account: admin.account(),
                epoch: who.epoch(),
            }),
            None => Err(Refusal::ProveFirst.into()),
        }
    }

    /// The account if it exists, is active and still has the epoch of this sign-in. Uses the account that was read with
    /// the session; reads it again if it is another one, or if the session has been renewed since.
    async fn current_account(&self, identity: &Identity, owner: &SessionOwner) -> Result<AccountColumns> {
        let is_current = |account: &AccountColumns| is_current(account, identity);
        let id = identity.account.uuid();
        if let Some(account) = owner.account(id).filter(is_current) {
            return Ok(account);
        }
        let account = account::Entity::find_by_id(id)
            .select_only()
            .columns(AccountColumns::ALL)
            .into_model::<AccountColumns>()
            .one(&self.db.read)
            .await?;
        Ok(account.filter(is_current).ok_or(Refusal::SignInFirst)?)
    }

    /// A user who is not allowed to manage the class gets 404, so that they do not learn whether the class exists.
    pub async fn manages(
        &self,
        session: &SessionState,
        member: Option<&Member>,
        class: ClassId,
    ) -> Result<ManagesClass> {
        self.manages_row(session, member, &class_of(&self.db.read, class).await?)
    }

    pub async fn reads(&self, session: &SessionState, member: Option<&Member>, class: ClassId) -> Result<ReadsClass> {
        self.reads_row(session, member, &class_of(&self.db.read, class).await?)
    }

    /// Like `manages`, for a class whose row the caller has already read.
    pub(crate) fn manages_row(
        &self,
        session: &SessionState,
        member: Option<&Member>,
        row: &class::Model,
    ) -> Result<ManagesClass> {
        match self.may_manage(session, member, row) {
            true => Ok(ManagesClass(ClassId::from_uuid(row.id))),
            false => Err(Refusal::NotFound.into()),
        }
    }

    pub(crate) fn reads_row(
        &self,
        session: &SessionState,
        member: Option<&Member>,
        row: &class::Model,
    ) -> Result<ReadsClass> {
        let class = ClassId::from_uuid(row.id);
        let link = row.read_link_hash.is_some().then_some(row.read_link_epoch);
        if self.has_link(session, class, LinkKind::Reader, link) || self.may_manage(session, member, row) {
            Ok(ReadsClass(class))
        } else {
            Err(Refusal::NotFound.into())
        }
    }

    /// True if the session holds the teacher link, or if the class belongs to the signed-in member.
    fn may_manage(&self, session: &SessionState, member: Option<&Member>, class: &class::Model) -> bool {
        let link = class.teacher_link_hash.is_some().then_some(class.teacher_link_epoch);
        self.has_link(session, ClassId::from_uuid(class.id), LinkKind::Teacher, link)
            || member.is_some_and(|member| class.owner_id == Some(member.account().uuid()))
    }

    /// A class link is valid as long as the link epoch of the class is the same as in the session. The link gives no
    /// access in a session in which a student is signed in.
    fn has_link(&self, session: &SessionState, class: ClassId, kind: LinkKind, epoch: Option<i32>) -> bool {
        let session_epoch = session.link_epoch(class, kind);
        session.any_grant(class, self.clock.now()) == Grant::Active
            && session_epoch.is_some()
            && session_epoch == epoch.and_then(|epoch| u32::try_from(epoch).ok())
    }
}

fn signed_in_as(identity: Identity, account: AccountColumns, session: &SessionState, owner: &SessionOwner) -> SignedIn {
    SignedIn {
        identity,
        role: role_of(account.role.as_deref()),
        login: account.username,
        asked: session.sent_code(),
        seat: owner.seat(identity.account.uuid()),
    }
}

/// The account still exists for this sign-in: it is active and has the same epoch.
fn is_current(account: &AccountColumns, identity: &Identity) -> bool {
    account.active && u32::try_from(account.epoch) == Ok(identity.epoch)
}

pub(crate) fn role_of(code: Option<&str>) -> Role {
    code.and_then(Role::from_code).unwrap_or(Role::Teacher)
}

/// The `SignedIn` permission for the owner of an access token that was already verified.
pub fn holder_signed_in(account: account::Model, now: Timestamp) -> Result<SignedIn> {
    Ok(SignedIn {
        identity: identity_of(&account, now)?,
        role: role_of(account.role.as_deref()),
        login: account.username,
        asked: None,
        seat: None,
    })
}
