//! Table `web_session`: sessions of browsers, stored under the hash of their id.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "web_session")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id_hash: Vec<u8>,
    #[sea_orm(column_type = "Text")]
    pub data: String,
    pub expires_at: i64,
    /// The account whose password was accepted in this session, even if the second factor is still missing. The purge
    /// and the list of a member's sessions select sessions by this column.
    pub account_id: Option<Uuid>,
    /// The time at which the password or the code was accepted; zero for anonymous sessions.
    pub began_at: i64,
    /// The sign-in is complete: no second factor and no set-up is required any more.
    pub is_signed_in: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "crate::entity::account::Entity",
        from = "Column::AccountId",
        to = "crate::entity::account::Column::Id"
    )]
    Account,
}

impl ActiveModelBehavior for ActiveModel {}
