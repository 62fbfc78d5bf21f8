//! Reports a wrong password in the audit trail of a member, or on the board of the student's teacher. Both reports run
//! in their own task, because the response time must not reveal whether the account exists.

use super::Auth;
use crate::{db::transaction, operations::audit, students::progress};
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
