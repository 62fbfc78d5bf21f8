//! The account and the seat of a session, read in the same query as the session.

use crate::{
    entity::{account, seat, web_session},
    students::progress::{StudentSeat, seat_columns},
};
use domain::{locale::Locale, time::Timestamp};
use sea_orm::{
    DbErr, FromQueryResult, IdenStatic, JoinType, QueryResult, QuerySelect, RelationTrait, Select, prelude::Uuid,
};
use std::sync::{Arc, OnceLock};

const ACCOUNT: &str = "account_";
const SEAT: &str = "seat_";

/// The columns of an account that every request needs.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct AccountColumns {
    pub username: String,
    pub email: Option<String>,
    pub role: Option<String>,
    pub epoch: i32,
    pub active: bool,
    pub must_enrol: bool,
}

impl AccountColumns {
    pub const ALL: [account::Column; 6] = [
        account::Column::Username,
        account::Column::Email,
        account::Column::Role,
        account::Column::Epoch,
        account::Column::Active,
        account::Column::MustEnrol,
    ];
}

/// The account of a session, and the seat of a student. It is valid only for the request that has loaded the session.
/// Nothing is locked: a transaction that depends on the account reads it again.
#[derive(Clone, Debug, Default)]
pub struct SessionOwner(Arc<OnceLock<OwnerRow>>);

#[derive(Debug)]
pub(crate) struct OwnerRow {
    id: Uuid,
    account: AccountColumns,
    seat: Option<Arc<StudentSeat>>,
}

impl SessionOwner {
    pub(crate) fn set(&self, row: OwnerRow) {
        // A request loads its session once.
        let _ = self.0.set(row);
    }

    /// The account, if this session belongs to it.
    pub(super) fn account(&self, id: Uuid) -> Option<AccountColumns> {
        let row = self.0.get().filter(|row| row.id == id)?;
        Some(row.account.clone())
    }

    /// The language of the student's class; `None` if the session belongs to no student.
    pub fn class_locale(&self) -> Option<Locale> {
        self.0.get()?.seat.as_ref().map(|seat| seat.locale())
    }

    /// False for a student whose class uses the practice phone only.
    pub fn may_use_phone(&self) -> bool {
        let seat = self.0.get().and_then(|row| row.seat.as_ref());
        seat.is_none_or(|seat| seat.phones)
    }

    /// When the lesson of the student ends.
    pub fn lesson_ends(&self) -> Option<Timestamp> {
        self.0.get()?.seat.as_ref().map(|seat| seat.expires())
    }

    pub fn is_member(&self) -> bool {
        self.0.get().is_some_and(|row| row.seat.is_none())
    }

    pub(super) fn seat(&self, id: Uuid) -> Option<Arc<StudentSeat>> {
        let row = self.0.get().filter(|row| row.id == id)?;
        row.seat.clone()
    }
}

impl OwnerRow {
    /// Adds the columns that `of_row` reads to a query of a session.
    pub fn select(query: Select<web_session::Entity>) -> Select<web_session::Entity> {
        let query = query
            .join(JoinType::LeftJoin, web_session::Relation::Account.def())
            .join(JoinType::LeftJoin, seat::Relation::Account.def().rev())
            .join(JoinType::LeftJoin, seat::Relation::Class.def())
            .column_as(account::Column::Id, format!("{ACCOUNT}id"));
        let query = AccountColumns::ALL.into_iter().fold(query, |query, column| {
            query.column_as(column, format!("{ACCOUNT}{}", column.as_str()))
        });
        seat_columns(query, SEAT)
    }

    /// `None` if the session has no account.
    pub fn of_row(row: &QueryResult) -> Result<Option<Self>, DbErr> {
        let Some(id) = row.try_get(ACCOUNT, "id")? else {
            return Ok(None);
        };
        Ok(Some(Self {
            id,
            account: AccountColumns::from_query_result(row, ACCOUNT)?,
            seat: StudentSeat::of_row(row, SEAT)?.map(Arc::new),
        }))
    }
}
