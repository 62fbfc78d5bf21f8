//! Removes and orders a member's factors, and moves codes by mail to a changed address.

use super::{
    account_rows::lock_under_epoch,
    again::Again,
    audit,
    epoch::{Event, start_new_epoch},
    factors::Factors,
    letters::Notice,
};
use crate::{
    Result, Stepwise,
    access::{Fresh, Member},
    db::{Tx, transaction},
    entity::{account, factor},
};
use domain::{
    account::Role,
    audit::AuditKind,
    factor::{FactorKind, move_to_front},
    ids::{AccountId, FactorId},
    refusal::Refusal,
    session::SessionState,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

impl Stepwise {
    /// The last factor can be replaced, never removed. Ends other sessions and trusted browsers.
    pub async fn remove_factor(
        &self,
        who: Member,
        again: &Again,
        kind: FactorKind,
        session: SessionState,
    ) -> Result<SessionState> {
        // Obstacles are reported before a code is used up.
        let role = who.role();
        removable(&Factors::of(&self.db().read, who.account()).await?, kind, role)?;
        let who: Fresh = self.prove_again(who, again).await?;
        let now = self.now();
        let epoch = transaction!(self.db(), |tx| {
            removable(&Factors::of(tx, who.account()).await?, kind, role)?;
            let epoch = start_new_epoch(tx, who.member().identity(), Event::ByOwner, now).await?;
            let epoch = epoch.ok_or(Refusal::SignInFirst)?;
            factor::Entity::delete_many()
                .filter(factor::Column::AccountId.eq(who.account().uuid()))
                .filter(factor::Column::Kind.eq(kind.code()))
                .exec(tx)
                .await?;
            audit::record(tx, who.account(), AuditKind::FactorRemoved, now).await?;
            self.notify(tx, who.account(), Notice::FactorRemoved, now).await?;
            Ok(epoch)
        })?;
        Ok(session.epoch_raised(epoch, now)?)
    }

    /// Asks for this factor first; the order of the others stays. Which factor is asked for first decides how weak a
    /// sign-in may be, so password and code are required again.
    pub async fn ask_first(&self, who: Member, again: &Again, kind: FactorKind) -> Result<()> {
        // Obstacles are reported before a code is used up.
        let factors = Factors::of(&self.db().read, who.account()).await?;
        factors.confirmed(kind).ok_or(Refusal::NotFound)?;
        let who: Fresh = self.prove_again(who, again).await?;
        let now = self.now();
        transaction!(self.db(), |tx| {
            lock_under_epoch(tx, who.member().identity(), now).await?;
            let factors = Factors::of(tx, who.account()).await?;
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
            self.notify(tx, who.account(), Notice::FactorsOrdered, now).await
        })
    }

    /// After a change of address, sends codes by mail to the new one, and ends trusted browsers.
    pub(super) async fn mail_codes_move(&self, tx: &Tx, account: &account::Model, to: &str) -> Result<()> {
        let id = AccountId::from_uuid(account.id);
        let factors = Factors::of(tx, id).await?;
        let Some(row) = factors.confirmed(FactorKind::Email) else {
            return Ok(());
        };
        factor::Entity::update_many()
            .col_expr(
                factor::Column::Sealed,
                Expr::value(self.seal_target(FactorId::from_uuid(row.id), to)?),
            )
            .filter(factor::Column::Id.eq(row.id))
            .exec(tx)
            .await?;
        super::trusted_browser::end_all(tx, id).await
    }
}

fn removable(factors: &Factors, kind: FactorKind, role: Role) -> Result<()> {
    factors.confirmed(kind).ok_or(Refusal::NotFound)?;
    let others: Vec<_> = factors.kinds().into_iter().filter(|other| *other != kind).collect();
    if others.is_empty() {
        return Err(Refusal::LastFactor.into());
    }
    // A member whose role requires an app keeps it; a factor that does not suffice alone may be removed.
    if kind.suffices_for(role) && !others.into_iter().any(|other| other.suffices_for(role)) {
        return Err(Refusal::AppNeeded.into());
    }
    Ok(())
}
