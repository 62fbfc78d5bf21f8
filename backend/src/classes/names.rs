//! Puts the names of a list on the seats of a class.

use super::{Classes, queries::running, settings::numbers};
use crate::{
    Error, Result,
    access::ManagesClass,
    db::transaction,
    entity::seat,
    students::{new_students::CHUNK, progress},
};
use domain::{
    names::{ListedStudent, NameList},
    refusal::Refusal,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::{CaseStatement, Expr, ExprTrait},
};

impl Classes {
    /// Uses the names as labels, in the order of the seat numbers. If there are more names than seats, no seat is
    /// labelled. The identifiers of the students are stored only if the teacher wants that; a seat with a new name
    /// loses its old one.
    pub async fn label_seats(&self, teacher: ManagesClass, list: &NameList, keeps_identifiers: bool) -> Result<()> {
        let now = self.clock.now();
        transaction!(&self.db, |tx| {
            running(tx, teacher.class(), now).await?;
            let (taken, _) = numbers(tx, teacher).await?;
            if list.students.len() > taken.len() {
                return Err(Refusal::MoreNamesThanSeats {
                    names: list.students.len(),
                    seats: taken.len(),
                }
                .into());
            }
            let version = progress::next_version(tx, teacher.class()).await?;
            let seats: Vec<_> = taken.into_iter().zip(&list.students).collect();
            for chunk in seats.chunks(CHUNK) {
                write_names(tx, teacher, chunk, keeps_identifiers, version).await?;
            }
            Ok(())
        })
    }
}

async fn write_names(
    tx: &impl ConnectionTrait,
    teacher: ManagesClass,
    seats: &[(i32, &ListedStudent)],
    keeps_identifiers: bool,
    version: i64,
) -> Result<()> {
    let values = |value: fn(&ListedStudent) -> Option<String>| {
        seats.iter().fold(CaseStatement::new(), |case, (number, student)| {
            case.case(Expr::col(seat::Column::Number).eq(*number), Expr::value(value(student)))
        })
    };
    let mut update = seat::Entity::update_many()
        .col_expr(seat::Column::Label, values(|student| Some(student.name.clone())).into())
        .col_expr(seat::Column::Version, Expr::value(version));
    update = match keeps_identifiers {
        true => update.col_expr(
            seat::Column::ExternalId,
            values(|student| student.identifier.clone()).into(),
        ),
        false => update.col_expr(seat::Column::ExternalId, Expr::value(None::<String>)),
    };
    let written = update
        .filter(seat::Column::ClassId.eq(teacher.class().uuid()))
        .filter(seat::Column::Number.is_in(seats.iter().map(|(number, _)| *number)))
        .exec(tx)
        .await?;
    if usize::try_from(written.rows_affected) == Ok(seats.len()) {
        Ok(())
    } else {
        Err(Error::Corrupt("names without seats"))
    }
}
