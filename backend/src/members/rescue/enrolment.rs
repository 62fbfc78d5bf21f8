//! Issues enrolment codes. After an administrator or operator has removed the factors of an account, a new factor can
//! be connected only with such a code, never with the password alone.

use super::{factor_reset::remove_factors, requests};
use crate::{
    Result,
    db::Transaction,
    entity::{account, enrolment_code},
    limits::throttle,
    members::{
        Members,
        mailed_links::{self, Purpose},
        queries::identity_of,
        sessions::epoch::{Event, start_new_epoch},
    },
    notify::compose::Notice,
    operations::audit,
};
use domain::{
    audit::AuditKind,
    ids::AccountId,
    recovery_code::RecoveryCode,
    refusal::Refusal,
    rescue::{ENROLMENT_CODE_LIFETIME, RescueState},
    time::Timestamp,
};
use sea_orm::{ActiveValue::Set, EntityTrait};

impl Members {
    pub(crate) async fn issue_enrolment(
        &self,
        tx: &Transaction,
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
            hash: Set(self.factors.enrolment_macs(id, code)[0].to_vec()),
            issued_at: Set(now.micros()),
            expires_at: Set(now.after(ENROLMENT_CODE_LIFETIME).micros()),
            used_at: Set(None),
        };
        enrolment_code::Entity::insert(row).exec_without_returning(tx).await?;
        requests::close_request(tx, id, RescueState::Issued, by, now).await?;
        audit::record_by(tx, id, AuditKind::FactorsReset, by, now).await?;
        // The mail of the new code has a new link for an objection, which replaces the earlier links.
        mailed_links::revoke(tx, Purpose::Objection, id, now).await?;
        let token = mailed_links::issue(tx, Purpose::Objection, Some(id), None, now).await?;
        self.notifications
            .notify(tx, id, Notice::FactorsReset { token }, now)
            .await
    }

    /// Removes all factors and recovery codes, and ends sessions and tokens. From now on the owner needs an enrolment
    /// code, besides the password, to connect a phone.
    pub(crate) async fn take_factors_off(
        &self,
        tx: &Transaction,
        known: &account::Model,
        now: Timestamp,
    ) -> Result<()> {
        let id = AccountId::from_uuid(known.id);
        let epoch = start_new_epoch(tx, &identity_of(known, now)?, Event::FactorsTakenOff, now).await?;
        epoch.ok_or(Refusal::ChangedMeanwhile)?;
        remove_factors(tx, id).await?;
        throttle::forgive(tx, throttle::Subject::code(&self.macs, id)).await
    }
}
