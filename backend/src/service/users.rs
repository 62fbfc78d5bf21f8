//! Members as programs see them.

use super::register::Register;
use crate::{Error, Result, Stepwise, crypto::TokenKind, db::transaction, entity::account, entity::throttle};
use domain::{
    account::{AccountKind, Role},
    credentials::normalise_name,
    ids::AccountId,
    locale::Locale,
    refusal::Refusal,
    session::SessionState,
    time::Timestamp,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait, OnConflict},
};
use std::{net::IpAddr, time::Duration};
use zeroize::Zeroizing;

const HOUR: u64 = 3600;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    pub id: AccountId,
    pub username: String,
    /// As it was given; whether its mailed link was followed is not said here.
    pub email: Option<String>,
    pub created: Timestamp,
    pub updated: Option<Timestamp>,
    pub is_active: bool,
}

pub struct RegisterByProgram {
    pub username: String,
    pub email: String,
    pub password: Zeroizing<String>,
    pub again: Zeroizing<String>,
    pub locale: Locale,
    pub from: Option<IpAddr>,
}

impl Stepwise {
    /// The same registration as by the form. Called twice, it refuses the second one: the name is taken.
    pub async fn register_by_program(&self, request: RegisterByProgram) -> Result<User> {
        let form = Register {
            form: self.register_form(None).await?,
            username: request.username,
            email: request.email,
            password: request.password,
            again: request.again,
            invitation: None,
            locale: request.locale,
            address: request.from,
        };
        let session = self.register(form, SessionState::default()).await?;
        let identity = session.identity().ok_or(Error::Corrupt("registered nobody"))?;
        let account = super::account_rows::account_of(&self.db().read, identity.account).await?;
        Ok(user(account))
    }

    /// Whoever an access token belongs to.
    pub async fn user_of_token(&self, token: &str) -> Result<User> {
        let holder = self.token_holder(token, &[TokenKind::Access]).await?;
        Ok(user(holder.account))
    }

    /// A member by her name, for anybody. Students and administrators are not told of.
    pub async fn look_up(&self, name: &str, from: Option<IpAddr>) -> Result<User> {
        let most = self.settings().tokens.lookups_per_hour.ok_or(Refusal::NotFound)?;
        self.may_look_up(most, from).await?;
        // PostgreSQL takes no text with a zero byte in it; no name of ours has that character instead.
        let name = normalise_name(name).replace('\0', "\u{fffd}");
        let found = account::Entity::find()
            .filter(account::Column::Username.eq(name))
            .filter(account::Column::Kind.eq(AccountKind::Member.code()))
            .one(&self.db().read)
            .await?;
        let found = found.filter(|account| account.role.as_deref() != Some(Role::Admin.code()));
        Ok(user(found.ok_or(Refusal::NotFound)?))
    }

    /// Counted whether there is such a member or not: who tries names is the same for both.
    async fn may_look_up(&self, most: u32, from: Option<IpAddr>) -> Result<()> {
        let Some(from) = from else { return Ok(()) };
        let now = self.now();
        let hour = now.seconds() / HOUR;
        let macs = &self.parts().macs;
        let network = macs.network("throttle:look-up", from);
        let subject = macs
            .mac("throttle:look-up-hour", &[&network, &hour.to_be_bytes()])
            .to_vec();
        let row = throttle::ActiveModel {
            subject: Set(subject.clone()),
            // About nobody: no teacher unlocks it, and the sweep takes it away.
            about: Set(vec![0; subject.len()]),
            failures: Set(1),
            locked_until: Set(None),
            updated_at: Set(now.micros()),
        };
        let one_more = Expr::col((throttle::Entity, throttle::Column::Failures)).add(1);
        let counted = transaction!(self.db(), |tx| {
            let known = throttle::Entity::find_by_id(subject.clone()).one(tx).await?;
            let counted = known.map_or(0, |row| u32::try_from(row.failures).unwrap_or(u32::MAX));
            if counted < most {
                throttle::Entity::insert(row.clone())
                    .on_conflict(
                        OnConflict::column(throttle::Column::Subject)
                            .value(throttle::Column::Failures, one_more.clone())
                            .to_owned(),
                    )
                    .exec_without_returning(tx)
                    .await?;
            }
            Ok(counted)
        })?;
        if counted < most {
            return Ok(());
        }
        let until = now.after(Duration::from_secs(HOUR - now.seconds() % HOUR));
        Err(Refusal::TooManyLookups { until }.into())
    }
}

fn user(account: account::Model) -> User {
    User {
        id: AccountId::from_uuid(account.id),
        username: account.username,
        email: account.email.or(account.unconfirmed_email),
        created: Timestamp::from_micros(account.created_at),
        updated: account.updated_at.map(Timestamp::from_micros),
        is_active: account.active,
    }
}
