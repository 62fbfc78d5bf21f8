//! Personal access tokens, which members make on the account page. The database stores their hashes; a token has 256
//! random bits, so a plain hash is safe. They end with the epoch of the account, like all other tokens.

use super::Api;
use crate::{
    Result,
    access::{Member, Reauthenticated, SignedIn, checks::holder_signed_in},
    auth::reauthenticate::Reauthentication,
    crypto::digest,
    db::transaction,
    entity::{account, personal_token},
    members::queries::{account_of, lock_under_epoch},
    notify::compose::Notice,
    operations::audit,
    random,
};
use domain::{
    audit::AuditKind,
    ids::{AccountId, PersonalTokenId},
    passkey::{MAX_PASSKEY_NAME, passkey_name},
    personal_token::{LIFETIMES, MAX_TOKENS, PREFIX, TokenScope, is_well_formed},
    refusal::Refusal,
    time::Timestamp,
    view::PersonalTokenView,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};
use std::time::Duration;

const DAY: Duration = Duration::from_secs(24 * 3600);
/// The time of the last use is stored at most this often, so that a busy client does not write with every call.
const USE_RECORDED_EVERY: Duration = Duration::from_secs(60);

/// A token that the member wants to make.
pub struct NewPersonalToken {
    pub name: String,
    pub scope: TokenScope,
    /// Number of days until the token expires.
    pub days: u16,
}

impl Api {
    /// Makes a token. Only this response contains it.
    pub async fn make_personal_token(
        &self,
        who: Member,
        again: &Reauthentication,
        new: &NewPersonalToken,
    ) -> Result<String> {
        let unfit = Refusal::TokenNameUnfit { most: MAX_PASSKEY_NAME };
        let name = passkey_name(&new.name).ok_or(unfit)?;
        if !LIFETIMES.contains(&new.days) {
            return Err(Refusal::BadRequest.into());
        }
        let who: Reauthenticated = self.auth.reauthenticate(who, again).await?;
        let now = self.clock.now();
        let token = format!("{PREFIX}{}", random::token()?);
        let id = PersonalTokenId::new(now, random::bytes()?);
        transaction!(&self.db, |tx| {
            lock_under_epoch(tx, who.member().identity(), now).await?;
            let account = account_of(tx, who.account()).await?;
            if of_account(tx, &account, now).await?.len() >= MAX_TOKENS {
                return Err(Refusal::TooManyTokens { most: MAX_TOKENS }.into());
            }
            let row = personal_token::ActiveModel {
                id: Set(id.uuid()),
                account_id: Set(account.id),
                name: Set(name.clone()),
                hash: Set(digest(token.as_bytes()).to_vec()),
                scope: Set(new.scope.code().to_owned()),
                epoch: Set(account.epoch),
                token_epoch: Set(account.token_epoch),
                created_at: Set(now.micros()),
                expires_at: Set(now.after(DAY * u32::from(new.days)).micros()),
                last_used_at: Set(None),
            };
            personal_token::Entity::insert(row).exec_without_returning(tx).await?;
            audit::record(tx, who.account(), AuditKind::TokenMade, now).await?;
            self.notifications
                .notify(tx, who.account(), Notice::TokenMade, now)
                .await
        })?;
        Ok(token)
    }

    /// The valid tokens of the member, the newest first. None of them contains the token itself.
    pub async fn personal_tokens(&self, who: &Member) -> Result<Vec<PersonalTokenView>> {
        let db = &self.db.read;
        let account = account_of(db, who.account()).await?;
        let rows = of_account(db, &account, self.clock.now()).await?;
        Ok(rows.into_iter().filter_map(view_of).collect())
    }

    pub async fn revoke_personal_token(&self, who: &Member, token: PersonalTokenId) -> Result<()> {
        let now = self.clock.now();
        transaction!(&self.db, |tx| {
            let ended = personal_token::Entity::delete_many()
                .filter(personal_token::Column::Id.eq(token.uuid()))
                .filter(personal_token::Column::AccountId.eq(who.account().uuid()))
                .exec(tx)
                .await?;
            if ended.rows_affected == 0 {
                return Err(Refusal::NotFound.into());
            }
            audit::record(tx, who.account(), AuditKind::TokenRevoked, now).await
        })
    }

    /// The owner of a valid personal token whose scope allows the call.
    pub(crate) async fn owner_of_personal_token(&self, token: &str, needed: TokenScope) -> Result<account::Model> {
        if !is_well_formed(token) {
            return Err(Refusal::SignInFirst.into());
        }
        let now = self.clock.now();
        let found = personal_token::Entity::find()
            .filter(personal_token::Column::Hash.eq(digest(token.as_bytes()).to_vec()))
            .filter(personal_token::Column::ExpiresAt.gt(now.micros()))
            .one(&self.db.read)
            .await?;
        let row = found.ok_or(Refusal::SignInFirst)?;
        let account = account_of(&self.db.read, AccountId::from_uuid(row.account_id)).await?;
        if !account.active || (account.epoch, account.token_epoch) != (row.epoch, row.token_epoch) {
            return Err(Refusal::SignInFirst.into());
        }
        let scope = TokenScope::from_code(&row.scope).ok_or(Refusal::SignInFirst)?;
        if !scope.allows(needed) {
            return Err(Refusal::ScopeMissing.into());
        }
        self.record_use(&row, now).await?;
        Ok(account)
    }

    /// The permissions of a call by its token: an access token of a login, or a personal token.
    pub async fn signed_in_for(&self, token: &str, needed: TokenScope) -> Result<SignedIn> {
        match token.starts_with(PREFIX) {
            true => holder_signed_in(self.owner_of_personal_token(token, needed).await?, self.clock.now()),
            false => self.signed_in_by_token(token).await,
        }
    }

    async fn record_use(&self, row: &personal_token::Model, now: Timestamp) -> Result<()> {
        let last = row.last_used_at.map(Timestamp::from_micros);
        if last.is_some_and(|last| now.since(last) < USE_RECORDED_EVERY) {
            return Ok(());
        }
        personal_token::Entity::update_many()
            .col_expr(personal_token::Column::LastUsedAt, Expr::value(now.micros()))
            .filter(personal_token::Column::Id.eq(row.id))
            .exec(self.db.statement())
            .await?;
        Ok(())
    }
}

async fn of_account(
    db: &impl ConnectionTrait,
    account: &account::Model,
    now: Timestamp,
) -> Result<Vec<personal_token::Model>> {
    let found = personal_token::Entity::find()
        .filter(personal_token::Column::AccountId.eq(account.id))
        .filter(personal_token::Column::Epoch.eq(account.epoch))
        .filter(personal_token::Column::TokenEpoch.eq(account.token_epoch))
        .filter(personal_token::Column::ExpiresAt.gt(now.micros()))
        .order_by_desc(personal_token::Column::CreatedAt)
        .order_by_desc(personal_token::Column::Id)
        .all(db)
        .await?;
    Ok(found)
}

/// All stored tokens of an account, also those that are no longer valid, the newest first.
pub(crate) async fn stored_tokens(db: &impl ConnectionTrait, account: AccountId) -> Result<Vec<PersonalTokenView>> {
    let rows = personal_token::Entity::find()
        .filter(personal_token::Column::AccountId.eq(account.uuid()))
        .order_by_desc(personal_token::Column::CreatedAt)
        .order_by_desc(personal_token::Column::Id)
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(view_of).collect())
}

fn view_of(row: personal_token::Model) -> Option<PersonalTokenView> {
    Some(PersonalTokenView {
        id: PersonalTokenId::from_uuid(row.id),
        name: row.name,
        scope: TokenScope::from_code(&row.scope)?,
        created: Timestamp::from_micros(row.created_at),
        expires: Timestamp::from_micros(row.expires_at),
        last_used: row.last_used_at.map(Timestamp::from_micros),
    })
}
