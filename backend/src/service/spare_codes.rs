//! Codes that replace a factor: the owner's recovery codes, and the code that an administrator hands over when no
//! factor is left. Both are typed, valid once, and counted together with the codes of phones.

use super::{audit, challenge::lasting_place, factors::Factors, letters::Notice, progress, throttle};
use crate::{
    Result, Stepwise,
    access::PendingSignIn,
    db::{Tx, transaction},
    entity::recovery_code,
};
use domain::{
    account::{AccountKind, Role},
    audit::AuditKind,
    ids::AccountId,
    recovery_code::RecoveryCode,
    refusal::Refusal,
    seat_failure::SeatFailure,
    session::SessionState,
    time::Timestamp,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use std::net::IpAddr;

#[derive(Clone, Copy)]
enum Spare {
    Recovery,
    Enrolment,
}

impl Stepwise {
    /// Completes the sign-in with a recovery code, once. It proves no authenticator, so no stage is reached.
    pub async fn prove_recovery_code(
        &self,
        who: &PendingSignIn,
        session: SessionState,
        typed: &str,
        from: Option<IpAddr>,
        new_device: Option<&str>,
    ) -> Result<SessionState> {
        // A recovery code replaces a factor, but an administrator without an app must connect one first. This is read
        // before the code is used up, so that a database failure here costs no code.
        let has_app = who.role != Role::Admin
            || Factors::of(&self.db().read, who.identity.account)
                .await?
                .suffice_for(who.role);
        self.judge_spare(who, Spare::Recovery, (typed, from), new_device)
            .await?;
        let now = self.now();
        Ok(match has_app {
            true => session.factor_verified(now)?,
            false => session.app_required(now)?,
        })
    }

    /// Accepts an enrolment code instead of a code of the lost phone. It opens the set-up, and nothing else.
    pub async fn prove_enrolment_code(
        &self,
        who: &PendingSignIn,
        session: SessionState,
        typed: &str,
        from: Option<IpAddr>,
    ) -> Result<SessionState> {
        self.judge_spare(who, Spare::Enrolment, (typed, from), None).await?;
        Ok(session.enrolment_verified(self.now())?)
    }

    async fn judge_spare(
        &self,
        who: &PendingSignIn,
        spare: Spare,
        (typed, from): (&str, Option<IpAddr>),
        new_device: Option<&str>,
    ) -> Result<()> {
        let now = self.now();
        let account = who.identity.account;
        let subject = throttle::Subject::code(&self.parts().macs, account);
        let outcome = transaction!(self.db(), |tx| {
            let place = lasting_place(tx, account, now).await?;
            let attempt = throttle::count(tx, subject, now).await?;
            let right = match (RecoveryCode::parse(typed), spare) {
                (None, _) => false,
                (Some(code), Spare::Recovery) => self.use_up(tx, account, &code, now).await?,
                (Some(code), Spare::Enrolment) => self.spend_enrolment_code(tx, account, &code, now).await?,
            };
            if right {
                attempt.was_right(tx).await?;
                if let Some(place) = place {
                    progress::got_on(tx, &place).await?;
                }
                self.spare_was_used(tx, who, spare, now).await?;
                if let Some(agent) = new_device {
                    self.tell_of_new_device(tx, &who.identity, agent, now).await?;
                }
                return Ok(Ok(()));
            }
            attempt.was_wrong(tx, now).await?;
            let why = SeatFailure::WrongRecoveryCode;
            progress::fail(tx, account, why, attempt.tally.locked_until, now).await?;
            audit::of_member(tx, &who.identity, AuditKind::WrongCode, now).await?;
            Ok(Err(match spare {
                Spare::Recovery => Refusal::RecoveryCodeWrong,
                Spare::Enrolment => Refusal::EnrolmentCodeWrong,
            }))
        });
        self.after_answer(account, from, &outcome).await?;
        Ok(outcome??)
    }

    async fn spare_was_used(&self, tx: &Tx, who: &PendingSignIn, spare: Spare, now: Timestamp) -> Result<()> {
        let audited = match spare {
            Spare::Recovery => AuditKind::SignedInByRecoveryCode,
            Spare::Enrolment => AuditKind::EnrolmentCodeUsed,
        };
        audit::of_member(tx, &who.identity, audited, now).await?;
        match (spare, who.identity.kind) {
            (Spare::Recovery, AccountKind::Member) => {
                self.notify(tx, who.identity.account, Notice::RecoveryCodeUsed, now)
                    .await
            }
            _ => Ok(()),
        }
    }

    /// One statement decides: of parallel requests with the code, one succeeds.
    pub(super) async fn use_up(
        &self,
        tx: &Tx,
        account: AccountId,
        code: &RecoveryCode,
        now: Timestamp,
    ) -> Result<bool> {
        let hashes = self.recovery_macs(account, code).into_iter().map(|mac| mac.to_vec());
        let used = recovery_code::Entity::update_many()
            .col_expr(recovery_code::Column::UsedAt, Expr::value(now.micros()))
            .filter(recovery_code::Column::AccountId.eq(account.uuid()))
            .filter(recovery_code::Column::Hash.is_in(hashes))
            .filter(recovery_code::Column::UsedAt.is_null())
            .exec(tx)
            .await?;
        Ok(used.rows_affected == 1)
    }
}
