//! Opens a stream: checks the rights, registers the stream, and reads what its client does not know yet.

use super::{
    LiveUpdates,
    registry::{Registered, StreamKind},
    stream::{ClassPage, LiveEvent, LiveStream, Source},
};
use crate::{
    Result,
    access::{Member, SignedIn},
    classes::queries::{class_of, lesson_state_of},
    session_store::SessionKey,
    students::progress::seat_of,
};
use domain::{ids::ClassId, refusal::Refusal, session::SessionState};

/// The session that opens a stream.
pub struct Viewer {
    /// The key of the session; `None` in a browser without a session, which has no rights.
    pub key: Option<SessionKey>,
    pub state: SessionState,
    pub member: Option<Member>,
}

pub struct BoardStream {
    pub stream: LiveStream,
    /// False if the session is only allowed to read the class.
    pub manages: bool,
}

impl LiveUpdates {
    /// The changes of a class since a version, beginning with those that have already happened. `None` if this session
    /// or the server has too many streams: the client polls instead.
    pub async fn follow_board(
        &self,
        viewer: Viewer,
        page: ClassPage,
        class: ClassId,
        since: i64,
    ) -> Result<Option<BoardStream>> {
        let key = viewer.key.ok_or(Refusal::NotFound)?;
        // The stream listens before it reads, so that it misses no change in between.
        let Some(registered) = self.register(class, StreamKind::Board, key) else {
            return Ok(None);
        };
        let news = registered.registration.feed.board_news();
        let row = class_of(&self.db.read, class).await?;
        self.access.reads_row(&viewer.state, viewer.member.as_ref(), &row)?;
        registered.registration.feed.begin_with(&row, self.clock.now());
        let changes = self.classes.changes_of(&row, since).await?;
        let source = Source::Board {
            page,
            news,
            version: changes.version,
            has_missed: false,
        };
        let first = LiveEvent::changes(page, &row, changes)?;
        Ok(Some(BoardStream {
            manages: self
                .access
                .manages_row(&viewer.state, viewer.member.as_ref(), &row)
                .is_ok(),
            stream: LiveStream::new(self.clone(), registered, source, first)?,
        }))
    }

    /// The state of the student's class and the gates of its exercises, beginning with the present state.
    pub async fn follow_lesson(&self, key: Option<SessionKey>, who: &SignedIn) -> Result<Option<LiveStream>> {
        let key = key.ok_or(Refusal::NotFound)?;
        let seat = seat_of(&self.db.read, &who.identity, who.seat.as_ref()).await?;
        let seat = seat.ok_or(Refusal::NotFound)?;
        let Some(registered) = self.register(seat.class(), StreamKind::Lesson, key) else {
            return Ok(None);
        };
        let states = registered.registration.feed.lesson_state();
        if registered.registration.feed.row().is_none() {
            let row = class_of(&self.db.read, seat.class()).await?;
            registered.registration.feed.begin_with(&row, self.clock.now());
        }
        let row = registered.registration.feed.row().ok_or(Refusal::NotFound)?;
        let first = LiveEvent::State(lesson_state_of(&row, self.clock.now()));
        Ok(Some(LiveStream::new(
            self.clone(),
            registered,
            Source::Lesson(states),
            first,
        )?))
    }

    fn register(&self, class: ClassId, kind: StreamKind, session: SessionKey) -> Option<Registered> {
        if *self.is_closing.borrow() {
            return None;
        }
        let registered = self
            .registry
            .register(class, kind, session, self.settings.max_streams)?;
        if registered.is_first {
            // The task listens from now on, also if it begins to run only after the next change.
            tokio::spawn(self.clone().follow(self.db.changed_classes.listen()));
        }
        Some(registered)
    }
}
