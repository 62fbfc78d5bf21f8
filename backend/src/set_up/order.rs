//! Removes and orders the factors of a member, and moves codes by mail to a changed e-mail address.

use super::SetUp;
use crate::{
    Result,
    access::{Member, Reauthenticated},
    auth::reauthenticate::Reauthentication,
    db::{Transaction, transaction},
    entity::{account, factor},
    factors::{account_factors::AccountFactors, passkeys::store::remove_all},
    members::{
        queries::lock_under_epoch,
        sessions::epoch::{Event, start_new_epoch},
    },
    notify::compose::Notice,
    operations::audit,
};
use domain::{
    account::Role,
    audit::AuditKind,
    factor::{FactorKind, move_to_front},
    ids::{AccountId, FactorId},
    refusal::Refusal,
    role_requirements::AdminFactors,
    session::SessionState,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

impl SetUp {
    /// Removes a factor. The last factor can be replaced but not removed. Other sessions and trusted browsers end.
    pub async fn remove_factor(
        &self,
        who: Member,
        again: &Reauthentication,
        kind: FactorKind,
        session: SessionState,
    ) -> Result<SessionState> {
        // Obstacles are reported before the reauthentication uses up the code.
        let required = (who.role(), self.settings.admin_factors);
        check_removable(&AccountFactors::of(&self.db.read, who.account()).await?, kind, required)?;
        let who: Reauthenticated = self.auth.reauthenticate(who, again).await?;
        let now = self.clock.now();
        let epoch = transaction!(&self.db, |tx| {
            check_removable(&AccountFactors::of(tx, who.account()).await?, kind, required)?;
            let epoch = start_new_epoch(tx, who.member().identity(), Event::ByOwner, now).await?;
            let epoch = epoch.ok_or(Refusal::SignInFirst)?;
            factor::Entity::delete_many()
                .filter(factor::Column::AccountId.eq(who.account().uuid()))
                .filter(factor::Column::Kind.eq(kind.code()))
                .exec(tx)
                .await?;
            if kind == FactorKind::Passkey {
                remove_all(tx, who.account()).await?;
            }
            audit::record(tx, who.account(), AuditKind::FactorRemoved, now).await?;
            self.notifications
                .notify(tx, who.account(), Notice::FactorRemoved, now)
                .await?;
            Ok(epoch)
        })?;
        Ok(session.epoch_raised(epoch, now)?)
    }

    /// Puts this factor first at the sign-in and keeps the order of the others. The first factor decides how secure a
    /// sign-in is, so the member must reauthenticate.
    pub async fn ask_first(&self, who: Member, again: &Reauthentication, kind: FactorKind) -> Result<()> {
        // Obstacles are reported before the reauthentication uses up the code.
        let factors = AccountFactors::of(&self.db.read, who.account()).await?;
        factors.confirmed(kind).ok_or(Refusal::NotFound)?;
        let who: Reauthenticated = self.auth.reauthenticate(who, again).await?;
        let now = self.clock.now();
        transaction!(&self.db, |tx| {
            lock_under_epoch(tx, who.member().identity(), now).await?;
            let factors = AccountFactors::of(tx, who.account()).await?;
            factors.confirmed(kind).ok_or(Refusal::NotFound)?;
            for (position, kind) in (0_i32..).zip(move_to_front(&factors.kinds(), kind)) {
                factor::Entity::update_many()
                    .col_expr(factor::Column::Position, Expr::value(position))
                    .filter(factor::Column::AccountId.eq(who.account().uuid()))
                    .filter(factor::Column::Kind.eq(kind.code()))
                    .exec(tx)
                    .await?;
            }
            audit::record(tx, who.account(), AuditKind::FactorsOrdered, now).await?;
            self.notifications
                .notify(tx, who.account(), Notice::FactorsOrdered, now)
                .await
        })
    }

    /// After a change of the e-mail address, sends codes by mail to the new address, and ends trusted browsers.
    pub(crate) async fn move_mail_codes(&self, tx: &Transaction, account: &account::Model, to: &str) -> Result<()> {
        let id = AccountId::from_uuid(account.id);
        let factors = AccountFactors::of(tx, id).await?;
        let Some(row) = factors.confirmed(FactorKind::Email) else {
            return Ok(());
        };
        factor::Entity::update_many()
            .col_expr(
                factor::Column::Sealed,
                Expr::value(self.factors.seal_target(FactorId::from_uuid(row.id), to)?),
            )
            .filter(factor::Column::Id.eq(row.id))
            .exec(tx)
            .await?;
        crate::auth::trusted_browser::end_all(tx, id).await
    }
}

pub(super) fn check_removable(
    factors: &AccountFactors,
    kind: FactorKind,
    (role, admins): (Role, AdminFactors),
) -> Result<()> {
    factors.confirmed(kind).ok_or(Refusal::NotFound)?;
    let others: Vec<_> = factors.kinds().into_iter().filter(|other| *other != kind).collect();
    if others.is_empty() {
        return Err(Refusal::LastFactor.into());
    }
    // A member keeps the last factor that the role requires. Other factors can be removed.
    if kind.suffices_for(role, admins) && !others.into_iter().any(|other| other.suffices_for(role, admins)) {
        return Err(admins.refusal().into());
    }
    Ok(())
}
