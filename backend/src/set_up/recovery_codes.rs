//! Replaces the recovery codes of a member.

use super::SetUp;
use crate::{
    Result, access::Member, auth::reauthenticate::Reauthentication, db::transaction,
    factors::recovery_codes::new_recovery_codes, members::queries::lock_under_epoch, notify::compose::Notice,
    operations::audit,
};
use domain::{audit::AuditKind, recovery_code::RecoveryCode};

impl SetUp {
    /// Creates ten new codes and invalidates the old ones. The lock of the account's row serialises parallel calls, so
    /// the second call replaces the codes of the first.
    pub async fn renew_recovery_codes(&self, who: Member, again: &Reauthentication) -> Result<Vec<RecoveryCode>> {
        let who = self.auth.reauthenticate(who, again).await?;
        let now = self.clock.now();
        let codes = new_recovery_codes()?;
        transaction!(&self.db, |tx| {
            lock_under_epoch(tx, who.member().identity(), now).await?;
            self.factors.replace_recovery_codes(tx, who.account(), &codes).await?;
            audit::record(tx, who.account(), AuditKind::RecoveryCodesRenewed, now).await?;
            self.notifications
                .notify(tx, who.account(), Notice::RecoveryCodesRenewed, now)
                .await
        })?;
        Ok(codes)
    }
}
