//! Issues tokens to API clients. The server does not store tokens. A token becomes invalid when its family ends
//! (`token_families`), when the token epoch of the account changes, and when the account's epoch changes, which ends
//! web sessions as well.

use super::{
    Api,
    token_families::{Family, end_all_families, end_family},
    token_holder::epochs_of,
};
use crate::{
    Error, Result,
    access::{PendingSignIn, SessionOwner},
    auth::{
        challenge::Proves,
        sign_in::{PasswordAccepted, SignIn},
    },
    crypto::{Claims, TokenKeys, TokenKind},
    db::transaction,
    entity::account,
    factors::account_factors::AccountFactors,
    members::queries::{account_of, stored_epoch},
    random,
    set_up::authenticator::Proving,
};
use domain::{
    code::Code,
    factor::FactorKind,
    ids::{AccountId, FactorId},
    refusal::Refusal,
    session::SessionState,
    time::Timestamp,
    totp::{self, Verdict},
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};
use std::{fmt, net::IpAddr, time::Duration};
use zeroize::Zeroizing;

pub struct LogIn {
    pub name: String,
    pub password: Zeroizing<String>,
    pub code: String,
    /// The attempt that belongs to `code`, if the code was sent by mail or SMS.
    pub attempt: Option<String>,
    pub from: Option<IpAddr>,
}

/// Bearer tokens: a client that holds them acts as the account.
pub struct Tokens {
    pub access: String,
    pub access_life: Duration,
    /// Valid once: its use returns the next refresh token.
    pub refresh: String,
    pub refresh_life: Duration,
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tokens(····)")
    }
}

impl Api {
    /// Checks name, password and code in one call. The first correct code of a pending secret connects the
    /// authenticator app.
    pub async fn log_in(&self, request: LogIn) -> Result<Tokens> {
        // Text that cannot be a code is refused before the account is looked up, so the refusal reveals nothing about
        // accounts.
        Code::parse(&request.code).map_err(Refusal::from)?;
        let (code, from) = (request.code.clone(), request.from);
        let accepted = self.check_api_password(request.name, &request.password, from).await?;
        let is_first = !accepted.factor_on;
        let (account, epoch) = if accepted.factor_on {
            let (who, by) = self.pending_api_sign_in(&accepted, request.attempt.as_deref()).await?;
            let epoch = self.second_factor(&who, (by, &code), from).await?;
            (who.identity.account, epoch)
        } else {
            let who = self
                .access
                .may_set_up(&accepted.session, &SessionOwner::default())
                .await?;
            let opened = AccountFactors::of(&self.db.read, who.account()).await?;
            let proving = Proving {
                opened: opened
                    .of_api_client(self.clock.now())
                    .map(|row| FactorId::from_uuid(row.id)),
                may_replace: false,
                recovery_codes: None,
            };
            (
                who.account(),
                self.set_up.prove_secret(&who, proving, &code, from).await?,
            )
        };
        self.tokens_for(account, epoch, is_first).await
    }

    /// Checks the password as the sign-in page does, for a client without a browser.
    pub(crate) async fn check_api_password(
        &self,
        name: String,
        password: &str,
        from: Option<IpAddr>,
    ) -> Result<PasswordAccepted> {
        let request = SignIn {
            name,
            password: password.to_owned(),
            device: None,
            trusted: None,
            agent: String::new(),
            from,
        };
        let accepted = self.auth.password_accepted(&request, SessionState::default()).await?;
        // API clients cannot enter the enrolment code of an administrator, because only the set-up pages accept it.
        if accepted.must_enrol {
            return Err(Refusal::EnrolFirst.into());
        }
        Ok(accepted)
    }

    /// Checks a code of the connected factor, or of a pending secret. A correct code connects the pending secret.
    async fn second_factor(
        &self,
        who: &PendingSignIn,
        (by, typed): (FactorKind, &str),
        from: Option<IpAddr>,
    ) -> Result<u32> {
        // As on the web, administrators cannot sign in with a code by mail or SMS, and with no code at all if they must
        // use a passkey.
        let admins = self.settings.admin_factors;
        if !by.suffices_for(who.role, admins) {
            return Err(admins.refusal().into());
        }
        let now = self.clock.now();
        let code = Code::parse(typed).map_err(Refusal::from)?;
        let factors = AccountFactors::of(&self.db.read, who.identity.account).await?;
        // If no app is connected, the code can only belong to the pending secret, so `prove_secret` checks the code and
        // counts wrong codes.
        let only_that = factors.confirmed(FactorKind::Totp).is_none();
        if by == FactorKind::Totp
            && let Some(row) = factors.of_api_client(now)
            && (only_that
                || matches!(
                    totp::verify(&self.factors.secret_of(row)?, &code, now, None),
                    Verdict::Valid(_)
                ))
        {
            let proving = Proving {
                opened: Some(FactorId::from_uuid(row.id)),
                may_replace: true,
                recovery_codes: None,
            };
            return self.set_up.prove_secret(&who.may_set_up(), proving, typed, from).await;
        }
        self.auth
            .verify_second_factor(who, (by, typed), from, Proves::SignIn { new_device: None })
            .await?;
        Ok(who.identity.epoch)
    }

    /// Returns new tokens for a refresh token, which becomes invalid. A token that was used before ends its family.
    pub async fn refresh(&self, token: &str) -> Result<Tokens> {
        let holder = self.token_holder(token, &[TokenKind::Refresh]).await?;
        let rotated = self.rotate(&holder.account, &holder.claims, holder.until).await?;
        self.tokens_of(&holder.account, rotated.ok_or(Refusal::SignInFirst)?)
    }

    /// Ends the family of the presented token. With `everywhere`, it ends all tokens of the account, of every client.
    /// Web sessions are not ended.
    pub async fn log_out(&self, token: &str, everywhere: bool) -> Result<()> {
        let both = [TokenKind::Access, TokenKind::Refresh];
        let holder = self.token_holder(token, &both).await?;
        let account = &holder.account;
        let id = AccountId::from_uuid(account.id);
        if !everywhere {
            end_family(self.db.statement(), id, holder.claims.family).await?;
            return Ok(());
        }
        transaction!(&self.db, |tx| {
            account::Entity::update_many()
                .col_expr(
                    account::Column::TokenEpoch,
                    Expr::col(account::Column::TokenEpoch).add(1),
                )
                .filter(account::Column::Id.eq(account.id))
                // The filter uses the token epoch that was read above, so that a repeated request does not end tokens
                // that were issued after the first request.
                .filter(account::Column::TokenEpoch.eq(account.token_epoch))
                .exec(tx)
                .await?;
            end_all_families(tx, id).await
        })
    }

    /// The public keys, for services that verify tokens themselves.
    pub fn published_keys(&self) -> Result<serde_json::Value> {
        serde_json::to_value(self.token_keys()?.published()).map_err(|_| Error::Corrupt("public keys"))
    }

    pub(crate) fn use_token_keys(&self, keys: TokenKeys) {
        if self.token_keys.set(keys).is_err() {
            tracing::warn!("keys of tokens are given once");
        }
    }

    pub(crate) fn token_keys(&self) -> Result<&TokenKeys> {
        self.token_keys.get().ok_or(Error::Corrupt("no keys for tokens"))
    }

    /// Issues tokens, unless the account's epoch has changed since the factor was checked. `is_first` is true for the
    /// login that has connected the first factor.
    async fn tokens_for(&self, id: AccountId, epoch: u32, is_first: bool) -> Result<Tokens> {
        let now = self.clock.now();
        let account = account_of(&self.db.read, id).await?;
        if account.epoch != stored_epoch(epoch)? || !account.active {
            return Err(Refusal::SignInFirst.into());
        }
        let family = self.begin_family(id, now).await?;
        self.auth.notify_of_api_login(&account, is_first, now).await?;
        self.tokens_of(&account, family)
    }

    /// Neither token is valid longer than its family.
    fn tokens_of(&self, account: &account::Model, family: Family) -> Result<Tokens> {
        let now = self.clock.now();
        let access_until = family.until.min(now.after(self.settings.tokens.access_life));
        let claims = |typ, until: Timestamp, jti: String| {
            let settings = &self.settings.tokens;
            Ok::<_, Error>(Claims {
                iss: settings.issuer.clone(),
                aud: settings.audience.clone(),
                sub: AccountId::from_uuid(account.id).to_string(),
                iat: now.seconds(),
                exp: until.seconds(),
                jti,
                typ,
                epochs: epochs_of(account)?,
                family: family.id,
            })
        };
        let keys = self.token_keys()?;
        Ok(Tokens {
            access: keys.sign(&claims(TokenKind::Access, access_until, random::token()?)?)?,
            access_life: access_until.since(now),
            refresh: keys.sign(&claims(TokenKind::Refresh, family.until, family.refresh_id.clone())?)?,
            refresh_life: family.until.since(now),
        })
    }
}
