//! Checks while streams are open whether their sessions may still follow the class.

use super::{
    LiveUpdates,
    registry::{StreamKind, Watcher},
};
use crate::{
    Result,
    session_store::{ReadSession, sessions_of},
};

impl LiveUpdates {
    /// Ends the streams whose session has ended, has lost its grant, or belongs to another user now.
    pub(super) async fn check_rights(&self) -> Result<()> {
        let watchers = self.registry.watchers();
        let keys = watchers.iter().map(|watcher| watcher.session.clone()).collect();
        let sessions = sessions_of(&self.db.read, keys, self.clock.now()).await?;
        for watcher in watchers {
            let session = sessions.get(&watcher.session);
            if !session.is_some_and(|session| self.may_follow(&watcher, session)) {
                self.registry.end(watcher.id);
            }
        }
        Ok(())
    }

    fn may_follow(&self, watcher: &Watcher, session: &ReadSession) -> bool {
        let ReadSession { state, owner } = session;
        let user = self.access.signed_in_as_read(state, owner);
        match watcher.kind {
            StreamKind::Board => {
                let member = user.and_then(|user| user.member().ok());
                let row = watcher.feed.row();
                row.is_none_or(|row| self.access.reads_row(state, member.as_ref(), &row).is_ok())
            }
            StreamKind::Lesson => {
                let seat = user.and_then(|user| user.seat);
                seat.is_some_and(|seat| seat.class() == watcher.feed.class)
            }
        }
    }
}
