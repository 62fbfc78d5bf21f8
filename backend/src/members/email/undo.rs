//! Undoes a change of the e-mail address with a link that is mailed to the old address and valid for three days. It
//! protects against an attacker who controls the account and changes its address, because the owner still has the old
//! mailbox.

use crate::{
    Error, Result,
    db::{Transaction, transaction},
    entity::{account, mailed_link},
    members::{
        Members,
        mailed_links::{self, Purpose},
        queries::{account_of, identity_of},
        sessions::epoch::{Event, start_new_epoch},
    },
    notify::compose::Notice,
    operations::audit,
};
use domain::{audit::AuditKind, ids::AccountId, refusal::Refusal, time::Timestamp};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};

impl Members {
    /// The secret part of the link for the previous address. Each change has its own link, and a later change does not
    /// invalidate it: after two changes, both old addresses can be restored.
    ///
    /// If a valid link could restore the new address, the owner has changed the address back without the link. This
    /// link and all later links are then invalidated, and no new link is issued. Otherwise the attacker could restore
    /// the other address with a link that was mailed to it.
    pub(crate) async fn undo_link(
        &self,
        tx: &Transaction,
        account: AccountId,
        old: &str,
        new: &str,
        now: Timestamp,
    ) -> Result<Option<String>> {
        let restored = mailed_link::Entity::find()
            .filter(mailed_link::Column::AccountId.eq(account.uuid()))
            .filter(mailed_link::Column::Purpose.eq(Purpose::UndoEmail.code()))
            .filter(mailed_link::Column::Email.eq(new))
            .filter(mailed_link::Column::UsedAt.is_null())
            .filter(mailed_link::Column::ExpiresAt.gt(now.micros()))
            .order_by_asc(mailed_link::Column::CreatedAt)
            .one(tx)
            .await?;
        if let Some(restored) = restored {
            revoke_since(tx, account, restored.created_at, now).await?;
            return Ok(None);
        }
        let token = mailed_links::issue(tx, Purpose::UndoEmail, Some(account), Some(old), now).await?;
        Ok(Some(token))
    }

    /// Checks that the mailed link is still valid, before the page shows the button.
    pub async fn may_undo_email(&self, token: &str) -> Result<()> {
        mailed_links::find_valid(&self.db.read, Purpose::UndoEmail, token, self.clock.now()).await?;
        Ok(())
    }

    /// Restores the previous address, also as the target of codes by mail. Sessions and tokens end, and the links that
    /// undo later changes become invalid. The password stays: the owner can reset it with a mail to the restored
    /// address.
    pub async fn undo_email_change(&self, token: &str) -> Result<()> {
        let now = self.clock.now();
        let undone = transaction!(&self.db, |tx| {
            let link = mailed_links::use_up(tx, Purpose::UndoEmail, token, now).await?;
            let id = AccountId::from_uuid(link.account_id.ok_or(Error::Corrupt("link"))?);
            let email = link.email.ok_or(Error::Corrupt("link"))?;
            let before = account_of(tx, id).await.map_err(|_| Refusal::LinkDead)?;
            let epoch = start_new_epoch(tx, &identity_of(&before, now)?, Event::ByOwner, now).await?;
            epoch.ok_or(Refusal::ChangedMeanwhile)?;
            account::Entity::update_many()
                .col_expr(account::Column::Email, Expr::value(email.clone()))
                .col_expr(account::Column::UpdatedAt, Expr::value(now.micros()))
                .filter(account::Column::Id.eq(before.id))
                .exec(tx)
                .await?;
            revoke_since(tx, id, link.created_at, now).await?;
            self.set_up.move_mail_codes(tx, &before, &email).await?;
            audit::record(tx, id, AuditKind::EmailChangeUndone, now).await?;
            self.notifications
                .queue(tx, &before, &email, &Notice::EmailRestored, now)
                .await?;
            match &before.email {
                Some(left) => {
                    self.notifications
                        .queue(tx, &before, left, &Notice::EmailChangeUndone, now)
                        .await
                }
                None => Ok(()),
            }
        });
        match undone {
            // The address belongs to another account now.
            Err(error) if error.is_taken() => Err(Refusal::LinkDead.into()),
            outcome => outcome,
        }
    }
}

/// Invalidates the links that undo changes made at this time or later.
async fn revoke_since(tx: &impl ConnectionTrait, account: AccountId, since: i64, now: Timestamp) -> Result<()> {
    mailed_link::Entity::update_many()
        .col_expr(mailed_link::Column::UsedAt, Expr::value(now.micros()))
        .filter(mailed_link::Column::AccountId.eq(account.uuid()))
        .filter(mailed_link::Column::Purpose.eq(Purpose::UndoEmail.code()))
        .filter(mailed_link::Column::UsedAt.is_null())
        .filter(mailed_link::Column::CreatedAt.gte(since))
        .exec(tx)
        .await?;
    Ok(())
}
