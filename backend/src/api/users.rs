//! Registers and finds members for API clients.

use super::Api;
use crate::{Error, Result, crypto::TokenKind, entity::account, members::register::Register};
use domain::{
    account::AccountKind,
    credentials::normalise_name,
    ids::AccountId,
    locale::Locale,
    personal_token::{PREFIX, TokenScope},
    refusal::Refusal,
    session::SessionState,
    time::Timestamp,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::net::IpAddr;
use zeroize::Zeroizing;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    pub id: AccountId,
    pub username: String,
    /// The e-mail address that the member has entered, confirmed or not.
    pub email: Option<String>,
    pub created: Timestamp,
    pub updated: Option<Timestamp>,
    pub is_active: bool,
}

pub struct RegisterApiUser {
    pub username: String,
    pub email: String,
    pub password: Zeroizing<String>,
    pub again: Zeroizing<String>,
    pub locale: Locale,
    pub from: Option<IpAddr>,
}

impl Api {
    /// Registers a member as the page does. A repeated call is refused, because the name is taken.
    pub async fn register_api_user(&self, request: RegisterApiUser) -> Result<User> {
        let form = Register {
            form: self.members.register_form(None).await?,
            username: request.username,
            email: request.email,
            password: request.password,
            again: request.again,
            invitation: None,
            locale: request.locale,
            address: request.from,
        };
        let session = self.members.register(form, SessionState::default()).await?;
        let identity = session.identity().ok_or(Error::Corrupt("registered nobody"))?;
        let account = crate::members::queries::account_of(&self.db.read, identity.account).await?;
        Ok(user(account))
    }

    /// The owner of an access token.
    pub async fn user_of_token(&self, token: &str) -> Result<User> {
        if token.starts_with(PREFIX) {
            return Ok(user(self.owner_of_personal_token(token, TokenScope::Read).await?));
        }
        let holder = self.token_holder(token, &[TokenKind::Access]).await?;
        Ok(user(holder.account))
    }

    /// Finds a member by name, without authentication. Students are not found. Administrators are found like all
    /// members, because the registration form also says that their names are taken.
    pub async fn look_up(&self, name: &str, from: Option<IpAddr>) -> Result<User> {
        let most = self.settings.tokens.lookups_per_hour.ok_or(Refusal::NotFound)?;
        self.limits.count_lookup(most, from).await?;
        // PostgreSQL refuses texts with a zero byte. The zero byte is replaced by a character that no stored name
        // contains, so that nothing is found.
        let name = normalise_name(name).replace('\0', "\u{fffd}");
        let found = account::Entity::find()
            .filter(account::Column::Username.eq(name.as_str()))
            .filter(account::Column::Kind.eq(AccountKind::Member.code()))
            .one(&self.db.read)
            .await?;
        // On MySQL and MariaDB, comparisons ignore trailing spaces, so the query can find a name with other trailing
        // spaces.
        let found = found.filter(|account| account.username == name);
        Ok(user(found.ok_or(Refusal::NotFound)?))
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
