//! Resets a forgotten password with a link to the confirmed address. The response is the same for every name. The
//! second factor is still required after the reset.

use super::{
    Members,
    mailed_links::{self, Purpose},
    queries::{account_of, active_account, identity_of, set_password},
    sessions::epoch::{Event, start_new_epoch},
};
use crate::{
    Result,
    auth::password_check::run_to_completion,
    db::transaction,
    entity::{account, mailed_link},
    limits::throttle,
    notify::{compose::Notice, queue::or_suppressed},
    operations::audit,
};
use domain::{
    account::AccountKind,
    audit::AuditKind,
    credentials::normalise_name,
    ids::AccountId,
    refusal::Refusal,
    registration::{self, Faults, KnownNames},
    time::Timestamp,
};
use sea_orm::prelude::Uuid;
use std::net::IpAddr;
use zeroize::Zeroizing;

pub struct NewPassword {
    pub password: Zeroizing<String>,
    pub again: Zeroizing<String>,
}

impl NewPassword {
    /// Checks the password against the rules, which also forbid the names of the account and the name of the site.
    pub(crate) fn check(&self, account: &account::Model, site: &str) -> Result<()> {
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

impl Members {
    /// Requests a link for a new password. The response and the work before it are the same for every name. After the
    /// response, the same statements run even if the name belongs to no member, so that the load of the server reveals
    /// nothing.
    pub async fn forgot(&self, typed: &str, from: Option<IpAddr>) -> Result<()> {
        self.limits.count_mail_request(from).await?;
        let name = normalise_name(typed);
        let found = active_account(&self.db.read, &name).await?;
        let member = found
            .map(|found| found.account)
            .filter(|account| account.kind == AccountKind::Member.code());
        let service = self.clone();
        tokio::spawn(async move {
            if let Err(error) = service.mail_reset_link(member, &name).await {
                tracing::error!(%error, "a link for a forgotten password was not mailed");
            }
        });
        Ok(())
    }

    /// If the mailbox has reached its limit, the whole transaction is rolled back, so that the previous link stays
    /// valid.
    async fn mail_reset_link(&self, member: Option<account::Model>, typed: &str) -> Result<()> {
        let now = self.clock.now();
        let known = member.and_then(|account| Some((account.clone(), account.email?)));
        let id = known.as_ref().map(|(account, _)| AccountId::from_uuid(account.id));
        or_suppressed(transaction!(&self.db, |tx| {
            let whose = id.unwrap_or(AccountId::from_uuid(Uuid::nil()));
            mailed_links::revoke(tx, Purpose::ResetPassword, whose, now).await?;
            let email = known.as_ref().map(|(_, email)| email.as_str());
            let token = mailed_links::issue(tx, Purpose::ResetPassword, id, email, now).await?;
            let notice = Notice::ResetPassword { token };
            match &known {
                Some((account, email)) => {
                    self.notifications
                        .queue_or_refuse(tx, account, account, email, &notice, now)
                        .await
                }
                // This link has no recipient and resets no account.
                None => self.notifications.queue_for_unknown(tx, typed, &notice, now).await,
            }
        }))
    }

    /// Checks that the mailed link is still valid, before the page shows the form for a new password.
    pub async fn may_reset_password(&self, token: &str) -> Result<()> {
        mailed_links::find_valid(&self.db.read, Purpose::ResetPassword, token, self.clock.now()).await?;
        Ok(())
    }

    /// Sets a new password with the mailed link. All sessions end, and the next sign-in requires a code as before. The
    /// link is used up before the password is hashed, so that one link causes only one hash.
    pub async fn reset_password(&self, token: &str, new: &NewPassword) -> Result<()> {
        let link = mailed_links::find_valid(&self.db.read, Purpose::ResetPassword, token, self.clock.now()).await?;
        let id = AccountId::from_uuid(link.account_id.ok_or(Refusal::LinkDead)?);
        let account = account_of(&self.db.read, id).await?;
        new.check(&account, &self.settings.issuer)?;
        let place = self.passwords.place(self.auth.client_of_account(id)).await?;
        let (service, token, password) = (self.clone(), token.to_owned(), new.password.clone());
        run_to_completion(async move {
            let now = service.clock.now();
            transaction!(&service.db, |tx| {
                let link = mailed_links::use_up(tx, Purpose::ResetPassword, &token, now).await?;
                still_reaches(&account_of(tx, id).await?, &link)
            })?;
            let hash = place.hash(&password).await?;
            service.set_forgotten_password(id, &link, &hash, now).await
        })
        .await
    }

    async fn set_forgotten_password(
        &self,
        id: AccountId,
        link: &mailed_link::Model,
        hash: &str,
        now: Timestamp,
    ) -> Result<()> {
        transaction!(&self.db, |tx| {
            let known = account_of(tx, id).await?;
            still_reaches(&known, link)?;
            set_password(tx, id, hash, now).await?;
            let epoch = start_new_epoch(tx, &identity_of(&known, now)?, Event::ByOwner, now).await?;
            epoch.ok_or(Refusal::ChangedMeanwhile)?;
            // Clears the counter of wrong passwords.
            throttle::forgive(tx, throttle::Subject::password(&self.macs, id, None)).await?;
            audit::record(tx, id, AuditKind::PasswordReset, now).await?;
            self.notifications.notify(tx, id, Notice::PasswordChanged, now).await
        })
    }
}

/// Refuses a link that was mailed to an address that the account no longer has.
fn still_reaches(account: &account::Model, link: &mailed_link::Model) -> Result<()> {
    if account.email == link.email {
        Ok(())
    } else {
        Err(Refusal::LinkDead.into())
    }
}
