//! Requests for help, as administrators see, accept and decline them.

use super::{
    Administration,
    overview::{PAGE_SIZE, named, names, page},
};
use crate::{
    Error, Result,
    access::{Admin, ReauthenticatedAdmin},
    db::transaction,
    entity::{account, rescue},
    members::rescue::requests::close_request,
    notify::compose::Notice,
    operations::audit,
    random,
};
use domain::{
    audit::AuditKind,
    ids::{AccountId, RescueId},
    recovery_code::RecoveryCode,
    refusal::Refusal,
    rescue::RescueState,
    time::Timestamp,
    view::{Page, RescueRow},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, prelude::Uuid};
use std::collections::HashSet;

impl Administration {
    /// Requests for help, the newest first.
    pub async fn rescues(&self, _: Admin, open: bool, before: Option<RescueId>) -> Result<Page<RescueRow>> {
        let db = &self.db.read;
        let mut query = rescue::Entity::find().order_by_desc(rescue::Column::Id);
        if open {
            query = query.filter(rescue::Column::OpenFor.is_not_null());
        }
        if let Some(before) = before {
            query = query.filter(rescue::Column::Id.lt(before.uuid()));
        }
        let rows = query.limit(PAGE_SIZE + 1).all(db).await?;
        let ids = rows.iter().flat_map(|row| [Some(row.account_id), row.decided_by]);
        let ids: Vec<Uuid> = ids.flatten().collect();
        let told = self.with_address(ids.clone()).await?;
        let names = names(db, ids).await?;
        page(
            rows,
            |row| row.id.to_string(),
            |row| {
                Ok(RescueRow {
                    id: RescueId::from_uuid(row.id),
                    account: named(&names, row.account_id),
                    is_notified: told.contains(&row.account_id),
                    state: RescueState::from_code(&row.state).ok_or(Error::Corrupt("rescue state"))?,
                    asked: Timestamp::from_micros(row.asked_at),
                    decided: row.decided_at.map(Timestamp::from_micros),
                    by: row.decided_by.and_then(|id| names.get(&id).cloned()),
                })
            },
        )
    }

    /// Which of these accounts have a confirmed e-mail address.
    async fn with_address(&self, accounts: Vec<Uuid>) -> Result<HashSet<Uuid>> {
        let found: Vec<Uuid> = account::Entity::find()
            .select_only()
            .column(account::Column::Id)
            .filter(account::Column::Id.is_in(accounts))
            .filter(account::Column::Email.is_not_null())
            .into_tuple()
            .all(&self.db.read)
            .await?;
        Ok(found.into_iter().collect())
    }

    /// Issues an enrolment code after an administrator has verified the owner's identity outside of this application.
    /// The page shows the code once, and the administrator hands it over. `seen` is the epoch of the account that the
    /// page has shown: if two administrators decide at once, the second request is refused.
    pub async fn issue_enrolment_code(
        &self,
        admin: ReauthenticatedAdmin,
        id: AccountId,
        seen: u32,
    ) -> Result<RecoveryCode> {
        if id == admin.account() {
            return Err(Refusal::NotOneself.into());
        }
        let now = self.clock.now();
        let code = RecoveryCode::from_random(random::bytes()?);
        transaction!(&self.db, |tx| {
            self.lock_administrators(tx, admin, now).await?;
            let known = self.unchanged_member(tx, id, seen).await?;
            self.members
                .issue_enrolment(tx, &known, &code, Some(admin.account()), now)
                .await
        })?;
        Ok(code)
    }

    /// Closes a request for help that the administrator does not believe, or has solved in another way.
    pub async fn decline_rescue(&self, admin: ReauthenticatedAdmin, id: RescueId) -> Result<()> {
        let now = self.clock.now();
        transaction!(&self.db, |tx| {
            self.lock_administrators(tx, admin, now).await?;
            let asked = rescue::Entity::find_by_id(id.uuid()).one(tx).await?;
            let asked = asked.ok_or(Refusal::NotFound)?;
            let account = AccountId::from_uuid(asked.account_id);
            if asked.open_for.is_none()
                || !close_request(tx, account, RescueState::Declined, Some(admin.account()), now).await?
            {
                return Err(Refusal::ChangedMeanwhile.into());
            }
            audit::record_by(tx, account, AuditKind::RescueDeclined, Some(admin.account()), now).await?;
            self.notifications
                .notify(tx, account, Notice::RescueDeclined, now)
                .await
        })
    }
}
