//! A member's address: confirmed by a mailed link, changed the same way.

use super::{
    account_rows::account_of,
    again::Again,
    audit,
    letters::{Notice, or_suppressed},
    mailed_links::{self, Purpose},
};
use crate::{
    Error, Result, Stepwise,
    access::{Fresh, MaySetUp, Member},
    db::transaction,
    entity::account,
};
use domain::{
    account::AccountKind,
    audit::AuditKind,
    ids::AccountId,
    refusal::Refusal,
    registration::{self, EmailFault, Faults},
    time::Timestamp,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::Expr};
use std::time::Duration;

/// Links that are mailed in an hour to whoever asks again and again.
const MOST_IN_AN_HOUR: u64 = 5;
const HOUR: Duration = Duration::from_secs(3600);

impl Stepwise {
    /// Whoever has the link has the address: nobody need be signed in.
    pub async fn confirm_email(&self, token: &str) -> Result<()> {
        let now = self.now();
        let confirmed = transaction!(self.db(), |tx| {
            let link = mailed_links::follow(tx, Purpose::ConfirmEmail, token, now).await?;
            let id = AccountId::from_uuid(link.account_id.ok_or(Error::Corrupt("link"))?);
            let before = account_of(tx, id).await.map_err(|_| Refusal::LinkDead)?;
            if before.unconfirmed_email.is_none() || before.unconfirmed_email != link.email {
                return Err(Refusal::LinkDead.into());
            }
            account::Entity::update_many()
                .col_expr(account::Column::Email, Expr::value(link.email.clone()))
                .col_expr(account::Column::UnconfirmedEmail, Expr::value(None::<String>))
                .col_expr(account::Column::UpdatedAt, Expr::value(now.micros()))
                .filter(account::Column::Id.eq(id.uuid()))
                .exec(tx)
                .await?;
            // Links to the old address confirm and recover nothing any more.
            mailed_links::revoke(tx, Purpose::ResetPassword, id, now).await?;
            audit::record(tx, id, AuditKind::EmailConfirmed, now).await?;
            if let (Some(_), Some(email)) = (&before.email, &link.email) {
                self.mail_codes_move(tx, &before, email).await?;
            }
            if let Some(old) = &before.email {
                self.queue(tx, &before, old, &Notice::EmailChanged, now).await?;
                self.notify(tx, id, Notice::EmailConfirmed, now).await?;
            }
            Ok(())
        });
        match confirmed {
            // Somebody else has confirmed this address meanwhile: it is hers.
            Err(error) if error.is_taken() => Err(Refusal::LinkDead.into()),
            outcome => outcome,
        }
    }

    /// Another mail with another link, for whoever did not find the first one.
    pub async fn mail_confirmation_again(&self, who: &MaySetUp) -> Result<()> {
        if who.kind() != AccountKind::Member {
            return Err(Refusal::NotFound.into());
        }
        let now = self.now();
        // A link that there is no room for leaves the one before as it is: everything is undone.
        or_suppressed(transaction!(self.db(), |tx| {
            if self.may_mail(tx, Purpose::ConfirmEmail, who.account(), now).await? {
                let account = account_of(tx, who.account()).await?;
                self.mail_confirmation(tx, &account, now).await?;
            }
            Ok(())
        }))
    }

    /// The address as it is stored, or what is wrong with it, before a code is spent on it.
    async fn new_email_fits(&self, who: &Member, typed: &str) -> Result<String> {
        let account = account_of(&self.db().read, who.account()).await?;
        let email = match registration::email(typed) {
            Ok(email) if account.email.as_ref() == Some(&email) => Err(EmailFault::Same),
            email => email,
        };
        Ok(email.map_err(|fault| Refusal::Faults {
            faults: Faults {
                email: Some(fault),
                ..Faults::default()
            },
        })?)
    }

    /// The old address stays until the new one is confirmed, and is told at once.
    pub async fn change_email(&self, who: Member, again: &Again, typed: &str) -> Result<()> {
        let now = self.now();
        let email = self.new_email_fits(&who, typed).await?;
        let who: Fresh = self.prove_again(who, again).await?;
        transaction!(self.db(), |tx| {
            let mut account = account_of(tx, who.account()).await?;
            account.unconfirmed_email = Some(email.clone());
            account::Entity::update_many()
                .col_expr(account::Column::UnconfirmedEmail, Expr::value(email.clone()))
                .col_expr(account::Column::UpdatedAt, Expr::value(now.micros()))
                .filter(account::Column::Id.eq(account.id))
                .exec(tx)
                .await?;
            audit::record(tx, who.account(), AuditKind::EmailChangeAsked, now).await?;
            self.notify(tx, who.account(), Notice::EmailChangeAsked, now).await?;
            self.ask_to_confirm(tx, &account, now).await
        })
    }

    /// How often one account may have links mailed, whoever they reach. How much a mailbox gets is decided where mails are
    /// queued (`recipient_limit`).
    pub(super) async fn may_mail(
        &self,
        db: &impl ConnectionTrait,
        purpose: Purpose,
        account: AccountId,
        now: Timestamp,
    ) -> Result<bool> {
        Ok(mailed_links::sent_since(db, purpose, account, now.before(HOUR)).await? < MOST_IN_AN_HOUR)
    }
}
