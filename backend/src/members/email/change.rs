//! Confirms and changes a member's e-mail address, with mailed links.

use crate::{
    Error, Result,
    access::{MaySetUp, Member, Reauthenticated},
    auth::reauthenticate::Reauthentication,
    db::{Transaction, transaction},
    entity::account,
    members::{
        Members,
        mailed_links::{self, Purpose},
        queries::{account_of, identity_of, lock_under_epoch},
        sessions::epoch::{Event, start_new_epoch},
    },
    notify::{compose::Notice, queue::or_suppressed},
    operations::audit,
};
use domain::{
    account::AccountKind,
    audit::AuditKind,
    ids::AccountId,
    refusal::Refusal,
    registration::{self, EmailFault, Faults},
    session::{Identity, SessionState},
    time::Timestamp,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::Expr};
use std::time::Duration;

/// Maximum number of links that are mailed for one account within an hour.
const MAX_PER_HOUR: u64 = 5;
const HOUR: Duration = Duration::from_secs(3600);

/// The session in which a mailed link has confirmed an address.
#[derive(Debug, Default)]
pub struct EmailConfirmed {
    /// The new state of the session, if it has changed.
    pub session: Option<SessionState>,
    /// The owner of the address is signed in with this session.
    pub is_signed_in: bool,
}

impl Members {
    /// Confirms the address with the mailed link. The link alone proves the address, so no sign-in is needed. A changed
    /// address ends all sessions of the account, except the session in which the link was opened.
    pub async fn confirm_email(&self, token: &str, session: SessionState) -> Result<EmailConfirmed> {
        let now = self.clock.now();
        let confirmed = transaction!(&self.db, |tx| {
            let link = mailed_links::use_up(tx, Purpose::ConfirmEmail, token, now).await?;
            let id = AccountId::from_uuid(link.account_id.ok_or(Error::Corrupt("link"))?);
            let email = link.email.ok_or(Error::Corrupt("link"))?;
            let before = account_of(tx, id).await.map_err(|_| Refusal::LinkDead)?;
            // One conditional update, so that a change that is cancelled in parallel is not confirmed.
            let moved = account::Entity::update_many()
                .col_expr(account::Column::Email, Expr::value(email.clone()))
                .col_expr(account::Column::UnconfirmedEmail, Expr::value(None::<String>))
                .col_expr(account::Column::FirstEmailPending, Expr::value(false))
                .col_expr(account::Column::UpdatedAt, Expr::value(now.micros()))
                .filter(account::Column::Id.eq(id.uuid()))
                .filter(account::Column::UnconfirmedEmail.eq(email.clone()))
                .exec(tx)
                .await?;
            if moved.rows_affected != 1 {
                return Err(Refusal::LinkDead.into());
            }
            audit::record(tx, id, AuditKind::EmailConfirmed, now).await?;
            if before.first_email_pending {
                return Ok((id, None));
            }
            Ok((id, Some(self.email_has_changed(tx, &before, &email, now).await?)))
        });
        match confirmed {
            // Another member has confirmed this address in the meantime.
            Err(error) if error.is_taken() => Err(Refusal::LinkDead.into()),
            Err(error) => Err(error),
            Ok((_, Some(old))) => Ok(match session.signed_in(now) {
                Ok(here) if here.has_same_epoch(&old) => EmailConfirmed {
                    session: Some(session.epoch_raised(old.epoch + 1, now)?),
                    is_signed_in: true,
                },
                _ => EmailConfirmed::default(),
            }),
            Ok((account, None)) => Ok(EmailConfirmed {
                session: None,
                is_signed_in: session.signed_in(now).is_ok_and(|here| here.account == account),
            }),
        }
    }

    /// Starts a new epoch, notifies both addresses, and mails to the old address the link that undoes the change.
    /// Returns the identity before the change.
    async fn email_has_changed(
        &self,
        tx: &Transaction,
        before: &account::Model,
        to: &str,
        now: Timestamp,
    ) -> Result<Identity> {
        let was = identity_of(before, now)?;
        let epoch = start_new_epoch(tx, &was, Event::ByOwner, now).await?;
        epoch.ok_or(Refusal::ChangedMeanwhile)?;
        let Some(old) = &before.email else {
            return Ok(was);
        };
        self.set_up.move_mail_codes(tx, before, to).await?;
        let token = self.undo_link(tx, was.account, old, to, now).await?;
        // The owner can undo the change only with this mail, so the mail is never suppressed: if the mailbox has
        // reached its limit, the whole change is refused.
        self.notifications
            .queue_or_refuse(tx, before, before, old, &Notice::EmailChanged { token }, now)
            .await?;
        self.notifications
            .notify(tx, was.account, Notice::EmailConfirmed, now)
            .await?;
        Ok(was)
    }

    /// Mails a new link to a member who did not get or find the first link.
    pub async fn mail_confirmation_again(&self, who: &MaySetUp) -> Result<()> {
        if who.kind() != AccountKind::Member {
            return Err(Refusal::NotFound.into());
        }
        let now = self.clock.now();
        // If the mailbox has reached its limit, the whole transaction is rolled back, so that the previous link stays
        // valid.
        or_suppressed(transaction!(&self.db, |tx| {
            if self.may_mail(tx, Purpose::ConfirmEmail, who.account(), now).await? {
                let account = account_of(tx, who.account()).await?;
                self.mail_confirmation(tx, &account, now).await?;
            }
            Ok(())
        }))
    }

    /// The address in its stored form, or its fault. This is checked before a code is used up.
    async fn new_email_fits(&self, who: &Member, typed: &str) -> Result<String> {
        let account = account_of(&self.db.read, who.account()).await?;
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

    /// Requests a change of the address. The old address stays until the new one is confirmed, and gets a notice at
    /// once.
    pub async fn change_email(&self, who: Member, again: &Reauthentication, typed: &str) -> Result<()> {
        let now = self.clock.now();
        let email = self.new_email_fits(&who, typed).await?;
        let who: Reauthenticated = self.auth.reauthenticate(who, again).await?;
        transaction!(&self.db, |tx| {
            // The request is refused if the session has ended in the meantime. Otherwise the change could survive the
            // event that ended the session.
            lock_under_epoch(tx, who.member().identity(), now).await?;
            let mut account = account_of(tx, who.account()).await?;
            account.unconfirmed_email = Some(email.clone());
            account::Entity::update_many()
                .col_expr(account::Column::UnconfirmedEmail, Expr::value(email.clone()))
                .col_expr(account::Column::FirstEmailPending, Expr::value(false))
                .filter(account::Column::Id.eq(account.id))
                .exec(tx)
                .await?;
            mailed_links::revoke(tx, Purpose::ConfirmEmail, who.account(), now).await?;
            audit::record(tx, who.account(), AuditKind::EmailChangeAsked, now).await?;
            self.notifications
                .notify(tx, who.account(), Notice::EmailChangeAsked, now)
                .await?;
            self.ask_to_confirm(tx, &account, now).await
        })
    }

    /// Cancels a change of address that is not confirmed yet. This needs no reauthentication, because it only makes the
    /// account safer.
    pub async fn cancel_email_change(&self, who: &Member) -> Result<()> {
        let now = self.clock.now();
        transaction!(&self.db, |tx| {
            // The rows are written in the same order as in a confirmation (link, account), so that the two do not
            // deadlock.
            mailed_links::revoke(tx, Purpose::ConfirmEmail, who.account(), now).await?;
            let cancelled = account::Entity::update_many()
                .col_expr(account::Column::UnconfirmedEmail, Expr::value(None::<String>))
                .col_expr(account::Column::UpdatedAt, Expr::value(now.micros()))
                .filter(account::Column::Id.eq(who.account().uuid()))
                .filter(account::Column::FirstEmailPending.eq(false))
                .filter(account::Column::UnconfirmedEmail.is_not_null())
                .exec(tx)
                .await?;
            if cancelled.rows_affected != 1 {
                return Err(Refusal::NotFound.into());
            }
            audit::record(tx, who.account(), AuditKind::EmailChangeCancelled, now).await
        })
    }

    /// Limits how many links are mailed for one account, to all its addresses together. The limit of a single mailbox
    /// is checked when a mail is queued (`recipient_limit`).
    pub(crate) async fn may_mail(
        &self,
        db: &impl ConnectionTrait,
        purpose: Purpose,
        account: AccountId,
        now: Timestamp,
    ) -> Result<bool> {
        Ok(mailed_links::sent_since(db, purpose, account, now.before(HOUR)).await? < MAX_PER_HOUR)
    }
}
