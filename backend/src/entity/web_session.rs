use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "web_session")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id_hash: Vec<u8>,
    #[sea_orm(column_type = "Text")]
    pub data: String,
    pub expires_at: i64,
    /// Who has given a password here, whatever is still owed: a purge finds the sessions of its accounts, and a member
    /// hers.
    pub account_id: Option<Uuid>,
    /// When the password or the code was given; zero for anonymous sessions.
    pub began_at: i64,
    /// Nothing is owed any more.
    pub is_signed_in: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
