//! The overview page of administrators, and helpers for the lists on their other pages.

use super::Administration;
use crate::{Result, access::Admin, entity};
use domain::{
    account::{AccountKind, Role},
    ids::AccountId,
    view::{AdminView, Page},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter, QuerySelect,
    prelude::Uuid,
    sea_query::{Expr, ExprTrait, Func, LikeExpr, SimpleExpr},
};
use std::collections::HashMap;

/// Number of rows on one page of a list.
pub(crate) const PAGE_SIZE: u64 = 50;

impl Administration {
    /// The overview: the number of open requests for help, of members, classes and seats.
    pub async fn admin_view(&self, _: Admin) -> Result<AdminView> {
        use entity::{account, class, rescue, seat};
        let db = &self.db.read;
        let now = self.clock.now();
        let members = account::Entity::find().filter(account::Column::Kind.eq(AccountKind::Member.code()));
        let administrators = account::Entity::find()
            .filter(account::Column::Role.eq(Role::Admin.code()))
            .filter(account::Column::Active.eq(true));
        let open_classes = class::Entity::find().filter(class::Column::ExpiresAt.gt(now.micros()));
        let waiting = rescue::Entity::find().filter(rescue::Column::OpenFor.is_not_null());
        Ok(AdminView {
            open_rescues: waiting.count(db).await?,
            members: members.count(db).await?,
            administrators: administrators.count(db).await?,
            classes: class::Entity::find().count(db).await?,
            open_classes: open_classes.count(db).await?,
            seats: seat::Entity::find()
                .filter(seat::Column::RemovedAt.is_null())
                .count(db)
                .await?,
        })
    }
}

/// Cuts the rows of a query to one page. The query selects one row more than a page: if this extra row exists, there is
/// a next page, which starts after the `mark` of the last row that is shown.
pub(crate) fn page<R, T>(
    mut rows: Vec<R>,
    mark: impl Fn(&R) -> String,
    view: impl Fn(R) -> Result<T>,
) -> Result<Page<T>> {
    let more = rows.len() as u64 > PAGE_SIZE;
    rows.truncate(usize::try_from(PAGE_SIZE).unwrap_or(usize::MAX));
    let next = rows.last().filter(|_| more).map(mark);
    let rows = rows.into_iter().map(view).collect::<Result<_>>()?;
    Ok(Page { rows, next })
}

/// Loads the user names of several accounts.
pub(crate) async fn names(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, String>> {
    use entity::account::{Column, Entity};
    let mut ids: Vec<Uuid> = ids.into_iter().collect();
    ids.sort_unstable();
    ids.dedup();
    let mut names = HashMap::new();
    // Databases limit the number of parameters of a statement.
    for some in ids.chunks(5000) {
        let found: Vec<Named> = Entity::find()
            .select_only()
            .columns([Column::Id, Column::Username])
            .filter(Column::Id.is_in(some.iter().copied()))
            .into_model()
            .all(db)
            .await?;
        names.extend(found.into_iter().map(|named| (named.id, named.username)));
    }
    Ok(names)
}

#[derive(FromQueryResult)]
struct Named {
    id: Uuid,
    username: String,
}

pub(crate) fn named(names: &HashMap<Uuid, String>, id: Uuid) -> Option<(AccountId, String)> {
    Some((AccountId::from_uuid(id), names.get(&id)?.clone()))
}

/// Selects the rows whose column contains the search text. Wildcards in the search text are escaped.
pub(crate) fn contains<C: ColumnTrait>(column: C, typed: &str) -> SimpleExpr {
    Expr::col(column.as_column_ref()).like(like_pattern(typed))
}

/// Like `contains`, but ignores case as far as the database supports it.
pub(crate) fn contains_ignoring_case<C: ColumnTrait>(column: C, typed: &str) -> SimpleExpr {
    Expr::expr(Func::lower(Expr::col(column.as_column_ref()))).like(like_pattern(&typed.to_lowercase()))
}

fn like_pattern(typed: &str) -> LikeExpr {
    let mut pattern = String::from("%");
    // PostgreSQL refuses texts with a zero byte.
    for letter in typed.chars().filter(|letter| *letter != '\0').take(254) {
        if matches!(letter, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    LikeExpr::new(pattern).escape('!')
}
