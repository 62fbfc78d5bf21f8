//! The secret link with which a class that was opened without an account is managed.

use crate::{Result, Stepwise, crypto::digest, entity::class};
use domain::{ids::ClassId, refusal::Refusal, session::SessionState};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

impl Stepwise {
    /// Trades the link for a grant of this session. Its hash is looked up, so nothing can be learned from how
    /// long a wrong one takes.
    pub async fn trade_teacher_link(&self, token: &str, session: SessionState) -> Result<(ClassId, SessionState)> {
        let hash = digest(token.as_bytes()).to_vec();
        let class = class::Entity::find()
            .filter(class::Column::TeacherLinkHash.eq(hash))
            .one(&self.db().read)
            .await?;
        let id = ClassId::from_uuid(class.ok_or(Refusal::NotFound)?.id);
        Ok((id, session.granted(id)))
    }
}
