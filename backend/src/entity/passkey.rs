//! Table `passkey`: passkeys of accounts. An account with passkeys also has a row of the kind `passkey` in `factor`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "passkey")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub account_id: Uuid,
    pub name: String,
    pub credential_hash: Vec<u8>,
    pub credential_id: Vec<u8>,
    pub algorithm: i32,
    pub public_key: Vec<u8>,
    pub sign_count: i64,
    pub created_at: i64,
    pub last_used_at: Option<i64>,
    /// The account has got a new password since the passkey was used. It signs in only together with the password.
    pub needs_password: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
