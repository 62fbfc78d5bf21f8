//! Preferences of a member that do not affect how they sign in.

use super::Members;
use crate::{Result, access::Member, db::transaction, entity::account, operations::audit};
use domain::{audit::AuditKind, ids::AccountId, locale::Locale};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

impl Members {
    /// Sets the language of mails.
    pub async fn choose_language(&self, who: &Member, locale: Locale) -> Result<()> {
        let now = self.clock.now();
        transaction!(&self.db, |tx| {
            account::Entity::update_many()
                .col_expr(account::Column::Locale, Expr::value(locale.tag()))
                .col_expr(account::Column::UpdatedAt, Expr::value(now.micros()))
                .filter(account::Column::Id.eq(who.account().uuid()))
                .exec(tx)
                .await?;
            Ok(())
        })
    }

    /// Sets whether the member gets a mail after a sign-in from a new device.
    pub async fn choose_new_device_mail(&self, who: &Member, wanted: bool) -> Result<()> {
        let now = self.clock.now();
        let id: AccountId = who.account();
        transaction!(&self.db, |tx| {
            let changed = account::Entity::update_many()
                .col_expr(account::Column::NewDeviceMail, Expr::value(wanted))
                .filter(account::Column::Id.eq(id.uuid()))
                .filter(account::Column::NewDeviceMail.eq(!wanted))
                .exec(tx)
                .await?;
            let audited = match wanted {
                true => AuditKind::NewDeviceMailOn,
                false => AuditKind::NewDeviceMailOff,
            };
            match changed.rows_affected {
                0 => Ok(()),
                _ => audit::record(tx, id, audited, now).await,
            }
        })
    }
}
