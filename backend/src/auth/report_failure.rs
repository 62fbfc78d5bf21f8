//! Reports a wrong password in the audit trail of a member, or on the board of the student's teacher. Both reports run
//! in their own task, because the response time must not reveal whether the account exists.

use super::Auth;
use crate::{Result, db::transaction, members::queries::account_named, operations::audit, students::progress};
use domain::{audit::AuditKind, ids::AccountId, seat_failure::SeatFailure, time::Timestamp};

impl Auth {
    /// Records a wrong password in the audit trail of the account. The response does not wait for this task.
    pub(crate) fn report_to_member(&self, account: Option<AccountId>) {
        let Some(account) = account else { return };
        let service = self.clone();
        tokio::spawn(async move {
            let now = service.clock.now();
            let told = transaction!(&service.db, |tx| audit::record(
                tx,
                account,
                AuditKind::WrongPassword,
                now
            )
            .await);
            if let Err(error) = told {
                tracing::warn!(%error, "a failed sign-in did not reach the history");
            }
        });
    }

    /// Shows on the board that a student's password is locked, also if the teacher has cleared the last failure of the seat.
    /// The response does not wait for this task.
    pub(crate) fn report_lock_to_teacher(&self, name: String, until: Timestamp) {
        let service = self.clone();
        tokio::spawn(async move {
            if let Err(error) = service.show_lock(&name, until).await {
                tracing::warn!(%error, "a locked password did not reach the board");
            }
        });
    }

    async fn show_lock(&self, name: &str, until: Timestamp) -> Result<()> {
        let now = self.clock.now();
        let Some(found) = account_named(&self.db.read, name).await? else {
            return Ok(());
        };
        // Most refused attempts change nothing, so they begin no transaction.
        let locked = SeatFailure::Locked.to_string();
        if found
            .seat
            .as_ref()
            .is_some_and(|seat| seat.last_failure.as_ref() == Some(&locked))
        {
            return Ok(());
        }
        let student = AccountId::from_uuid(found.account.id);
        transaction!(&self.db, |tx| progress::fail(
            tx,
            student,
            SeatFailure::Locked,
            Some(until),
            now
        )
        .await)
    }

    /// Shows the failure on the board. The response does not wait for this task.
    pub(crate) fn report_to_teacher(
        &self,
        account: Option<AccountId>,
        why: SeatFailure,
        locked_until: Option<Timestamp>,
    ) {
        let Some(account) = account else { return };
        let service = self.clone();
        tokio::spawn(async move {
            let now = service.clock.now();
            let told = transaction!(&service.db, |tx| progress::fail(tx, account, why, locked_until, now)
                .await);
            if let Err(error) = told {
                tracing::warn!(%error, "a failed sign-in did not reach the board");
            }
        });
    }
}
