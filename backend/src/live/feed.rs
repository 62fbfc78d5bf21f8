//! The feed of one class: hands each change of the class to all its streams.

use crate::{classes::queries::lesson_state_of, entity::class};
use domain::{
    ids::ClassId,
    time::Timestamp,
    view::{BoardChanges, LessonState},
};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{broadcast, watch};

/// Changes that a slow stream may fall behind. A stream that falls behind further reads the board from the database
/// again, so a slow client never costs more memory than this.
const MAX_CHANGES_BEHIND: usize = 16;

/// What happened in a class after version `since`, for all its pages.
#[derive(Debug)]
pub struct BoardNews {
    pub since: i64,
    pub version: i64,
    /// For boards in browsers.
    pub changes: Arc<BoardChanges>,
    /// For other boards.
    pub json: String,
    /// For projector pages: the same without names, logins and labels.
    pub nameless_json: String,
}

/// The class as its streams know it.
#[derive(Clone)]
struct Known {
    row: Arc<class::Model>,
    state: LessonState,
}

pub struct Feed {
    pub class: ClassId,
    boards: broadcast::Sender<Arc<BoardNews>>,
    /// `None` until the class was read.
    lessons: watch::Sender<Option<LessonState>>,
    known: Mutex<Option<Known>>,
}

/// How the row of a class differs from what its streams know.
pub struct Difference {
    /// The version that the streams know. -1 if the database has an older version than the streams, for example because
    /// a backup was restored: then the streams get all seats.
    pub since: i64,
    pub has_new_version: bool,
    pub has_new_state: bool,
}

impl Feed {
    pub fn new(class: ClassId) -> Self {
        Self {
            class,
            boards: broadcast::Sender::new(MAX_CHANGES_BEHIND),
            lessons: watch::Sender::new(None),
            known: Mutex::new(None),
        }
    }

    pub fn board_news(&self) -> broadcast::Receiver<Arc<BoardNews>> {
        self.boards.subscribe()
    }

    pub fn lesson_state(&self) -> watch::Receiver<Option<LessonState>> {
        self.lessons.subscribe()
    }

    pub fn has_boards(&self) -> bool {
        self.boards.receiver_count() > 0
    }

    /// The row of the class that was read last; `None` before the first stream has read it.
    pub fn row(&self) -> Option<Arc<class::Model>> {
        self.known().as_ref().map(|known| Arc::clone(&known.row))
    }

    /// Called by a stream that has read the class itself. Later rows come from the task that follows all classes.
    pub fn begin_with(&self, row: &class::Model, now: Timestamp) {
        let known = self
            .known()
            .get_or_insert_with(|| Known {
                row: Arc::new(row.clone()),
                state: lesson_state_of(row, now),
            })
            .state
            .clone();
        self.lessons.send_if_modified(|state| {
            *state = Some(known);
            // The streams of lessons begin with this state, so it is no news for them.
            false
        });
    }

    /// Compares the row with what the streams know. `None` if the class was not read before.
    pub fn difference(&self, row: &class::Model, now: Timestamp) -> Option<Difference> {
        let known = self.known().clone()?;
        Some(Difference {
            since: if row.version < known.row.version {
                -1
            } else {
                known.row.version
            },
            has_new_version: row.version != known.row.version,
            has_new_state: lesson_state_of(row, now) != known.state,
        })
    }

    /// Hands the change to all streams. `news` is `None` if no board is open. Lesson pages get only new states, but all
    /// of them get an event if `is_back`: the database could not be read before.
    pub fn publish(&self, row: class::Model, now: Timestamp, news: Option<BoardNews>, is_back: bool) {
        let state = lesson_state_of(&row, now);
        *self.known() = Some(Known {
            row: Arc::new(row),
            state: state.clone(),
        });
        if let Some(news) = news {
            // This fails only if the last board was closed in this moment.
            let _ = self.boards.send(Arc::new(news));
        }
        self.lessons
            .send_if_modified(|known| known.replace(state.clone()) != Some(state) || is_back);
    }

    fn known(&self) -> MutexGuard<'_, Option<Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
