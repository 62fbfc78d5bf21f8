//! Issues enrolment codes. After a person has removed an account's factors, the next factor is connected with such a
//! code, never with the password alone.

use super::{
    account_rows::remove_factors,
    admin::member_called,
    audit,
    epoch::{Event, start_new_epoch},
    letters::Notice,
    mailed_links::{self, Purpose},
    rescue,
    sign_in::identity_of,
    throttle,
};
use crate::{
    Result, Stepwise,
    access::FreshAdmin,
    db::{Tx, transaction},
    entity::{account, enrolment_code},
    random,
};
use domain::{
    audit::AuditKind,
    ids::AccountId,
    recovery_code::RecoveryCode,
    refusal::Refusal,
    rescue::{ENROLMENT_CODE_LIFETIME, RescueState},
    time::Timestamp,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::Expr};

impl Stepwise {
    /// Issues a code after an administrator has verified the owner's identity outside of this program. The page shows
    /// the code once, and the administrator hands it over. `seen` is the epoch of the account that the page has shown:
    /// if two administrators decide at once, the second one is told.
    pub async fn issue_enrolment_code(&self, admin: FreshAdmin, id: AccountId, seen: u32) -> Result<RecoveryCode> {
        if id == admin.account() {
            return Err(Refusal::NotOneself.into());
        }
        let now = self.now();
        let code = RecoveryCode::from_random(random::bytes()?);
        transaction!(self.db(), |tx| {
            self.take_turn(tx, admin, now).await?;
            let known = self.seen_member(tx, id, seen).await?;
            self.enrol_anew(tx, &known, &code, Some(admin.account()), now).await
        })?;
        Ok(code)
    }

    /// The same from the command line.
    pub async fn reset_member_factors(&self, name: &str) -> Result<RecoveryCode> {
        let now = self.now();
        let code = RecoveryCode::from_random(random::bytes()?);
        transaction!(self.db(), |tx| {
            let known = member_called(tx, name).await?.ok_or(Refusal::NotFound)?;
            self.enrol_anew(tx, &known, &code, None, now).await
        })?;
        Ok(code)
    }

    async fn enrol_anew(
        &self,
        tx: &Tx,
        known: &account::Model,
        code: &RecoveryCode,
        by: Option<AccountId>,
        now: Timestamp,
    ) -> Result<()> {
        let id = AccountId::from_uuid(known.id);
        self.take_factors_off(tx, known, now).await?;
        enrolment_code::Entity::delete_by_id(known.id).exec(tx).await?;
        let row = enrolment_code::ActiveModel {
            account_id: Set(known.id),
            hash: Set(self.enrolment_macs(id, code)[0].to_vec()),
            issued_at: Set(now.micros()),
            expires_at: Set(now.after(ENROLMENT_CODE_LIFETIME).micros()),
            used_at: Set(None),
        };
        enrolment_code::Entity::insert(row).exec_without_returning(tx).await?;
        rescue::close(tx, id, RescueState::Issued, by, now).await?;
        audit::record_by(tx, id, AuditKind::FactorsReset, by, now).await?;
        let token = self.objection(tx, id, now).await?;
        self.notify(tx, id, Notice::FactorsReset { token }, now).await
    }

    /// Invalidates sessions, tokens, recovery codes and phones. The password alone does not let the owner connect a
    /// phone.
    pub(super) async fn take_factors_off(&self, tx: &Tx, known: &account::Model, now: Timestamp) -> Result<()> {
        let id = AccountId::from_uuid(known.id);
        let epoch = start_new_epoch(tx, &identity_of(known, now)?, Event::FactorsTakenOff, now).await?;
        epoch.ok_or(Refusal::ChangedMeanwhile)?;
        remove_factors(tx, id).await?;
        throttle::forgive(tx, throttle::Subject::code(&self.parts().macs, id)).await
    }

    /// Ends the code of an account, used or not, and returns its row as it was. The write comes first: it waits for a
    /// request that uses the code at this moment, so that the row says whether it was used.
    pub(super) async fn end_enrolment_code(
        &self,
        tx: &Tx,
        account: AccountId,
        now: Timestamp,
    ) -> Result<Option<enrolment_code::Model>> {
        enrolment_code::Entity::update_many()
            .col_expr(enrolment_code::Column::ExpiresAt, Expr::value(now.micros()))
            .filter(enrolment_code::Column::AccountId.eq(account.uuid()))
            .exec(tx)
            .await?;
        let ended = enrolment_code::Entity::find_by_id(account.uuid()).one(tx).await?;
        enrolment_code::Entity::delete_by_id(account.uuid()).exec(tx).await?;
        Ok(ended)
    }

    /// The link by which the owner objects to a rescue. It replaces the previous one.
    pub(super) async fn objection(
        &self,
        tx: &impl ConnectionTrait,
        account: AccountId,
        now: Timestamp,
    ) -> Result<String> {
        mailed_links::revoke(tx, Purpose::Objection, account, now).await?;
        mailed_links::issue(tx, Purpose::Objection, Some(account), None, now).await
    }

    /// One statement decides: of parallel requests with the code, one succeeds.
    pub(super) async fn spend_enrolment_code(
        &self,
        tx: &impl ConnectionTrait,
        account: AccountId,
        code: &RecoveryCode,
        now: Timestamp,
    ) -> Result<bool> {
        let hashes = self.enrolment_macs(account, code).into_iter().map(|mac| mac.to_vec());
        let used = enrolment_code::Entity::update_many()
            .col_expr(enrolment_code::Column::UsedAt, Expr::value(now.micros()))
            .filter(enrolment_code::Column::AccountId.eq(account.uuid()))
            .filter(enrolment_code::Column::Hash.is_in(hashes))
            .filter(enrolment_code::Column::UsedAt.is_null())
            .filter(enrolment_code::Column::ExpiresAt.gt(now.micros()))
            .exec(tx)
            .await?;
        Ok(used.rows_affected == 1)
    }

    fn enrolment_macs(&self, account: AccountId, code: &RecoveryCode) -> Vec<[u8; 32]> {
        self.parts()
            .macs
            .all("enrolment-code", &[account.uuid().as_bytes(), code.bytes()])
    }
}
