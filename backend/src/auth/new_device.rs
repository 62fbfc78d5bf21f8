//! Notifies members by mail that their account was used in a browser, or over the API, for the first time. Students
//! have no address and are not notified.

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
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};
use std::time::Duration;

/// The member is notified of one login over the API within this time, because API clients keep no cookie by which they
/// could be recognised, and log in as often as they like.
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

    /// Runs after a login over the API, and notifies if the account was not used over the API for a month. `is_first`
    /// is the login that has connected the first factor: its owner has just registered, and is not notified.
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
            // Of several logins at the same moment, one notifies.
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
        tx: &impl ConnectionTrait,
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
