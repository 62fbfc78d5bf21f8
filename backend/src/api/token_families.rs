//! Token families: each login over the API begins a family. Each use of its refresh token replaces this token, and a
//! refresh token that is used twice ends the family. Access tokens contain the id of their family, and end with it.

use super::Api;
use crate::{
    Result,
    crypto::{Claims, digest},
    db::transaction,
    entity::{account, token_family},
    operations::audit,
    random,
};
use domain::{
    account::AccountKind,
    audit::AuditKind,
    ids::{AccountId, TokenFamilyId},
    time::Timestamp,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};

/// Maximum number of token families of one account. A further login ends the oldest family, and with it its tokens.
const MAX_FAMILIES: u64 = 50;
/// Maximum number of families that one login ends. Usually a login ends one family. Accounts exceeded `MAX_FAMILIES` by
/// more than one family only before this limit was introduced.
const ENDED_AT_ONCE: u64 = 100;

/// A family, and the id of its only valid refresh token.
pub(crate) struct Family {
    pub id: TokenFamilyId,
    pub refresh_id: String,
    /// The family ends at this time, however often its refresh token is replaced. After this time the user must log in
    /// with a code again.
    pub until: Timestamp,
}

impl Api {
    pub(crate) async fn begin_family(&self, account: AccountId, now: Timestamp) -> Result<Family> {
        let family = Family {
            id: TokenFamilyId::new(now, random::bytes()?),
            refresh_id: random::token()?,
            until: now.after(self.settings.tokens.refresh_life),
        };
        let row = token_family::ActiveModel {
            id: Set(family.id.uuid()),
            account_id: Set(account.uuid()),
            hash: Set(digest(family.refresh_id.as_bytes()).to_vec()),
            created_at: Set(now.micros()),
            expires_at: Set(family.until.micros()),
        };
        token_family::Entity::insert(row)
            .exec_without_returning(self.db.statement())
            .await?;
        self.end_oldest_families(account).await?;
        Ok(family)
    }

    /// Runs after the new family was written, so that the last of several parallel logins sees the families of all
    /// these logins.
    async fn end_oldest_families(&self, account: AccountId) -> Result<()> {
        let beyond: Vec<token_family::Model> = token_family::Entity::find()
            .filter(token_family::Column::AccountId.eq(account.uuid()))
            .order_by_desc(token_family::Column::CreatedAt)
            .order_by_desc(token_family::Column::Id)
            .limit(ENDED_AT_ONCE)
            .offset(MAX_FAMILIES)
            .all(&self.db.read)
            .await?;
        if beyond.is_empty() {
            return Ok(());
        }
        let beyond: Vec<_> = beyond.into_iter().map(|family| family.id).collect();
        // Parallel logins can delete the same families: on a conflict the transaction is repeated.
        transaction!(&self.db, |tx| {
            token_family::Entity::delete_many()
                .filter(token_family::Column::Id.is_in(beyond.clone()))
                .exec(tx)
                .await?;
            Ok(())
        })
    }

    /// Replaces the presented refresh token in one statement. Returns `None` if this token was already replaced: a copy
    /// of it is then in use, and the whole family ends.
    pub(crate) async fn rotate(
        &self,
        account: &account::Model,
        shown: &Claims,
        until: Timestamp,
    ) -> Result<Option<Family>> {
        let refresh_id = random::token()?;
        let rotated = token_family::Entity::update_many()
            .col_expr(
                token_family::Column::Hash,
                Expr::value(digest(refresh_id.as_bytes()).to_vec()),
            )
            .filter(token_family::Column::Id.eq(shown.family.uuid()))
            .filter(token_family::Column::AccountId.eq(account.id))
            .filter(token_family::Column::Hash.eq(digest(shown.jti.as_bytes()).to_vec()))
            .exec(self.db.statement())
            .await?;
        if rotated.rows_affected == 1 {
            return Ok(Some(Family {
                id: shown.family,
                refresh_id,
                until,
            }));
        }
        let now = self.clock.now();
        let id = AccountId::from_uuid(account.id);
        transaction!(&self.db, |tx| {
            if end_family(tx, id, shown.family).await? && account.kind == AccountKind::Member.code() {
                audit::record(tx, id, AuditKind::RefreshTokenReused, now).await?;
            }
            Ok(())
        })?;
        Ok(None)
    }
}

/// Invalidates every token of the family. Returns whether the family existed.
pub(crate) async fn end_family(tx: &impl ConnectionTrait, account: AccountId, family: TokenFamilyId) -> Result<bool> {
    let ended = token_family::Entity::delete_many()
        .filter(token_family::Column::Id.eq(family.uuid()))
        .filter(token_family::Column::AccountId.eq(account.uuid()))
        .exec(tx)
        .await?;
    Ok(ended.rows_affected == 1)
}

pub(crate) async fn end_all_families(tx: &impl ConnectionTrait, account: AccountId) -> Result<()> {
    token_family::Entity::delete_many()
        .filter(token_family::Column::AccountId.eq(account.uuid()))
        .exec(tx)
        .await?;
    Ok(())
}
