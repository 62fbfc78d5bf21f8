//! Table `seat`: the seats of classes with the progress of each student.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "seat")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub class_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    pub account_id: Option<Uuid>,
    pub label: Option<String>,
    /// The e-mail address or the number by which a learning platform knows the student, if the teacher keeps it.
    pub external_id: Option<String>,
    pub signed_in_at: Option<i64>,
    pub setup_opened_at: Option<i64>,
    pub connected_at: Option<i64>,
    pub signed_in_2fa_at: Option<i64>,
    pub resets: i32,
    /// When the teacher last reset the second factors of the student.
    pub reset_at: Option<i64>,
    pub failures: i32,
    pub last_failure: Option<String>,
    pub last_failure_at: Option<i64>,
    pub locked_until: Option<i64>,
    pub removed_at: Option<i64>,
    pub handed_out_at: Option<i64>,
    pub taken_by: Option<Vec<u8>>,
    pub version: i64,
    pub phone_hash: Option<Vec<u8>>,
    /// `None` while the hand is down.
    pub hand_raised_at: Option<i64>,
    /// Number of hints for the raised hand.
    pub hints: i32,
    /// The last hint, as text (`domain::hand::Hint`).
    pub hint: Option<String>,
    /// One bit for each phase in which the student has answered the questions (`domain::questions::Phase`).
    pub questions_answered: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "crate::entity::account::Entity",
        from = "Column::AccountId",
        to = "crate::entity::account::Column::Id"
    )]
    Account,
    #[sea_orm(
        belongs_to = "crate::entity::class::Entity",
        from = "Column::ClassId",
        to = "crate::entity::class::Column::Id"
    )]
    Class,
}

impl Related<crate::entity::class::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Class.def()
    }
}

impl Related<crate::entity::account::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Account.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
