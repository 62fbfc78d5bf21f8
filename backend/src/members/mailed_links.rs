//! Secret links that are valid once, for one purpose and a limited time. The database stores only their hashes.

use crate::{Result, crypto::digest, entity::mailed_link, random};
use domain::{ids::AccountId, refusal::Refusal, time::Timestamp};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, sea_query::Expr,
};
use std::time::Duration;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    ConfirmEmail,
    ResetPassword,
    Invitation,
    /// Stops a rescue that the owner of the account did not request.
    Objection,
    /// Restores the e-mail address from before a change. The row contains this address.
    UndoEmail,
}

impl Purpose {
    pub const fn code(self) -> &'static str {
        match self {
            Self::ConfirmEmail => "confirm_email",
            Self::ResetPassword => "reset_password",
            Self::Invitation => "invitation",
            Self::Objection => "objection",
            Self::UndoEmail => "undo_email",
        }
    }

    pub const fn life(self) -> Duration {
        match self {
            Self::ConfirmEmail => Duration::from_secs(3 * 24 * 3600),
            Self::ResetPassword => Duration::from_secs(30 * 60),
            Self::Invitation => Duration::from_secs(7 * 24 * 3600),
            Self::Objection | Self::UndoEmail => Duration::from_secs(3 * 24 * 3600),
        }
    }
}

/// Stores a new link and returns its secret part.
pub async fn issue(
    tx: &impl ConnectionTrait,
    purpose: Purpose,
    account: Option<AccountId>,
    email: Option<&str>,
    now: Timestamp,
) -> Result<String> {
    let token = random::token()?;
    let row = mailed_link::ActiveModel {
        hash: Set(digest(token.as_bytes()).to_vec()),
        purpose: Set(purpose.code().to_owned()),
        account_id: Set(account.map(AccountId::uuid)),
        email: Set(email.map(str::to_owned)),
        created_at: Set(now.micros()),
        expires_at: Set(now.after(purpose.life()).micros()),
        used_at: Set(None),
    };
    mailed_link::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(token)
}

/// Returns the link if it is valid now, without using it up.
pub async fn find_valid(
    db: &impl ConnectionTrait,
    purpose: Purpose,
    token: &str,
    now: Timestamp,
) -> Result<mailed_link::Model> {
    // The link is found by its hash, so the response time reveals nothing about a wrong token.
    let found = mailed_link::Entity::find_by_id(digest(token.as_bytes()).to_vec())
        .filter(mailed_link::Column::Purpose.eq(purpose.code()))
        .filter(mailed_link::Column::UsedAt.is_null())
        .filter(mailed_link::Column::ExpiresAt.gt(now.micros()))
        .one(db)
        .await?;
    Ok(found.ok_or(Refusal::LinkDead)?)
}

/// Uses a link up in one statement: of two parallel requests, only one succeeds.
pub async fn use_up(
    tx: &impl ConnectionTrait,
    purpose: Purpose,
    token: &str,
    now: Timestamp,
) -> Result<mailed_link::Model> {
    let link = find_valid(tx, purpose, token, now).await?;
    let used = mailed_link::Entity::update_many()
        .col_expr(mailed_link::Column::UsedAt, Expr::value(now.micros()))
        .filter(mailed_link::Column::Hash.eq(link.hash.clone()))
        .filter(mailed_link::Column::UsedAt.is_null())
        .exec(tx)
        .await?;
    if used.rows_affected == 1 {
        Ok(link)
    } else {
        Err(Refusal::LinkDead.into())
    }
}

/// The number of links of this kind that were issued for an account since this time.
pub async fn sent_since(
    db: &impl ConnectionTrait,
    purpose: Purpose,
    account: AccountId,
    since: Timestamp,
) -> Result<u64> {
    let sent = mailed_link::Entity::find()
        .filter(mailed_link::Column::AccountId.eq(account.uuid()))
        .filter(mailed_link::Column::Purpose.eq(purpose.code()))
        .filter(mailed_link::Column::CreatedAt.gt(since.micros()));
    Ok(sent.count(db).await?)
}

/// Invalidates the account's unused links of this kind.
pub async fn revoke(tx: &impl ConnectionTrait, purpose: Purpose, account: AccountId, now: Timestamp) -> Result<()> {
    mailed_link::Entity::update_many()
        .col_expr(mailed_link::Column::UsedAt, Expr::value(now.micros()))
        .filter(mailed_link::Column::AccountId.eq(account.uuid()))
        .filter(mailed_link::Column::Purpose.eq(purpose.code()))
        .filter(mailed_link::Column::UsedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}
