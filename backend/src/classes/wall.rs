//! The projector page of a class: the same state as on the board, without names, logins and labels.

use super::{
    Classes,
    queries::{class_of, locale_of},
};
use crate::{Error, Result, access::ReadsClass, entity::class};
use domain::{
    ids::ClassId,
    time::Timestamp,
    view::{BoardChanges, WallChanges, WallSettings, WallView},
};

/// The projector page, and the code with which students join.
pub struct WallPage {
    pub wall: WallView,
    pub join_code: String,
}

impl Classes {
    pub async fn wall(&self, reader: impl Into<ReadsClass>) -> Result<WallPage> {
        let class = class_of(&self.db.read, reader.into().class()).await?;
        let mut changes = nameless(&class, &self.changes_of(&class, -1).await?);
        changes.seats.retain(|seat| !seat.removed);
        Ok(WallPage {
            wall: WallView {
                id: ClassId::from_uuid(class.id),
                title: class.title,
                changes,
            },
            join_code: class.join_code,
        })
    }

    /// The changes since a version, for a projector page that polls.
    pub async fn wall_changes(&self, reader: impl Into<ReadsClass>, since: i64) -> Result<WallChanges> {
        let class = class_of(&self.db.read, reader.into().class()).await?;
        Ok(nameless(&class, &self.changes_of(&class, since).await?))
    }
}

pub(crate) fn nameless(class: &class::Model, changes: &BoardChanges) -> WallChanges {
    let settings = WallSettings {
        locale: locale_of(class),
        phones: class.phones,
        self_join: class.self_join,
        lesson: changes.lesson,
        debrief: class.debrief,
    };
    WallChanges::of_board(changes, Timestamp::from_micros(class.expires_at), settings)
}

/// The changes as a stream sends them: the same text as the answer to a poll.
pub(crate) fn as_json(class: &class::Model, changes: &BoardChanges) -> Result<String> {
    serde_json::to_string(&nameless(class, changes)).map_err(|_| Error::Corrupt("projector page"))
}
