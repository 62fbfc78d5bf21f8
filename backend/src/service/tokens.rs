//! What programs sign in with. Tokens are not kept anywhere: two epochs in the account end them, its own with whatever
//! ends its sessions, and one of theirs.

use super::{
    account_rows::{account_of, epoch_of, stored_epoch},
    challenge::Proves,
    factors::Factors,
    set_up::Proving,
    sign_in::SignIn,
};
use crate::{
    Error, Result, Stepwise,
    access::PendingSignIn,
    crypto::{Claims, TokenKeys, TokenKind},
    db::transaction,
    entity::account,
    random,
};
use domain::{
    code::Code,
    factor::FactorKind,
    ids::{AccountId, FactorId},
    refusal::Refusal,
    session::SessionState,
    totp::{self, Verdict},
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};
use std::{fmt, net::IpAddr};
use zeroize::Zeroizing;

pub struct LogIn {
    pub name: String,
    pub password: Zeroizing<String>,
    pub code: String,
    /// Where the code was sent: which one it is.
    pub attempt: Option<String>,
    pub from: Option<IpAddr>,
}

/// Whoever shows them is whom they were handed out to.
pub struct Tokens {
    pub access: String,
    pub refresh: String,
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tokens(····)")
    }
}

impl Stepwise {
    /// Name, password and code at once. The first right code of a pending secret connects the authenticator; later
    /// ones prove it.
    pub async fn log_in(&self, request: LogIn) -> Result<Tokens> {
        // What can be no code is told before anybody is looked for: it says nothing about anybody.
        Code::parse(&request.code).map_err(Refusal::from)?;
        let (code, from) = (request.code.clone(), request.from);
        let accepted = self.password_of_program(request.name, &request.password, from).await?;
        let (account, epoch) = if accepted.factor_on {
            let (who, by) = self.pending_by_program(&accepted, request.attempt.as_deref()).await?;
            let epoch = self.second_factor(&who, (by, &code), from).await?;
            (who.identity.account, epoch)
        } else {
            let who = self.may_set_up(&accepted.session).await?;
            let opened = Factors::of(&self.db().read, who.account()).await?;
            let proving = Proving {
                opened: opened.of_program(self.now()).map(|row| FactorId::from_uuid(row.id)),
                may_replace: false,
                recovery_codes: None,
            };
            (who.account(), self.prove_secret(&who, proving, &code, from).await?)
        };
        self.tokens_for(account, epoch).await
    }

    /// The password as at the sign-in, of somebody who has no browser.
    pub(super) async fn password_of_program(
        &self,
        name: String,
        password: &str,
        from: Option<IpAddr>,
    ) -> Result<super::PasswordAccepted> {
        let request = SignIn {
            name,
            password: password.to_owned(),
            device: None,
            trusted: None,
            agent: String::new(),
            from,
        };
        let accepted = self.password_accepted(&request, SessionState::default()).await?;
        // Programs cannot give an administrator's code: that opens pages of the set-up only.
        if accepted.must_enrol {
            return Err(Refusal::EnrolFirst.into());
        }
        Ok(accepted)
    }

    /// A code of the factor that is on; or of the one that is to take its place, which it does then.
    async fn second_factor(
        &self,
        who: &PendingSignIn,
        (by, typed): (FactorKind, &str),
        from: Option<IpAddr>,
    ) -> Result<u32> {
        let now = self.now();
        let code = Code::parse(typed).map_err(Refusal::from)?;
        let factors = Factors::of(&self.db().read, who.identity.account).await?;
        // Where no app is on, a code of an app can only be meant for the one that is to be: there it is counted too.
        let only_that = factors.confirmed(FactorKind::Totp).is_none();
        if by == FactorKind::Totp
            && let Some(row) = factors.of_program(now)
            && (only_that || matches!(totp::judge(&self.secret_of(row)?, &code, now, None), Verdict::Fresh(_)))
        {
            let proving = Proving {
                opened: Some(FactorId::from_uuid(row.id)),
                may_replace: true,
                recovery_codes: None,
            };
            return self.prove_secret(&who.may_set_up(), proving, typed, from).await;
        }
        self.judge_answer(who, (by, typed), from, Proves::SignIn).await?;
        Ok(who.identity.epoch)
    }

    /// A new access token for a refresh token.
    pub async fn refresh(&self, token: &str) -> Result<String> {
        let account = self.account_of_token(token, &[TokenKind::Refresh]).await?;
        let id = AccountId::from_uuid(account.id);
        self.token(TokenKind::Access, id, epochs_of(&account)?)
    }

    /// Every token of the account is dead, of whichever program; its web sessions stay.
    pub async fn log_out(&self, token: &str) -> Result<()> {
        let both = [TokenKind::Access, TokenKind::Refresh];
        let account = self.account_of_token(token, &both).await?;
        transaction!(self.db(), |tx| {
            account::Entity::update_many()
                .col_expr(
                    account::Column::TokenEpoch,
                    Expr::col(account::Column::TokenEpoch).add(1),
                )
                .filter(account::Column::Id.eq(account.id))
                // From the one that was shown, so that a button pressed twice ends no token of afterwards.
                .filter(account::Column::TokenEpoch.eq(account.token_epoch))
                .exec(tx)
                .await?;
            Ok(())
        })
    }

    /// Whose token this is, if it still holds: signed by us, of this kind, in time, and under both epochs.
    pub(crate) async fn account_of_token(&self, token: &str, kinds: &[TokenKind]) -> Result<account::Model> {
        let settings = &self.settings().tokens;
        let claims = self.token_keys()?.open(token, &settings.issuer, &settings.audience);
        let now = self.now().seconds();
        let claims = claims.filter(|claims| kinds.contains(&claims.typ) && now < claims.exp);
        let claims = claims.ok_or(Refusal::SignInFirst)?;
        let id: AccountId = claims.sub.parse().map_err(|_| Refusal::SignInFirst)?;
        let account = account_of(&self.db().read, id).await?;
        if account.active && epochs_of(&account)? == claims.epochs {
            Ok(account)
        } else {
            Err(Refusal::SignInFirst.into())
        }
    }

    /// For whoever checks tokens herself.
    pub fn published_keys(&self) -> Result<serde_json::Value> {
        serde_json::to_value(self.token_keys()?.published()).map_err(|_| Error::Corrupt("public keys"))
    }

    fn token_keys(&self) -> Result<&TokenKeys> {
        self.parts()
            .token_keys
            .get()
            .ok_or(Error::Corrupt("no keys for tokens"))
    }

    /// Under the epoch that was proved: if it has changed since, nothing is handed out.
    async fn tokens_for(&self, id: AccountId, epoch: u32) -> Result<Tokens> {
        let account = account_of(&self.db().read, id).await?;
        if account.epoch != stored_epoch(epoch)? || !account.active {
            return Err(Refusal::SignInFirst.into());
        }
        let epochs = epochs_of(&account)?;
        Ok(Tokens {
            access: self.token(TokenKind::Access, id, epochs)?,
            refresh: self.token(TokenKind::Refresh, id, epochs)?,
        })
    }

    fn token(&self, kind: TokenKind, account: AccountId, epochs: [u32; 2]) -> Result<String> {
        let settings = &self.settings().tokens;
        let life = match kind {
            TokenKind::Access => settings.access_life,
            TokenKind::Refresh => settings.refresh_life,
        };
        let now = self.now();
        self.token_keys()?.sign(&Claims {
            iss: settings.issuer.clone(),
            aud: settings.audience.clone(),
            sub: account.to_string(),
            iat: now.seconds(),
            exp: now.after(life).seconds(),
            jti: random::token()?,
            typ: kind,
            epochs,
        })
    }
}

fn epochs_of(account: &account::Model) -> Result<[u32; 2]> {
    let tokens = u32::try_from(account.token_epoch).map_err(|_| Error::Corrupt("token epoch"))?;
    Ok([epoch_of(account)?, tokens])
}
