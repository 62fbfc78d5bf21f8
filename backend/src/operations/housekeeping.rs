//! Deletes expired data: sessions, counters of wrong passwords, links, codes, messages, old audit events, and classes
//! that ended long ago.

use super::Operations;
use crate::{
    Result,
    api::idempotency::KEY_LIFE,
    entity::{
        audit_event, enrolment_code, factor, idempotency_key, mail, mailed_link, message_code, message_log,
        passkey_challenge, personal_token, rescue, throttle, token_family, trusted_browser, web_session,
    },
    notify::queue::UNKNOWN_RECIPIENT,
};
use domain::{lockout::PASSWORD_COUNTER_EXPIRY, passkey::CHALLENGE_LIFETIME, time::HOUR};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};
use std::time::Duration;

const LINKS_KEPT_FOR: Duration = Duration::from_secs(24 * 3600);
const CODES_KEPT_FOR: Duration = Duration::from_secs(3 * 24 * 3600);
/// How long audit events and requests for help are kept.
const HISTORY_KEPT_FOR: Duration = Duration::from_secs(400 * 24 * 3600);

/// How many rows were deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeletedRows {
    pub sessions: u64,
    pub throttles: u64,
    pub classes: u64,
}

impl Operations {
    /// Deletes expired rows. It can run at any time and on several replicas at once, because each statement deletes
    /// expired rows only.
    pub async fn sweep(&self) -> Result<DeletedRows> {
        let now = self.clock.now();
        let sessions = web_session::Entity::delete_many()
            .filter(web_session::Column::ExpiresAt.lte(now.micros()))
            .exec(self.db.statement())
            .await?;
        // The counters of wrong codes are not deleted (their `about` equals their `subject`), because a hundred wrong
        // codes close a factor, whatever the time between them.
        let throttles = throttle::Entity::delete_many()
            .filter(throttle::Column::UpdatedAt.lte(now.before(PASSWORD_COUNTER_EXPIRY).micros()))
            .filter(Expr::col(throttle::Column::About).ne(Expr::col(throttle::Column::Subject)))
            .exec(self.db.statement())
            .await?;
        // Links are kept longer than they are valid, because the limit of mailed links counts them.
        mailed_link::Entity::delete_many()
            .filter(mailed_link::Column::ExpiresAt.lte(now.before(LINKS_KEPT_FOR).micros()))
            .exec(self.db.statement())
            .await?;
        // Sent codes are kept as long as the hourly limit counts them, also those of deleted accounts.
        message_code::Entity::delete_many()
            .filter(message_code::Column::CreatedAt.lte(now.before(2 * HOUR).micros()))
            .exec(self.db.statement())
            .await?;
        // The messages of each recipient are kept as long as the hourly limit counts them.
        message_log::Entity::delete_many()
            .filter(message_log::Column::QueuedAt.lte(now.before(2 * HOUR).micros()))
            .exec(self.db.statement())
            .await?;
        mail::Entity::delete_many()
            .filter(mail::Column::Channel.eq(UNKNOWN_RECIPIENT))
            .filter(mail::Column::NextAt.lte(now.micros()))
            .exec(self.db.statement())
            .await?;
        // The task of a channel drops its expired messages itself. It has an hour for this, because retries are up to an
        // hour apart. Messages of a channel without a task would stay for ever, for example if the operator has removed
        // the SMS gateway.
        let expired = mail::Entity::delete_many()
            .filter(mail::Column::Until.lte(now.before(HOUR).micros()))
            .exec(self.db.statement())
            .await?
            .rows_affected;
        if expired > 0 {
            tracing::warn!(expired, "messages that no task has sent or dropped were deleted");
        }
        trusted_browser::Entity::delete_many()
            .filter(trusted_browser::Column::ExpiresAt.lte(now.micros()))
            .exec(self.db.statement())
            .await?;
        // A challenge is at most one lifetime ahead of the clock when it is used, and is valid for one lifetime. An older
        // one is refused because of its age.
        passkey_challenge::Entity::delete_many()
            .filter(passkey_challenge::Column::UsedAt.lte(now.before(2 * CHALLENGE_LIFETIME).micros()))
            .exec(self.db.statement())
            .await?;
        personal_token::Entity::delete_many()
            .filter(personal_token::Column::ExpiresAt.lte(now.micros()))
            .exec(self.db.statement())
            .await?;
        token_family::Entity::delete_many()
            .filter(token_family::Column::ExpiresAt.lte(now.micros()))
            .exec(self.db.statement())
            .await?;
        // Enrolment codes are kept as long as the owner of the account can object to their use.
        enrolment_code::Entity::delete_many()
            .filter(enrolment_code::Column::ExpiresAt.lte(now.before(CODES_KEPT_FOR).micros()))
            .exec(self.db.statement())
            .await?;
        rescue::Entity::delete_many()
            .filter(rescue::Column::AskedAt.lte(now.before(HISTORY_KEPT_FOR).micros()))
            .exec(self.db.statement())
            .await?;
        audit_event::Entity::delete_many()
            .filter(audit_event::Column::At.lte(now.before(HISTORY_KEPT_FOR).micros()))
            .exec(self.db.statement())
            .await?;
        // Deletes expired pending secrets that API clients have requested but never confirmed with a code.
        factor::Entity::delete_many()
            .filter(factor::Column::Confirmed.eq(false))
            .filter(factor::Column::ProgramUntil.lte(now.micros()))
            .exec(self.db.statement())
            .await?;
        idempotency_key::Entity::delete_many()
            .filter(idempotency_key::Column::CreatedAt.lte(now.before(KEY_LIFE).micros()))
            .exec(self.db.statement())
            .await?;
        Ok(DeletedRows {
            sessions: sessions.rows_affected,
            throttles: throttles.rows_affected,
            classes: self.classes.purge_classes().await?,
        })
    }
}
