//! Trusted browsers: for some days, members sign in there without a code. Administrators always need a code. The cookie
//! contains a random token; the database stores its hash, the account, and the epoch under which the token was issued.

use super::Auth;
use crate::{
    Result,
    access::{Member, SessionOwner},
    crypto::digest,
    db::transaction,
    entity::trusted_browser,
    members::queries::stored_epoch,
    operations::audit,
    random,
};
use domain::{
    account::AccountKind,
    audit::AuditKind,
    ids::{AccountId, TrustedBrowserId},
    refusal::Refusal,
    session::{Identity, SessionState},
    time::Timestamp,
    view::TrustedBrowserView,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use std::time::Duration;

const DAY: Duration = Duration::from_secs(24 * 3600);

impl Auth {
    pub fn trust_life(&self) -> Duration {
        DAY * self.settings.trust_browser_days
    }

    /// Trusts the browser in which the user has just entered a code, and returns the token for the cookie. Returns
    /// `None` for students and administrators, and if the operator has switched trusted browsers off. `known` is the
    /// previous token of this browser, which becomes invalid.
    pub async fn trust_browser(
        &self,
        session: &SessionState,
        known: Option<&str>,
        agent: &str,
    ) -> Result<Option<String>> {
        if self.settings.trust_browser_days == 0 {
            return Ok(None);
        }
        let who = self.access.signed_in(session, &SessionOwner::default()).await?;
        if who.kind() != AccountKind::Member {
            return Ok(None);
        }
        let who = who.member()?;
        if who.is_admin() {
            return Ok(None);
        }
        let now = self.clock.now();
        let token = random::token()?;
        let id = TrustedBrowserId::new(now, random::bytes()?);
        transaction!(&self.db, |tx| {
            if let Some(known) = known {
                trusted_browser::Entity::delete_many()
                    .filter(trusted_browser::Column::Hash.eq(digest(known.as_bytes()).to_vec()))
                    .filter(trusted_browser::Column::AccountId.eq(who.account().uuid()))
                    .exec(tx)
                    .await?;
            }
            let row = trusted_browser::ActiveModel {
                id: Set(id.uuid()),
                hash: Set(digest(token.as_bytes()).to_vec()),
                account_id: Set(who.account().uuid()),
                epoch: Set(stored_epoch(who.epoch())?),
                agent: Set(agent.chars().take(64).collect()),
                created_at: Set(now.micros()),
                expires_at: Set(now.after(self.trust_life()).micros()),
            };
            trusted_browser::Entity::insert(row).exec_without_returning(tx).await?;
            audit::record(tx, who.account(), AuditKind::BrowserTrusted, now).await
        })?;
        Ok(Some(token))
    }

    /// Whether the account is allowed to sign in without a code in this browser. The token is found by its hash, so the
    /// response time reveals nothing about a wrong token.
    pub(crate) async fn is_trusted(&self, who: &Identity, token: &str, now: Timestamp) -> Result<bool> {
        // If the operator has reduced the number of days, the lower number also applies to tokens that were issued
        // earlier.
        let days = self.trust_life();
        let found = trusted_browser::Entity::find()
            .filter(trusted_browser::Column::Hash.eq(digest(token.as_bytes()).to_vec()))
            .filter(trusted_browser::Column::AccountId.eq(who.account.uuid()))
            .filter(trusted_browser::Column::Epoch.eq(stored_epoch(who.epoch)?))
            .filter(trusted_browser::Column::ExpiresAt.gt(now.micros()))
            .filter(trusted_browser::Column::CreatedAt.gt(now.before(days).micros()))
            .one(&self.db.read)
            .await?;
        Ok(found.is_some())
    }

    pub(crate) async fn trusted_browsers(&self, who: &Member) -> Result<Vec<TrustedBrowserView>> {
        if self.settings.trust_browser_days == 0 {
            return Ok(Vec::new());
        }
        let rows = trusted_browser::Entity::find()
            .filter(trusted_browser::Column::AccountId.eq(who.account().uuid()))
            .filter(trusted_browser::Column::Epoch.eq(stored_epoch(who.epoch())?))
            .filter(trusted_browser::Column::ExpiresAt.gt(self.clock.now().micros()))
            .order_by_desc(trusted_browser::Column::CreatedAt)
            .all(&self.db.read)
            .await?;
        let views = rows.into_iter().map(|row| TrustedBrowserView {
            id: TrustedBrowserId::from_uuid(row.id),
            agent: row.agent,
            since: Timestamp::from_micros(row.created_at),
            until: Timestamp::from_micros(row.expires_at),
        });
        Ok(views.collect())
    }

    pub async fn end_trust(&self, who: &Member, id: TrustedBrowserId) -> Result<()> {
        let now = self.clock.now();
        transaction!(&self.db, |tx| {
            let ended = trusted_browser::Entity::delete_many()
                .filter(trusted_browser::Column::Id.eq(id.uuid()))
                .filter(trusted_browser::Column::AccountId.eq(who.account().uuid()))
                .exec(tx)
                .await?;
            if ended.rows_affected == 0 {
                return Err(Refusal::NotFound.into());
            }
            audit::record(tx, who.account(), AuditKind::TrustEnded, now).await
        })
    }
}

/// Called when a new epoch of the account starts, and when codes by mail move to a new address.
pub(crate) async fn end_all(tx: &impl ConnectionTrait, account: AccountId) -> Result<()> {
    trusted_browser::Entity::delete_many()
        .filter(trusted_browser::Column::AccountId.eq(account.uuid()))
        .exec(tx)
        .await?;
    Ok(())
}
