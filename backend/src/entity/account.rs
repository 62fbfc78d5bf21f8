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
    /// The confirmed e-mail address. It is unique among all accounts.
    pub email: Option<String>,
    pub unconfirmed_email: Option<String>,
    pub locale: Option<String>,
    pub registered_from: Option<Vec<u8>>,
    /// The second factors were reset: the user needs an enrolment code of an administrator to connect a new factor.
    pub must_enrol: bool,
    /// API tokens that were issued under another token epoch are invalid.
    pub token_epoch: i32,
    /// `unconfirmed_email` comes from the registration, and the member has not requested another address since then.
    pub first_email_pending: bool,
    /// Whether the member gets a mail after a sign-in from a new device.
    pub new_device_mail: bool,
    /// Time of the API login that last started the 30 days without further mails about API logins. It is stored even if
    /// the member does not want such mails.
    pub api_seen_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
