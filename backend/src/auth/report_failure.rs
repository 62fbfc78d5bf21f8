//! Reports a wrong password to the owner of the account, or to the teacher. Both run after the response, because the
//! response time must not reveal whether the account exists.

use super::Auth;
use crate::{db::transaction, operations::audit, students::progress};
use domain::{audit::AuditKind, ids::AccountId, seat_failure::SeatFailure, time::Timestamp};

impl Auth {
    /// Records a wrong password in the history of the account. It runs in its own task, which the response does not
    /// wait for, because the response time must not reveal whether the account exists.
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

    /// Runs after the response, because the response time must not reveal whether the student exists.
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
