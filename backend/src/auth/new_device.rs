//! Notifies members by mail when their account is used for the first time in a browser or over the API. Students have
//! no e-mail address and are not notified.

use super::Auth;
use crate::{
    Result,
    api::sent_codes::AGENT,
    db::{Transaction, transaction},
    entity::account,
    members::queries::account_of,
    notify::compose::Notice,
};
use domain::{account::AccountKind, session::Identity, time::Timestamp};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};
use std::time::Duration;

/// Within this time, the member gets only one mail about logins over the API, because API clients log in often and have
/// no cookie by which the server could recognise them.
const API_LOGIN_REMEMBERED_FOR: Duration = Duration::from_secs(30 * 24 * 3600);

impl Auth {
    /// Runs in the transaction that completes the sign-in.
    pub(crate) async fn notify_of_new_device(
        &self,
        tx: &Transaction,
        who: &Identity,
        agent: &str,
        now: Timestamp,
    ) -> Result<()> {
        match who.kind {
            AccountKind::Student => Ok(()),
            AccountKind::Member => {
                self.mail_new_device(tx, &account_of(tx, who.account).await?, agent, now)
                    .await
            }
        }
    }

    /// Runs after a login over the API. It notifies the member if the account was not used over the API for 30 days.
    /// `is_first` is true for the login that has connected the first factor: the member has just registered, and is not
    /// notified.
    pub(crate) async fn notify_of_api_login(
        &self,
        account: &account::Model,
        is_first: bool,
        now: Timestamp,
    ) -> Result<()> {
        let since = now.before(API_LOGIN_REMEMBERED_FOR).micros();
        let was_seen = account.api_seen_at.is_some_and(|seen| seen > since);
        if account.kind != AccountKind::Member.code() || was_seen {
            return Ok(());
        }
        transaction!(&self.db, |tx| {
            // Of several logins at the same moment, only one sends the mail.
            let is_new = account::Column::ApiSeenAt
                .is_null()
                .or(account::Column::ApiSeenAt.lte(since));
            let marked = account::Entity::update_many()
                .col_expr(account::Column::ApiSeenAt, Expr::value(now.micros()))
                .filter(account::Column::Id.eq(account.id))
                .filter(is_new)
                .exec(tx)
                .await?;
            if marked.rows_affected == 1 && !is_first {
                self.mail_new_device(tx, account, AGENT, now).await?;
            }
            Ok(())
        })
    }

    async fn mail_new_device(
        &self,
        tx: &Transaction,
        account: &account::Model,
        agent: &str,
        now: Timestamp,
    ) -> Result<()> {
        match &account.email {
            Some(email) if account.new_device_mail => {
                let notice = Notice::NewDevice {
                    agent: agent.to_owned(),
                    at: now,
                };
                self.notifications.queue(tx, account, email, &notice, now).await
            }
            _ => Ok(()),
        }
    }
}
