//! Finds the account of a token. Account and family are read by one statement in every call of the API.

use super::Api;
use crate::{
    Error, Result,
    access::{SignedIn, checks::holder_signed_in},
    crypto::{Claims, TokenKind},
    entity::{account, token_family},
    members::queries::epoch_of,
};
use domain::{ids::AccountId, refusal::Refusal, time::Timestamp};
use sea_orm::{
    EntityTrait, FromQueryResult, QuerySelect,
    sea_query::{Expr, ExprTrait, Query},
};

/// The account that a token was issued to, and the token's claims.
pub(crate) struct TokenHolder {
    pub account: account::Model,
    pub(super) claims: Claims,
    /// When the token's family ends.
    pub(super) until: Timestamp,
}

/// An account, and the time at which the family of the token ends. `None` if the account has no such family.
#[derive(FromQueryResult)]
struct WithFamily {
    #[sea_orm(nested)]
    account: account::Model,
    family_until: Option<i64>,
}

impl Api {
    /// The holder of this token, if the token is valid: it is signed by this server, has one of these kinds, is not
    /// expired, contains both current epochs of the account, and its family has not ended. One statement reads account
    /// and family.
    pub(crate) async fn token_holder(&self, token: &str, kinds: &[TokenKind]) -> Result<TokenHolder> {
        let settings = &self.settings.tokens;
        let claims = self.token_keys()?.open(token, &settings.issuer, &settings.audience);
        let now = self.clock.now();
        let claims = claims.filter(|claims| kinds.contains(&claims.typ) && now.seconds() < claims.exp);
        let claims = claims.ok_or(Refusal::SignInFirst)?;
        let id: AccountId = claims.sub.parse().map_err(|_| Refusal::SignInFirst)?;
        let until = Query::select()
            .column(token_family::Column::ExpiresAt)
            .from(token_family::Entity)
            .and_where(Expr::col((token_family::Entity, token_family::Column::Id)).eq(claims.family.uuid()))
            .and_where(
                Expr::col((token_family::Entity, token_family::Column::AccountId))
                    .equals((account::Entity, account::Column::Id)),
            )
            .to_owned();
        let found = account::Entity::find_by_id(id.uuid())
            .expr_as(Expr::SubQuery(None, Box::new(until.into())), "family_until")
            .into_model::<WithFamily>()
            .one(&self.db.read)
            .await?;
        let WithFamily { account, family_until } = found.ok_or(Refusal::SignInFirst)?;
        let until = family_until.map(Timestamp::from_micros).filter(|until| now < *until);
        match until {
            Some(until) if account.active && epochs_of(&account)? == claims.epochs => {
                Ok(TokenHolder { account, claims, until })
            }
            _ => Err(Refusal::SignInFirst.into()),
        }
    }

    /// An access token of the API has the same rights as the sign-in for which it was issued.
    pub async fn signed_in_by_token(&self, token: &str) -> Result<SignedIn> {
        let account = self.token_holder(token, &[TokenKind::Access]).await?.account;
        holder_signed_in(account, self.clock.now())
    }
}

/// The epoch of the sessions, and the epoch of the tokens.
pub(crate) fn epochs_of(account: &account::Model) -> Result<[u32; 2]> {
    let tokens = u32::try_from(account.token_epoch).map_err(|_| Error::Corrupt("token epoch"))?;
    Ok([epoch_of(account)?, tokens])
}
