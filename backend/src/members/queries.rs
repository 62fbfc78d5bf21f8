//! Queries of accounts that several services use.

use crate::{
    Error, Result,
    db::Transaction,
    entity::{account, factor, recovery_code, seat},
    factors::passkeys::store::require_password,
    students::progress::{StudentSeat, seat_columns},
};
use domain::{account::AccountKind, ids::AccountId, refusal::Refusal, session::Identity, time::Timestamp};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, FromQueryResult, JoinType, PaginatorTrait,
    QueryFilter, QueryResult, QuerySelect, RelationTrait,
    prelude::Uuid,
    sea_query::{Expr, ExprTrait, LockType, Query, SelectStatement},
};

pub async fn account_of(db: &impl ConnectionTrait, account: AccountId) -> Result<account::Model> {
    let found = account::Entity::find_by_id(account.uuid()).one(db).await?;
    Ok(found.ok_or(Refusal::SignInFirst)?)
}

pub fn epoch_of(account: &account::Model) -> Result<u32> {
    u32::try_from(account.epoch).map_err(|_| Error::Corrupt("epoch"))
}

pub fn stored_epoch(epoch: u32) -> Result<i32> {
    i32::try_from(epoch).map_err(|_| Error::Corrupt("epoch"))
}

/// Locks the account's row until the transaction ends. The request is refused if the epoch has increased, because a
/// session of an old epoch must not change the account.
pub async fn lock_under_epoch(tx: &impl ConnectionTrait, known: &Identity, now: Timestamp) -> Result<()> {
    let locked = account::Entity::update_many()
        .col_expr(account::Column::UpdatedAt, Expr::value(now.micros()))
        .filter(account::Column::Id.eq(known.account.uuid()))
        .filter(account::Column::Epoch.eq(stored_epoch(known.epoch)?))
        .exec(tx)
        .await?;
    match locked.rows_affected {
        1 => Ok(()),
        _ => Err(Refusal::SignInFirst.into()),
    }
}

/// Locks the account's row until the transaction ends, without changing it. On SQLite a transaction locks the whole
/// database anyway. What depends on the lock must be read by a later statement: PostgreSQL reads other tables in this
/// statement as they were before it waited for the lock.
pub async fn lock(tx: &Transaction, account: AccountId) -> Result<()> {
    if tx.get_database_backend() != DbBackend::Sqlite {
        account::Entity::find_by_id(account.uuid())
            .select_only()
            .column(account::Column::Id)
            .lock_exclusive()
            .into_tuple::<Uuid>()
            .one(tx)
            .await?;
    }
    Ok(())
}

/// Stores a new password. From now on, passkeys sign in only together with it, until each was used once.
pub async fn set_password(tx: &impl ConnectionTrait, account: AccountId, hash: &str, now: Timestamp) -> Result<()> {
    account::Entity::update_many()
        .col_expr(account::Column::PasswordHash, Expr::value(hash))
        .col_expr(account::Column::UpdatedAt, Expr::value(now.micros()))
        .filter(account::Column::Id.eq(account.uuid()))
        .exec(tx)
        .await?;
    require_password(tx, account).await
}

pub async fn recovery_codes_left(db: &impl ConnectionTrait, account: AccountId) -> Result<u32> {
    let left = recovery_code::Entity::find()
        .filter(recovery_code::Column::AccountId.eq(account.uuid()))
        .filter(recovery_code::Column::UsedAt.is_null())
        .count(db)
        .await?;
    Ok(u32::try_from(left).unwrap_or(u32::MAX))
}

/// An account that was found by its name, the number of its connected factors, and the seat of a student.
pub(crate) struct Found {
    pub account: account::Model,
    pub factors: i64,
    pub seat: Option<StudentSeat>,
}

const SEAT: &str = "seat_";

impl FromQueryResult for Found {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            account: account::Model::from_query_result(row, prefix)?,
            factors: row.try_get(prefix, "factors")?,
            seat: StudentSeat::of_row(row, SEAT)?,
        })
    }
}

pub(crate) async fn active_account(db: &impl ConnectionTrait, name: &str) -> Result<Option<Found>> {
    let found = account_named(db, name).await?;
    Ok(found.filter(|found| found.account.active))
}

/// Finds an account by user name or confirmed e-mail address. The same query counts its connected factors and reads the
/// seat, so that the work is the same for known and unknown names.
pub(crate) async fn account_named(db: &impl ConnectionTrait, name: &str) -> Result<Option<Found>> {
    found(db, name, None).await
}

/// Like `account_named`. On PostgreSQL, the account's row is locked until the transaction ends. This row is current then,
/// but what is read beside it can be older than the lock.
pub(crate) async fn lock_account_named(tx: &Transaction, name: &str) -> Result<Option<Found>> {
    let lock = (tx.get_database_backend() == DbBackend::Postgres).then_some(LockType::Update);
    found(tx, name, lock).await
}

async fn found(db: &impl ConnectionTrait, name: &str, lock: Option<LockType>) -> Result<Option<Found>> {
    let of_account =
        Expr::col((factor::Entity, factor::Column::AccountId)).equals((account::Entity, account::Column::Id));
    let confirmed = confirmed_factors(of_account);
    // PostgreSQL refuses texts with a zero byte. The zero byte is replaced by a character that no stored name contains,
    // so that nothing is found.
    let name = name.replace('\0', "\u{fffd}");
    // A member can also enter the confirmed e-mail address; no user name contains an `@`.
    let column = match name.contains('@') {
        true => account::Column::Email,
        false => account::Column::Username,
    };
    let account = account::Entity::find()
        .expr_as(Expr::SubQuery(None, Box::new(confirmed.into())), "factors")
        .join(JoinType::LeftJoin, seat::Relation::Account.def().rev())
        .join(JoinType::LeftJoin, seat::Relation::Class.def());
    let mut account = seat_columns(account, SEAT).filter(column.eq(name.as_str()));
    if let Some(lock) = lock {
        QuerySelect::query(&mut account).lock_with_tables(lock, [account::Entity]);
    }
    let found = account.into_model::<Found>().one(db).await?;
    // On MySQL and MariaDB, comparisons ignore trailing spaces, and other databases can have further rules. Only an
    // account with exactly the same name is returned.
    let stored = |account: &account::Model| match name.contains('@') {
        true => account.email.as_ref() == Some(&name),
        false => account.username == name,
    };
    Ok(found.filter(|found| stored(&found.account)))
}

/// Counts the connected factors that are selected.
pub(crate) fn confirmed_factors(selected: Expr) -> SelectStatement {
    Query::select()
        .expr(Expr::col((factor::Entity, factor::Column::Id)).count())
        .from(factor::Entity)
        .and_where(selected)
        .and_where(Expr::col((factor::Entity, factor::Column::Confirmed)).eq(true))
        .to_owned()
}

pub(crate) fn identity_of(account: &account::Model, now: Timestamp) -> Result<Identity> {
    Ok(Identity {
        account: AccountId::from_uuid(account.id),
        kind: AccountKind::from_code(&account.kind).ok_or(Error::Corrupt("account kind"))?,
        epoch: epoch_of(account)?,
        since: now,
    })
}
