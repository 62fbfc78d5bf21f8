//! The lists of a member's classes, for the member's home page, for the export and for the API.

use super::{Classes, queries::state_of, results::MAX_DELETED_SEATS};
use crate::{
    Result,
    access::Member,
    entity::{class, seat},
    members::queries::{account_of, recovery_codes_left},
};
use domain::{
    class::ClassState,
    ids::ClassId,
    session::SessionState,
    time::Timestamp,
    view::{ClassRow, ClassesView, PurgedClass},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
    prelude::Uuid,
    sea_query::{Expr, ExprTrait},
};
use std::collections::HashMap;

/// Maximum number of classes on the home page, newest first. The export reads the classes in parts of this size.
const MAX_CLASSES: u64 = 200;
/// Maximum number of running classes to which the first page links.
const MAX_SHORTCUTS: u64 = 20;

/// A class as the API lists it.
#[derive(Clone, Debug)]
pub struct ClassEntry {
    pub id: ClassId,
    pub title: String,
    pub state: ClassState,
    pub join_code: String,
    pub opened: Timestamp,
    pub expires: Timestamp,
    pub seats: u32,
    pub finished: u32,
}

impl Classes {
    pub async fn classes(&self, who: &Member) -> Result<ClassesView> {
        let rows = class::Entity::find()
            .filter(class::Column::OwnerId.eq(who.account().uuid()))
            .order_by_desc(class::Column::CreatedAt)
            .limit(MAX_CLASSES)
            .all(&self.db.read)
            .await?;
        let rows = self.class_rows(rows, self.clock.now()).await?;
        let gone = self.deleted_classes(who, Some(MAX_DELETED_SEATS)).await?;
        self.classes_view(who, rows, gone).await
    }

    /// All classes of the member, for the export, newest first. They are read in parts, because a database limits the
    /// number of parameters of a statement.
    pub(crate) async fn all_classes(&self, who: &Member) -> Result<ClassesView> {
        let mut rows = Vec::new();
        let mut part = self.classes_after(who, None, MAX_CLASSES).await?;
        while let Some(last) = part.last() {
            let next = self.classes_after(who, Some(last.id), MAX_CLASSES).await?;
            rows.extend(part.into_iter().map(row_of));
            part = next;
        }
        let gone = self.deleted_classes(who, None).await?;
        self.classes_view(who, rows, gone).await
    }

    async fn classes_view(&self, who: &Member, rows: Vec<ClassRow>, gone: Vec<PurgedClass>) -> Result<ClassesView> {
        let db = &self.db.read;
        let account = account_of(db, who.account()).await?;
        let (past, open) = rows.into_iter().partition(|row| row.state == ClassState::Ended);
        Ok(ClassesView {
            username: account.username,
            recovery_codes_left: recovery_codes_left(db, who.account()).await?,
            unconfirmed_email: account.unconfirmed_email,
            open,
            past,
            gone,
        })
    }

    /// The running classes that this browser manages, newest first: by teacher links, and those of the signed-in member.
    /// A browser without either needs no query.
    pub async fn managed_classes(&self, session: &SessionState, member: Option<&Member>) -> Result<Vec<ClassRow>> {
        let linked = session.managed_classes();
        if linked.is_empty() && member.is_none() {
            return Ok(Vec::new());
        }
        let now = self.clock.now();
        let linked = linked.into_iter().map(ClassId::uuid);
        let mut managed = Condition::any().add(class::Column::Id.is_in(linked));
        if let Some(member) = member {
            managed = managed.add(class::Column::OwnerId.eq(member.account().uuid()));
        }
        let rows = class::Entity::find()
            .filter(managed)
            .filter(class::Column::ExpiresAt.gt(now.micros()))
            .order_by_desc(class::Column::CreatedAt)
            .limit(MAX_SHORTCUTS)
            .all(&self.db.read)
            .await?;
        let rows = rows
            .into_iter()
            .filter(|row| self.access.manages_row(session, member, row).is_ok())
            .collect();
        self.class_rows(rows, now).await
    }

    /// One part of the list of the member's classes for the API, newest first. `seen` is the last class of the previous
    /// part.
    pub async fn classes_after(&self, who: &Member, seen: Option<ClassId>, most: u64) -> Result<Vec<ClassEntry>> {
        let now = self.clock.now();
        let mut rows = class::Entity::find()
            .filter(class::Column::OwnerId.eq(who.account().uuid()))
            // Class ids begin with the time of creation, so newer classes have greater ids.
            .order_by_desc(class::Column::Id)
            .limit(most);
        if let Some(seen) = seen {
            rows = rows.filter(class::Column::Id.lt(seen.uuid()));
        }
        let rows = rows.all(&self.db.read).await?;
        let counts = self.seats_of(rows.iter().map(|row| row.id).collect()).await?;
        let entries = rows.into_iter().map(|row| {
            let (seats, finished) = counts.get(&row.id).copied().unwrap_or_default();
            ClassEntry {
                id: ClassId::from_uuid(row.id),
                state: state_of(&row, now),
                title: row.title,
                join_code: row.join_code,
                opened: Timestamp::from_micros(row.created_at),
                expires: Timestamp::from_micros(row.expires_at),
                seats,
                finished,
            }
        });
        Ok(entries.collect())
    }

    async fn class_rows(&self, rows: Vec<class::Model>, now: Timestamp) -> Result<Vec<ClassRow>> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let counts = self.seats_of(rows.iter().map(|row| row.id).collect()).await?;
        let rows = rows.into_iter().map(|row| {
            let (seats, finished) = counts.get(&row.id).copied().unwrap_or_default();
            ClassRow {
                id: ClassId::from_uuid(row.id),
                state: state_of(&row, now),
                title: row.title,
                opened: Timestamp::from_micros(row.created_at),
                seats,
                finished,
            }
        });
        Ok(rows.collect())
    }

    /// Number of seats of each class, and how many of them have reached all four stages, in one query for all classes.
    pub(crate) async fn seats_of(&self, classes: Vec<Uuid>) -> Result<HashMap<Uuid, (u32, u32)>> {
        let counted: Vec<Counted> = seat::Entity::find()
            .select_only()
            .column(seat::Column::ClassId)
            .expr_as(Expr::col(seat::Column::Number).count(), "seats")
            .expr_as(Expr::col(seat::Column::SignedIn2faAt).count(), "finished")
            .filter(seat::Column::ClassId.is_in(classes))
            .filter(seat::Column::RemovedAt.is_null())
            .group_by(seat::Column::ClassId)
            .into_model()
            .all(&self.db.read)
            .await?;
        let whole = |count: i64| u32::try_from(count).unwrap_or(0);
        Ok(counted
            .into_iter()
            .map(|of| (of.class_id, (whole(of.seats), whole(of.finished))))
            .collect())
    }
}

fn row_of(entry: ClassEntry) -> ClassRow {
    ClassRow {
        id: entry.id,
        title: entry.title,
        state: entry.state,
        opened: entry.opened,
        seats: entry.seats,
        finished: entry.finished,
    }
}

#[derive(FromQueryResult)]
struct Counted {
    class_id: Uuid,
    seats: i64,
    finished: i64,
}
