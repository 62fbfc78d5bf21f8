//! Table `exercise_progress`: what the student of a seat has done in an exercise.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "exercise_progress")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub class_id: Uuid,
    pub number: i32,
    pub exercise: String,
    /// Sealed. The exercise decides what it contains.
    pub state: Option<Vec<u8>>,
    /// Grows with every step.
    pub revision: i32,
    pub attempts: i32,
    pub passed_at: Option<i64>,
    /// The time of the last step.
    pub stepped_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "crate::entity::seat::Entity",
        from = "(Column::ClassId, Column::Number)",
        to = "(crate::entity::seat::Column::ClassId, crate::entity::seat::Column::Number)"
    )]
    Seat,
}

impl Related<crate::entity::seat::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Seat.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
