//! Table `account`: members and students.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub kind: String,
    pub role: Option<String>,
    pub username: String,
    pub password_hash: Option<String>,
    pub sealed_password: Option<Vec<u8>>,
    pub epoch: i32,
    pub active: bool,
    pub created_at: i64,
    pub updated_at: Option<i64>,
    /// The confirmed e-mail address, which no other account has.
    pub email: Option<String>,
    pub unconfirmed_email: Option<String>,
    pub locale: Option<String>,
    pub registered_from: Option<Vec<u8>>,
    /// The second factor was reset. To connect a new one, the user needs an enrolment code of an administrator.
    pub must_enrol: bool,
    /// API tokens with another epoch are not valid.
    pub token_epoch: i32,
    /// `unconfirmed_email` was typed at the registration, and no other address has been asked for since.
    pub first_email_pending: bool,
    /// The member is told by mail about a sign-in from a new device.
    pub new_device_mail: bool,
    /// When the member was last told about a login over the API, or would have been.
    pub api_seen_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
