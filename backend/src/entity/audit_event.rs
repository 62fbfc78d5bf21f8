//! Table `audit_event`: which account was changed or used, how and when.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub account_id: Uuid,
    pub kind: String,
    pub at: i64,
    /// The administrator who acted; `None` if the owner of the account acted, or an operator on the command line.
    pub actor_id: Option<Uuid>,
    /// Keyed hash of the user name; only present on the event that records the deletion of the account.
    pub name_hash: Option<Vec<u8>>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
