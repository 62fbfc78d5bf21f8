//! Shows and deletes a member's own account.

use super::{
    Members,
    queries::{account_of, lock_under_epoch, recovery_codes_left},
    rescue::factor_reset::remove_factors,
    sessions::epoch::end_codes,
};
use crate::{
    Result,
    access::{Member, Reauthenticated},
    api::token_families::end_all_families,
    auth::reauthenticate::Reauthentication,
    db::{Writes, transaction},
    entity::{
        account, audit_event, class, class_finish, class_result, enrolment_code, idempotency_key, mailed_link,
        personal_token, rescue, web_session,
    },
    factors::account_factors::AccountFactors,
    limits::throttle,
    notify::compose::Notice,
    operations::audit,
    session_store::SessionKey,
    students::progress,
};
use domain::{factor::FactorKind, ids::AccountId, locale::Locale, time::Timestamp, view::AccountView};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::Expr};

/// Maximum number of events on the account page; the export contains all events.
const EVENTS_SHOWN: u64 = 20;

impl Members {
    /// The account page. `here` is the session of the request.
    pub async fn account(&self, who: &Member, here: Option<&SessionKey>) -> Result<AccountView> {
        self.account_with(who, here, EVENTS_SHOWN).await
    }

    /// The account with its latest `events` events.
    pub(super) async fn account_with(
        &self,
        who: &Member,
        here: Option<&SessionKey>,
        events: u64,
    ) -> Result<AccountView> {
        let db = &self.db.read;
        let account = account_of(db, who.account()).await?;
        let factors = AccountFactors::of(db, who.account()).await?;
        let app = factors.confirmed(FactorKind::Totp);
        Ok(AccountView {
            username: account.username,
            email: account.email,
            unconfirmed_email: account.unconfirmed_email,
            is_admin: who.is_admin(),
            locale: account.locale.as_deref().and_then(Locale::from_tag),
            registered: Timestamp::from_micros(account.created_at),
            factor_since: app.and_then(|row| row.confirmed_at).map(Timestamp::from_micros),
            recovery_codes_left: recovery_codes_left(db, who.account()).await?,
            sessions: self.sessions_of(who, here).await?,
            events: audit::latest(db, who.account(), events).await?,
            factors: self.auth.factors_view(who, &factors).await?,
            new_device_mail: account.new_device_mail,
        })
    }

    /// Deletes the account. Only one audit event stays, with a keyed hash of the name and the time of the deletion. The
    /// member's open classes end as well, because no other teacher could manage them.
    ///
    /// The rows of codes that were sent stay for two hours, because otherwise a deletion would reset the limit of text
    /// messages. They contain ids, times and keyed hashes, but no address, number or code.
    pub async fn delete_account(&self, who: Member, again: &Reauthentication) -> Result<()> {
        let who: Reauthenticated = self.auth.reauthenticate(who, again).await?;
        let now = self.clock.now();
        let id = who.account();
        transaction!(&self.db, |tx| {
            // The request is refused if the session has ended while the password waited in the queue.
            lock_under_epoch(tx, who.member().identity(), now).await?;
            let account = account_of(tx, id).await?;
            self.ensure_other_administrator(tx, &account, now).await?;
            self.notifications.notify(tx, id, Notice::AccountDeleted, now).await?;
            end_classes(tx, id, now).await?;
            let mut codes = Writes::default();
            end_codes(&mut codes, who.member().identity(), now);
            codes.run(tx).await?;
            remove_factors(tx, id).await?;
            remove_traces(tx, id).await?;
            end_all_families(tx, id).await?;
            throttle::forgive(tx, throttle::Subject::password(&self.macs, id, None)).await?;
            throttle::forgive(tx, throttle::Subject::code(&self.macs, id)).await?;
            account::Entity::delete_by_id(id.uuid()).exec(tx).await?;
            audit::record_deleted(tx, &self.macs, &account, now).await?;
            Ok(())
        })
    }
}

/// Ends the open classes of the owner under a new version, so that open boards show the end. The classes no longer have
/// an owner, so that their purge keeps no results.
async fn end_classes(tx: &impl ConnectionTrait, owner: AccountId, now: Timestamp) -> Result<()> {
    progress::change_classes(
        tx,
        class::Entity::update_many()
            .col_expr(class::Column::ExpiresAt, Expr::value(now.micros()))
            .filter(class::Column::OwnerId.eq(owner.uuid()))
            .filter(class::Column::ExpiresAt.gt(now.micros())),
    )
    .await?;
    class::Entity::update_many()
        .col_expr(class::Column::OwnerId, Expr::value(None::<sea_orm::prelude::Uuid>))
        .filter(class::Column::OwnerId.eq(owner.uuid()))
        .exec(tx)
        .await?;
    Ok(())
}

async fn remove_traces(tx: &impl ConnectionTrait, account: AccountId) -> Result<()> {
    let id = account.uuid();
    enrolment_code::Entity::delete_many()
        .filter(enrolment_code::Column::AccountId.eq(id))
        .exec(tx)
        .await?;
    rescue::Entity::delete_many()
        .filter(rescue::Column::AccountId.eq(id))
        .exec(tx)
        .await?;
    mailed_link::Entity::delete_many()
        .filter(mailed_link::Column::AccountId.eq(id))
        .exec(tx)
        .await?;
    audit_event::Entity::delete_many()
        .filter(audit_event::Column::AccountId.eq(id))
        .exec(tx)
        .await?;
    class_result::Entity::delete_many()
        .filter(class_result::Column::OwnerId.eq(id))
        .exec(tx)
        .await?;
    class_finish::Entity::delete_many()
        .filter(class_finish::Column::OwnerId.eq(id))
        .exec(tx)
        .await?;
    web_session::Entity::delete_many()
        .filter(web_session::Column::AccountId.eq(id))
        .exec(tx)
        .await?;
    personal_token::Entity::delete_many()
        .filter(personal_token::Column::AccountId.eq(id))
        .exec(tx)
        .await?;
    idempotency_key::Entity::delete_many()
        .filter(idempotency_key::Column::AccountId.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}
