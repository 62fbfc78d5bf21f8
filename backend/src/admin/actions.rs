//! Changes that administrators, and operators on the command line, make to a member.

use super::Administration;
use crate::{
    Result,
    access::ReauthenticatedAdmin,
    db::{Transaction, transaction},
    entity::account,
    factors::account_factors::AccountFactors,
    limits::throttle,
    members::{
        last_administrator::other_administrators,
        queries::{account_of, epoch_of, identity_of},
        sessions::epoch::{Event, start_new_epoch},
    },
    notify::compose::Notice,
    operations::audit,
};
use domain::{
    account::{AccountKind, Role},
    audit::AuditKind,
    credentials::normalise_name,
    ids::AccountId,
    refusal::Refusal,
    time::Timestamp,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::Expr};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountAct {
    /// The member cannot sign in any more; their data stays.
    Deactivate,
    Reactivate,
    MakeAdmin,
    MakeTeacher,
    /// Sessions, trusted browsers and tokens end; the member can sign in again at once.
    EndSessions,
}

impl AccountAct {
    pub const ALL: [Self; 5] = [
        Self::Deactivate,
        Self::Reactivate,
        Self::MakeAdmin,
        Self::MakeTeacher,
        Self::EndSessions,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Deactivate => "deactivate",
            Self::Reactivate => "reactivate",
            Self::MakeAdmin => "make_admin",
            Self::MakeTeacher => "make_teacher",
            Self::EndSessions => "end_sessions",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.code() == code)
    }

    const fn role(self) -> Option<Role> {
        match self {
            Self::MakeAdmin => Some(Role::Admin),
            Self::MakeTeacher => Some(Role::Teacher),
            Self::Deactivate | Self::Reactivate | Self::EndSessions => None,
        }
    }

    /// Whether the member is allowed to sign in after the action; `None` if the action does not change that.
    const fn active(self) -> Option<bool> {
        match self {
            Self::Deactivate => Some(false),
            Self::Reactivate => Some(true),
            Self::MakeAdmin | Self::MakeTeacher | Self::EndSessions => None,
        }
    }

    const fn audit_and_notice(self) -> (AuditKind, Notice) {
        match self {
            Self::Deactivate => (AuditKind::Deactivated, Notice::Deactivated),
            Self::Reactivate => (AuditKind::Reactivated, Notice::Reactivated),
            Self::MakeAdmin | Self::MakeTeacher => (AuditKind::RoleChanged, Notice::RoleChanged),
            Self::EndSessions => (AuditKind::SessionsEnded, Notice::SessionsEnded),
        }
    }

    /// Whether the member is already in the requested state.
    fn is_done(self, known: &account::Model) -> bool {
        let has_role = |role: Role| known.role.as_deref() == Some(role.code());
        self.role().is_some_and(has_role) || self.active() == Some(known.active)
    }

    /// Whether the action reduces the number of active administrators.
    fn takes_an_administrator(self, known: &account::Model) -> bool {
        matches!(self, Self::Deactivate | Self::MakeTeacher)
            && known.active
            && known.role.as_deref() == Some(Role::Admin.code())
    }
}

impl Administration {
    /// `seen` is the epoch of the account that the page has shown. If two administrators change the same member at
    /// once, the second change is refused with `ChangedMeanwhile`.
    pub async fn act_on_account(
        &self,
        admin: ReauthenticatedAdmin,
        id: AccountId,
        act: AccountAct,
        seen: u32,
    ) -> Result<()> {
        let now = self.clock.now();
        transaction!(&self.db, |tx| {
            self.lock_administrators(tx, admin, now).await?;
            let known = self.unchanged_member(tx, id, seen).await?;
            if act.is_done(&known) {
                return Err(Refusal::ChangedMeanwhile.into());
            }
            if act.takes_an_administrator(&known) && other_administrators(tx, id).await? == 0 {
                return Err(Refusal::LastAdministrator.into());
            }
            self.change_member(tx, &known, act, Some(admin.account()), now).await
        })
    }

    /// Called by the command line. Unlike a page, the command line can also remove the last administrator, because the
    /// operator can create a new administrator there.
    pub async fn act_on_member(&self, name: &str, act: AccountAct) -> Result<()> {
        let now = self.clock.now();
        transaction!(&self.db, |tx| {
            let known = member_named(tx, name).await?.ok_or(Refusal::NotFound)?;
            self.change_member(tx, &known, act, None, now).await
        })
    }

    /// Serialises the actions of administrators, and checks again that the acting member still is an administrator: if
    /// two administrators demote each other at the same moment, only the first action succeeds.
    pub(crate) async fn lock_administrators(
        &self,
        tx: &Transaction,
        admin: ReauthenticatedAdmin,
        now: Timestamp,
    ) -> Result<()> {
        let turn = self.macs.mac("admin:turn", &[]);
        throttle::serialise(tx, turn, turn, now).await?;
        let row = account_of(tx, admin.account()).await?;
        let is_one = row.active && row.role.as_deref() == Some(Role::Admin.code());
        if is_one && epoch_of(&row)? == admin.epoch() {
            Ok(())
        } else {
            Err(Refusal::SignInFirst.into())
        }
    }

    /// Loads the member, and refuses the request if the account has changed since the page was shown.
    pub(crate) async fn unchanged_member(&self, tx: &Transaction, id: AccountId, seen: u32) -> Result<account::Model> {
        let known = account::Entity::find_by_id(id.uuid())
            .filter(account::Column::Kind.eq(AccountKind::Member.code()))
            .one(tx)
            .await?;
        let known = known.ok_or(Refusal::NotFound)?;
        if epoch_of(&known)? == seen {
            Ok(known)
        } else {
            Err(Refusal::ChangedMeanwhile.into())
        }
    }

    /// Carries out the administrator's action. The sessions and tokens of the member end, so that the member signs in
    /// again with the new role or state.
    pub(crate) async fn change_member(
        &self,
        tx: &Transaction,
        known: &account::Model,
        act: AccountAct,
        by: Option<AccountId>,
        now: Timestamp,
    ) -> Result<()> {
        let id = AccountId::from_uuid(known.id);
        if let Some(role) = act.role() {
            // A new administrator must already have a factor with which the role can sign in. An existing administrator
            // without one keeps the role, and connects one at the next sign-in.
            let admins = self.settings.admin_factors;
            let is_new_admin = role == Role::Admin && !act.is_done(known);
            if is_new_admin && !AccountFactors::of(tx, id).await?.suffice_for(role, admins) {
                return Err(admins.refusal().into());
            }
            account::Entity::update_many()
                .col_expr(account::Column::Role, Expr::value(role.code()))
                .filter(account::Column::Id.eq(known.id))
                .exec(tx)
                .await?;
        }
        if let Some(active) = act.active() {
            account::Entity::update_many()
                .col_expr(account::Column::Active, Expr::value(active))
                .filter(account::Column::Id.eq(known.id))
                .exec(tx)
                .await?;
        }
        let epoch = start_new_epoch(tx, &identity_of(known, now)?, Event::ByAdministrator, now).await?;
        epoch.ok_or(Refusal::ChangedMeanwhile)?;
        if act == AccountAct::Deactivate {
            self.factors.end_unused_enrolment_code(tx, id).await?;
        }
        let (kind, notice) = act.audit_and_notice();
        audit::record_by(tx, id, kind, by, now).await?;
        self.notifications.notify(tx, id, notice, now).await
    }
}

pub async fn member_named(tx: &impl ConnectionTrait, name: &str) -> Result<Option<account::Model>> {
    let name = normalise_name(name);
    let found = account::Entity::find()
        .filter(account::Column::Username.eq(name.as_str()))
        .filter(account::Column::Kind.eq(AccountKind::Member.code()))
        .one(tx)
        .await?;
    // On MySQL and MariaDB, comparisons ignore trailing spaces, so the query can find a name with other trailing
    // spaces.
    Ok(found.filter(|account| account.username == name))
}
