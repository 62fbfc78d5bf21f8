//! A forgotten password: the same answer for everybody, a link for whoever has the confirmed address. The second
//! factor is still owed afterwards.

use super::{
    account_rows::{account_of, end_all_sessions, epoch_of, set_password},
    audit,
    letters::{Notice, or_suppressed},
    mailed_links::{self, Purpose},
    password_check::to_the_end,
    sign_in::active_account,
    throttle,
};
use crate::{Result, Stepwise, db::transaction, entity::account};
use domain::{
    account::AccountKind,
    audit::AuditKind,
    credentials::normalise_name,
    ids::AccountId,
    refusal::Refusal,
    registration::{self, Faults},
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
    /// Right for somebody who goes by these names.
    pub(super) fn check(&self, account: &account::Model) -> Result<()> {
        let names = [Some(account.username.as_str()), account.email.as_deref()];
        let names: Vec<&str> = names.into_iter().flatten().collect();
        let faults = Faults {
            password: registration::password(&self.password, &names).err(),
            again: self.password != self.again,
            ..Faults::default()
        };
        Ok(faults.into_result()?)
    }
}

impl Stepwise {
    /// Answers the same whatever name is given, and after the same work. Afterwards the same statements run for a name that
    /// is no member's: whoever measures how busy the server is then learns nothing either.
    pub async fn forgot(&self, typed: &str, from: Option<IpAddr>) -> Result<()> {
        self.network_may_ask_for_mail(from).await?;
        let name = normalise_name(typed);
        let found = active_account(&self.db().read, &name).await?;
        let member = found
            .map(|found| found.account)
            .filter(|account| account.kind == AccountKind::Member.code());
        let stepwise = self.clone();
        tokio::spawn(async move {
            if let Err(error) = stepwise.mail_reset_link(member, &name).await {
                tracing::error!(%error, "a link for a forgotten password was not mailed");
            }
        });
        Ok(())
    }

    /// A link that there is no room for leaves the one before as it is: everything is undone.
    async fn mail_reset_link(&self, member: Option<account::Model>, typed: &str) -> Result<()> {
        let now = self.now();
        let known = member.and_then(|account| Some((account.clone(), account.email?)));
        let id = known.as_ref().map(|(account, _)| AccountId::from_uuid(account.id));
        or_suppressed(transaction!(self.db(), |tx| {
            let whose = id.unwrap_or(AccountId::from_uuid(Uuid::nil()));
            mailed_links::revoke(tx, Purpose::ResetPassword, whose, now).await?;
            let email = known.as_ref().map(|(_, email)| email.as_str());
            let token = mailed_links::issue(tx, Purpose::ResetPassword, id, email, now).await?;
            let notice = Notice::ResetPassword { token };
            match &known {
                Some((account, email)) => self.queue_if_room(tx, account, account, email, &notice, now).await,
                // Nobody gets this link, and it leads nowhere.
                None => self.queue_to_nobody(tx, typed, &notice, now).await,
            }
        }))
    }

    /// Whether the mailed link still leads anywhere, before somebody thinks of a password.
    pub async fn may_reset_password(&self, token: &str) -> Result<()> {
        mailed_links::look_at(&self.db().read, Purpose::ResetPassword, token, self.now()).await?;
        Ok(())
    }

    /// A new password by the mailed link. Every session is over; who comes back owes her code as before. The link is used up
    /// before the password is hashed: one link, one hash.
    pub async fn reset_password(&self, token: &str, new: &NewPassword) -> Result<()> {
        let link = mailed_links::look_at(&self.db().read, Purpose::ResetPassword, token, self.now()).await?;
        let id = AccountId::from_uuid(link.account_id.ok_or(Refusal::LinkDead)?);
        let account = account_of(&self.db().read, id).await?;
        new.check(&account)?;
        let place = self.parts().passwords.place(self.client_of(id)).await?;
        let (stepwise, token, password) = (self.clone(), token.to_owned(), new.password.clone());
        to_the_end(async move {
            let now = stepwise.now();
            transaction!(stepwise.db(), |tx| {
                mailed_links::follow(tx, Purpose::ResetPassword, &token, now).await?;
                Ok(())
            })?;
            let hash = place.hash(&password).await?;
            stepwise.set_forgotten_password(&account, &hash, now).await
        })
        .await
    }

    async fn set_forgotten_password(&self, account: &account::Model, hash: &str, now: Timestamp) -> Result<()> {
        let id = AccountId::from_uuid(account.id);
        transaction!(self.db(), |tx| {
            let epoch = epoch_of(&account_of(tx, id).await?)?;
            set_password(tx, id, hash, now).await?;
            end_all_sessions(tx, id, epoch).await?;
            // Wrong tries with the forgotten password are forgotten with it.
            for name in [Some(&account.username), account.email.as_ref()].into_iter().flatten() {
                throttle::forgive(tx, throttle::Subject::password(&self.parts().macs, name, None)).await?;
            }
            audit::record(tx, id, AuditKind::PasswordReset, now).await?;
            self.notify(tx, id, Notice::PasswordChanged, now).await
        })
    }
}
