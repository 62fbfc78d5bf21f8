//! What an operator does for members, from the command line or from a page of administrators.

use super::{
    account_rows::{end_all_sessions, remove_factors},
    audit,
    letters::Notice,
    mailed_links::{self, Purpose},
    throttle,
};
use crate::{Error, Result, Stepwise, db::transaction, entity::account, random};
use domain::{
    account::{AccountKind, Role},
    audit::AuditKind,
    credentials::normalise_name,
    ids::AccountId,
    refusal::Refusal,
    registration::{self, EmailFault, Faults, UsernameFault},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, SqlErr, sea_query::Expr};

impl Stepwise {
    /// A link with which one person may register, once, within a week.
    pub async fn invite(&self) -> Result<String> {
        let now = self.now();
        let token = transaction!(self.db(), |tx| {
            mailed_links::issue(tx, Purpose::Invitation, None, None, now).await
        })?;
        Ok(format!("{}/register?invitation={token}", self.settings().address))
    }

    /// An administrator, and the link by which she sets her password: none travels over the command line. Who is a
    /// member already becomes an administrator and keeps what she has; for her there is no link.
    pub async fn make_administrator(&self, username: &str, email: &str) -> Result<Option<String>> {
        let now = self.now();
        let faults = |username, email| Refusal::Faults {
            faults: Faults {
                username,
                email,
                ..Faults::default()
            },
        };
        let username = registration::username(username).map_err(|fault| faults(Some(fault), None))?;
        let email = registration::email(email).map_err(|fault| faults(None, Some(fault)))?;
        let id = AccountId::new(now, random::bytes()?);
        let made = transaction!(self.db(), |tx| {
            if let Some(known) = member_called(tx, &username).await? {
                self.promote(tx, &known).await?;
                return Ok(None);
            }
            let row = account::ActiveModel {
                id: Set(id.uuid()),
                kind: Set(AccountKind::Member.code().to_owned()),
                role: Set(Some(Role::Admin.code().to_owned())),
                username: Set(username.clone()),
                epoch: Set(0),
                active: Set(true),
                created_at: Set(now.micros()),
                // The operator vouches for it.
                email: Set(Some(email.clone())),
                ..Default::default()
            };
            account::Entity::insert(row).exec_without_returning(tx).await?;
            audit::record(tx, id, AuditKind::RoleChanged, now).await?;
            let token = mailed_links::issue(tx, Purpose::ResetPassword, Some(id), Some(&email), now).await?;
            Ok(Some(format!("{}/forgot/{token}", self.settings().address)))
        });
        match made {
            Err(Error::Database(error)) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
                Err(faults(Some(UsernameFault::Taken), Some(EmailFault::Same)).into())
            }
            made => made,
        }
    }

    /// More rights begin with a new sign-in.
    async fn promote(&self, tx: &impl ConnectionTrait, known: &account::Model) -> Result<()> {
        let id = AccountId::from_uuid(known.id);
        account::Entity::update_many()
            .col_expr(account::Column::Role, Expr::value(Role::Admin.code()))
            .filter(account::Column::Id.eq(known.id))
            .exec(tx)
            .await?;
        end_all_sessions(tx, id, epoch_of(known)?).await?;
        audit::record(tx, id, AuditKind::RoleChanged, self.now()).await
    }

    /// Rescue: with her next sign-in she connects a phone again. Wrong tries are forgiven.
    pub async fn reset_member_factors(&self, name: &str) -> Result<()> {
        let now = self.now();
        transaction!(self.db(), |tx| {
            let known = member_called(tx, name).await?.ok_or(Refusal::NotFound)?;
            let id = AccountId::from_uuid(known.id);
            remove_factors(tx, id).await?;
            end_all_sessions(tx, id, epoch_of(&known)?).await?;
            throttle::forgive(tx, throttle::Subject::code(&self.parts().macs, id)).await?;
            audit::record(tx, id, AuditKind::FactorsReset, now).await?;
            self.notify(tx, id, Notice::FactorsReset, now).await
        })
    }

    /// She cannot sign in any more; what is hers stays.
    pub async fn deactivate_member(&self, name: &str) -> Result<()> {
        let now = self.now();
        transaction!(self.db(), |tx| {
            let known = member_called(tx, name).await?.ok_or(Refusal::NotFound)?;
            let id = AccountId::from_uuid(known.id);
            account::Entity::update_many()
                .col_expr(account::Column::Active, Expr::value(false))
                .filter(account::Column::Id.eq(known.id))
                .exec(tx)
                .await?;
            end_all_sessions(tx, id, epoch_of(&known)?).await?;
            audit::record(tx, id, AuditKind::Deactivated, now).await
        })
    }
}

async fn member_called(tx: &impl ConnectionTrait, name: &str) -> Result<Option<account::Model>> {
    let found = account::Entity::find()
        .filter(account::Column::Username.eq(normalise_name(name)))
        .filter(account::Column::Kind.eq(AccountKind::Member.code()))
        .one(tx)
        .await?;
    Ok(found)
}

fn epoch_of(account: &account::Model) -> Result<u32> {
    u32::try_from(account.epoch).map_err(|_| Error::Corrupt("epoch"))
}
