//! Invitation links. One user can register with each link.

use super::{
    Administration,
    overview::{PAGE_SIZE, names, page},
};
use crate::{
    Result,
    access::{Admin, ReauthenticatedAdmin},
    db::transaction,
    entity::mailed_link,
    members::mailed_links::{self, Purpose},
    operations::audit,
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::{
    audit::AuditKind,
    ids::AccountId,
    refusal::Refusal,
    time::Timestamp,
    view::{InviteRow, Page},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

impl Administration {
    /// Creates a link with which one user can register, once, within a week. Called by the command line.
    pub async fn invite(&self) -> Result<String> {
        self.new_invitation(None).await
    }

    /// Like `invite`, but called by a page. The audit trail stores which administrator made the link.
    pub async fn invite_as(&self, admin: ReauthenticatedAdmin) -> Result<String> {
        self.new_invitation(Some(admin)).await
    }

    async fn new_invitation(&self, by: Option<ReauthenticatedAdmin>) -> Result<String> {
        let now = self.clock.now();
        let token = transaction!(&self.db, |tx| {
            if let Some(admin) = by {
                self.lock_administrators(tx, admin, now).await?;
                let id = admin.account();
                audit::record_by(tx, id, AuditKind::Invited, Some(id), now).await?;
            }
            let maker = by.map(ReauthenticatedAdmin::account);
            mailed_links::issue(tx, Purpose::Invitation, maker, None, now).await
        })?;
        Ok(format!("{}/register?invitation={token}", self.settings.address))
    }

    /// Lists the invitations, newest first, including used and expired invitations that are still stored.
    pub async fn invitations(&self, _: Admin, before: Option<Timestamp>) -> Result<Page<InviteRow>> {
        let db = &self.db.read;
        let mut query = mailed_link::Entity::find()
            .filter(mailed_link::Column::Purpose.eq(Purpose::Invitation.code()))
            .order_by_desc(mailed_link::Column::CreatedAt);
        if let Some(before) = before {
            query = query.filter(mailed_link::Column::CreatedAt.lt(before.micros()));
        }
        let rows = query.limit(PAGE_SIZE + 1).all(db).await?;
        let names = names(db, rows.iter().filter_map(|row| row.account_id)).await?;
        page(
            rows,
            |row| row.created_at.to_string(),
            |row| {
                Ok(InviteRow {
                    hash: BASE64_URL_SAFE_NO_PAD.encode(&row.hash),
                    by: row.account_id.and_then(|id| names.get(&id).cloned()),
                    made: Timestamp::from_micros(row.created_at),
                    until: Timestamp::from_micros(row.expires_at),
                    used: row.used_at.map(Timestamp::from_micros),
                })
            },
        )
    }

    /// Invalidates the invitation.
    pub async fn revoke_invitation(&self, admin: ReauthenticatedAdmin, hash: &str) -> Result<()> {
        let now = self.clock.now();
        let hash = BASE64_URL_SAFE_NO_PAD.decode(hash).map_err(|_| Refusal::NotFound)?;
        transaction!(&self.db, |tx| {
            self.lock_administrators(tx, admin, now).await?;
            let gone = mailed_link::Entity::delete_many()
                .filter(mailed_link::Column::Hash.eq(hash.clone()))
                .filter(mailed_link::Column::Purpose.eq(Purpose::Invitation.code()))
                .filter(mailed_link::Column::UsedAt.is_null())
                .exec(tx)
                .await?;
            if gone.rows_affected != 1 {
                return Err(Refusal::ChangedMeanwhile.into());
            }
            let id: AccountId = admin.account();
            audit::record_by(tx, id, AuditKind::InvitationRevoked, Some(id), now).await
        })
    }
}
