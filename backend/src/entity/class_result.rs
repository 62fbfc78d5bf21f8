//! Table `class_result`: anonymous results of deleted classes, one row for each seat.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "class_result")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub class_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    pub owner_id: Uuid,
    pub title: String,
    pub opened_at: i64,
    pub ended_at: i64,
    pub signed_in_after: Option<i64>,
    pub setup_opened_after: Option<i64>,
    pub connected_after: Option<i64>,
    pub signed_in_2fa_after: Option<i64>,
    pub failures: i32,
    pub resets: i32,
    /// Times and attempts of the exercises, as text (`ExerciseBadge::to_result`); `None` if there were none.
    pub exercises: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
