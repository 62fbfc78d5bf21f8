//! Table `class`: classes with their settings, links and end.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "class")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub join_code: String,
    pub title: String,
    pub locale: String,
    pub owner_id: Option<Uuid>,
    pub teacher_link_hash: Option<Vec<u8>>,
    pub opened_from: Option<Vec<u8>>,
    pub created_at: i64,
    pub expires_at: i64,
    pub paused: bool,
    pub self_join: bool,
    pub version: i64,
    pub read_link_hash: Option<Vec<u8>>,
    pub teacher_link_epoch: i32,
    pub read_link_epoch: i32,
    pub changed_version: i64,
    /// The exercises of the class and their gates, as text (`domain::exercises::Lesson`).
    pub lesson: String,
    /// When the open gates were opened, as text (`domain::exercises::GateTimes`).
    pub gates_opened: String,
    /// Whether students use their own phones. If not, all texts speak of the practice phone only.
    pub phones: bool,
    /// The projector page shows the debrief.
    pub debrief: bool,
    /// Which questions students answer before and after the lesson (`classes::questions`).
    pub questions: String,
    /// The students are simulated, and the class is deleted at its end.
    pub rehearsal: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
