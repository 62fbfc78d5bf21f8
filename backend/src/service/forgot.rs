//! A forgotten password: the same answer for everybody, a link for whoever has the confirmed address. The second
//! factor is still owed afterwards.

use super::{
    account_rows::{account_of, set_password},
    audit,
    epoch::{Event, start_new_epoch},
    letters::Notice,
    mailed_links::{self, Purpose},
    sign_in::{active_account, identity_of},
    throttle,
};
use crate::{Error, Result, Stepwise, db::transaction, entity::account};
use domain::{
    account::AccountKind,
    audit::AuditKind,
    credentials::normalise_name,
    ids::AccountId,
    refusal::Refusal,
    registration::{self, Faults, KnownNames},
};
use std::net::IpAddr;
use zeroize::Zeroizing;

pub struct NewPassword {
    pub password: Zeroizing<String>,
    pub again: Zeroizing<String>,
}

impl NewPassword {
    /// Right for this account on a site of this name.
    pub(super) fn check(&self, account: &account::Model, site: &str) -> Result<()> {
        let known = KnownNames {
            username: &account.username,
            emails: [account.email.as_deref(), account.unconfirmed_email.as_deref()],
            site,
        };
        let faults = Faults {
            password: registration::password(&self.password, known).err(),
            again: self.password != self.again,
            ..Faults::default()
        };
        Ok(faults.into_result()?)
    }
}

impl Stepwise {
    /// Answers the same whoever is asked for, and after the same work: what is done for members is done afterwards.
    pub async fn forgot(&self, typed: &str, from: Option<IpAddr>) -> Result<()> {
        self.network_may_ask_for_mail(from).await?;
        let name = normalise_name(typed);
        let found = active_account(&self.db().read, &name).await?;
        let member = found
            .map(|found| found.account)
            .filter(|account| account.kind == AccountKind::Member.code());
        let stepwise = self.clone();
        tokio::spawn(async move {
            let Some((account, email)) = member.and_then(|account| Some((account.clone(), account.email?))) else {
                return;
            };
            if let Err(error) = stepwise.mail_reset_link(&account, &email).await {
                tracing::error!(%error, "a link for a forgotten password was not mailed");
            }
        });
        Ok(())
    }

    async fn mail_reset_link(&self, account: &account::Model, email: &str) -> Result<()> {
        let now = self.now();
        let id = AccountId::from_uuid(account.id);
        transaction!(self.db(), |tx| {
            if !self.may_mail(tx, Purpose::ResetPassword, id, now).await? {
                return Ok(());
            }
            mailed_links::revoke(tx, Purpose::ResetPassword, id, now).await?;
            let token = mailed_links::issue(tx, Purpose::ResetPassword, Some(id), Some(email), now).await?;
            self.queue(tx, account, email, &Notice::ResetPassword { token }, now)
                .await
        })
    }

    /// Whether the mailed link still leads anywhere, before somebody thinks of a password.
    pub async fn may_reset_password(&self, token: &str) -> Result<()> {
        mailed_links::look_at(&self.db().read, Purpose::ResetPassword, token, self.now()).await?;
        Ok(())
    }

    /// A new password by the mailed link. Every session is over; who comes back owes her code as before.
    pub async fn reset_password(&self, token: &str, new: &NewPassword) -> Result<()> {
        let now = self.now();
        let link = mailed_links::look_at(&self.db().read, Purpose::ResetPassword, token, now).await?;
        let id = AccountId::from_uuid(link.account_id.ok_or(Error::Corrupt("link"))?);
        let account = account_of(&self.db().read, id).await?;
        new.check(&account, &self.settings().issuer)?;
        let hash = self.parts().passwords.hash(&new.password).await?;
        transaction!(self.db(), |tx| {
            mailed_links::follow(tx, Purpose::ResetPassword, token, now).await?;
            let known = account_of(tx, id).await?;
            // Mailed to an address that is not the account's any more: a change has come between.
            if known.email != link.email {
                return Err(Refusal::LinkDead.into());
            }
            set_password(tx, id, &hash, now).await?;
            let epoch = start_new_epoch(tx, &identity_of(&known, now)?, Event::ByOwner, now).await?;
            epoch.ok_or(Refusal::ChangedMeanwhile)?;
            // Wrong tries with the forgotten password are forgotten with it.
            throttle::forgive(tx, throttle::Subject::password(&self.parts().macs, id, None)).await?;
            audit::record(tx, id, AuditKind::PasswordReset, now).await?;
            self.notify(tx, id, Notice::PasswordChanged, now).await
        })
    }
}
