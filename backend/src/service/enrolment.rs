//! A factor that a person takes off is put on again with a code of hers: a password alone never does.

use super::{
    account_rows::{epoch_of, remove_factors, stored_epoch},
    admin::member_called,
    audit,
    letters::Notice,
    mailed_links::{self, Purpose},
    rescue, throttle,
};
use crate::{
    Result, Stepwise,
    access::FreshAdmin,
    db::{Tx, transaction},
    entity::{account, enrolment_code, web_session},
    random,
};
use domain::{
    audit::AuditKind,
    ids::AccountId,
    recovery::RecoveryCode,
    refusal::Refusal,
    rescue::{ENROLMENT_LIFE, RescueState},
    time::Timestamp,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};

impl Stepwise {
    /// An administrator has made sure, her own way, that it is her. The code is shown to the administrator once, who
    /// hands it over herself. `seen` is the epoch she has decided about: of two who decide at once one is told.
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
        self.take_factors_off(tx, known).await?;
        enrolment_code::Entity::delete_by_id(known.id).exec(tx).await?;
        let row = enrolment_code::ActiveModel {
            account_id: Set(known.id),
            hash: Set(self.enrolment_macs(id, code)[0].to_vec()),
            issued_at: Set(now.micros()),
            expires_at: Set(now.after(ENROLMENT_LIFE).micros()),
            used_at: Set(None),
        };
        enrolment_code::Entity::insert(row).exec_without_returning(tx).await?;
        rescue::close(tx, id, RescueState::Issued, by, now).await?;
        audit::record_by(tx, id, AuditKind::FactorsReset, by, now).await?;
        let token = self.objection(tx, id, now).await?;
        self.notify(tx, id, Notice::FactorsReset { token }, now).await
    }

    /// Sessions, tokens, recovery codes and phones are worth nothing from here on, and neither is the password alone.
    pub(super) async fn take_factors_off(&self, tx: &Tx, known: &account::Model) -> Result<()> {
        let id = AccountId::from_uuid(known.id);
        let raised = account::Entity::update_many()
            .col_expr(account::Column::Epoch, Expr::col(account::Column::Epoch).add(1))
            .col_expr(account::Column::MustEnrol, Expr::value(true))
            .filter(account::Column::Id.eq(known.id))
            .filter(account::Column::Epoch.eq(stored_epoch(epoch_of(known)?)?))
            .exec(tx)
            .await?;
        if raised.rows_affected != 1 {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        web_session::Entity::delete_many()
            .filter(web_session::Column::AccountId.eq(known.id))
            .exec(tx)
            .await?;
        remove_factors(tx, id).await?;
        throttle::forgive(tx, throttle::Subject::code(&self.parts().macs, id)).await
    }

    /// The link by which the owner says that it was not her; the one before is worth nothing.
    pub(super) async fn objection(
        &self,
        tx: &impl ConnectionTrait,
        account: AccountId,
        now: Timestamp,
    ) -> Result<String> {
        mailed_links::revoke(tx, Purpose::Objection, account, now).await?;
        mailed_links::issue(tx, Purpose::Objection, Some(account), None, now).await
    }

    /// One statement decides: of many at the same moment one is right.
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
