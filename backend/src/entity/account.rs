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
    /// Confirmed, and nobody else's.
    pub email: Option<String>,
    pub unconfirmed_email: Option<String>,
    pub locale: Option<String>,
    pub registered_from: Option<Vec<u8>>,
    /// There was a factor, and a person took it off: another one is connected with an administrator's code only.
    pub must_enrol: bool,
    /// What was handed out to programs under another one is worth nothing.
    pub token_epoch: i32,
    /// The member is told by mail about a sign-in from a new device.
    pub new_device_mail: bool,
    /// When the member was last told about a login over the API, or would have been.
    pub api_seen_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
