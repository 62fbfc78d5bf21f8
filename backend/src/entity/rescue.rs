//! Table `rescue`: requests for help of members who have lost their phone and their recovery codes.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rescue")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub account_id: Uuid,
    /// The account while the request is open, otherwise `None`. The column is unique, so that an account has at most
    /// one open request.
    pub open_for: Option<Uuid>,
    pub state: String,
    pub asked_at: i64,
    pub decided_at: Option<i64>,
    pub decided_by: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
