//! Changes the password of a member.

use super::{
    Members,
    forgot::NewPassword,
    queries::{account_of, set_password},
    sessions::epoch::{Event, start_new_epoch},
};
use crate::{
    Result, access::Member, auth::reauthenticate::Reauthentication, db::transaction, notify::compose::Notice,
    operations::audit,
};
use domain::{audit::AuditKind, refusal::Refusal, session::SessionState};

impl Members {
    /// Changes the password. All other sessions and all tokens of API clients end.
    pub async fn change_password(
        &self,
        who: Member,
        again: &Reauthentication,
        new: &NewPassword,
        session: SessionState,
    ) -> Result<SessionState> {
        let now = self.clock.now();
        // Faults of the new password are reported before the reauthentication uses up the code.
        let known = account_of(&self.db.read, who.account()).await?;
        new.check(&known, &self.settings.issuer)?;
        let who = self.auth.reauthenticate(who, again).await?;
        // The current password and the code were already counted, so this hash needs no count.
        let place = self.passwords.place(self.auth.client_of_account(who.account())).await?;
        let hash = place.hash(&new.password).await?;
        let epoch = transaction!(&self.db, |tx| {
            set_password(tx, who.account(), &hash, now).await?;
            let epoch = start_new_epoch(tx, who.member().identity(), Event::ByOwner, now).await?;
            let epoch = epoch.ok_or(Refusal::SignInFirst)?;
            audit::record(tx, who.account(), AuditKind::PasswordChanged, now).await?;
            self.notifications
                .notify(tx, who.account(), Notice::PasswordChanged, now)
                .await?;
            Ok(epoch)
        })?;
        Ok(session.epoch_raised(epoch, now)?)
    }
}
