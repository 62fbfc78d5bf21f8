//! Table `mail`: the queue of outgoing mails and text messages, with sealed content.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mail")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(column_type = "Blob")]
    pub sealed: Vec<u8>,
    pub tries: i32,
    pub next_at: i64,
    pub until: i64,
    /// `email`, `sms`, or `none` for a message that is never sent.
    pub channel: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
