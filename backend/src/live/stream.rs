//! One open stream: the events that its client gets.

use super::{
    LiveUpdates,
    feed::BoardNews,
    registry::{Registered, Registration},
};
use crate::{
    Error, Result,
    classes::{board, queries::class_of, wall},
    entity::class,
    random,
};
use domain::view::{BoardChanges, LessonState};
use std::{future::pending, pin::Pin, sync::Arc, time::Duration};
use tokio::{
    sync::{broadcast, oneshot, watch},
    time::{Sleep, sleep},
};

/// A stream ends after this time, so that the streams spread over the replicas again after one was restarted. Up to the
/// same time again is added at random, so that not all streams end together.
const MIN_LIFETIME: Duration = Duration::from_secs(30 * 60);
/// After a change could not be read, the stream tries again after this time.
const RETRY_PAUSE: Duration = Duration::from_secs(1);

/// The page that follows a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClassPage {
    /// A program that follows the class.
    Board,
    /// A board in a browser, for which the caller renders the changed rows.
    Rows,
    /// Gets no names, logins and labels.
    Projector,
}

#[derive(Clone, Debug)]
pub enum LiveEvent {
    /// The changes of a board, up to this version of the class.
    Changes { version: i64, json: Arc<str> },
    /// The changes of a board in a browser.
    Rows(Arc<BoardChanges>),
    /// The state of the student's class, with the gates of its exercises.
    State(LessonState),
    /// The server cannot read the database at the moment. The next event of another kind tells that it is back.
    Unavailable,
    /// The session may not follow the class any more. This is the last event.
    Ended,
    /// The client has to connect again. This is the last event.
    Closing,
}

impl LiveEvent {
    pub(super) fn changes(page: ClassPage, class: &class::Model, changes: BoardChanges) -> Result<Self> {
        let json = match page {
            ClassPage::Rows => return Ok(Self::Rows(Arc::new(changes))),
            ClassPage::Board => board::as_json(&changes)?,
            ClassPage::Projector => wall::as_json(class, &changes)?,
        };
        Ok(Self::Changes {
            version: changes.version,
            json: json.into(),
        })
    }
}

pub(super) enum Source {
    Board {
        page: ClassPage,
        news: broadcast::Receiver<Arc<BoardNews>>,
        /// The version that the client has.
        version: i64,
        /// Whether changes between this version and the next news are missing.
        has_missed: bool,
    },
    Lesson(watch::Receiver<Option<LessonState>>),
}

pub struct LiveStream {
    live: LiveUpdates,
    registration: Registration,
    source: Source,
    first: Option<LiveEvent>,
    ended: oneshot::Receiver<()>,
    is_available: watch::Receiver<bool>,
    is_closing: watch::Receiver<bool>,
    retires: Pin<Box<Sleep>>,
    is_over: bool,
    /// A random number, so that the streams do not all do the same at the same moment.
    jitter: u8,
}

/// What a stream waits for.
enum Wake {
    News(Arc<BoardNews>),
    /// The stream is too slow and has missed changes.
    Missed,
    State(Option<LessonState>),
    Unavailable,
    Ended,
    Closing(&'static str),
}

impl LiveStream {
    pub(super) fn new(live: LiveUpdates, registered: Registered, source: Source, first: LiveEvent) -> Result<Self> {
        let [jitter] = random::bytes()?;
        let lifetime = MIN_LIFETIME + MIN_LIFETIME * u32::from(jitter) / u32::from(u8::MAX);
        Ok(Self {
            is_available: live.is_available.subscribe(),
            is_closing: live.is_closing.subscribe(),
            live,
            registration: registered.registration,
            source,
            first: Some(first),
            ended: registered.ended,
            retires: Box::pin(sleep(lifetime)),
            is_over: false,
            jitter,
        })
    }

    pub const fn jitter(&self) -> u8 {
        self.jitter
    }

    /// The next event; `None` after the last one.
    pub async fn next(&mut self) -> Option<LiveEvent> {
        if let Some(first) = self.first.take() {
            return Some(first);
        }
        while !self.is_over {
            let event = match self.wake().await {
                Wake::News(news) => self.take(&news).await,
                Wake::Missed => {
                    metrics::counter!("stepwise_streams_behind_total").increment(1);
                    self.catch_up().await
                }
                Wake::State(state) => state.map(LiveEvent::State),
                Wake::Unavailable => Some(LiveEvent::Unavailable),
                Wake::Ended => self.end("rights", LiveEvent::Ended),
                Wake::Closing(reason) => self.end(reason, LiveEvent::Closing),
            };
            if event.is_some() {
                return event;
            }
        }
        None
    }

    fn end(&mut self, reason: &'static str, event: LiveEvent) -> Option<LiveEvent> {
        self.registration.reason = reason;
        self.is_over = true;
        Some(event)
    }

    async fn wake(&mut self) -> Wake {
        // The end of a stream comes first, so that a session without rights gets no further change.
        tokio::select! {
            biased;
            _ = &mut self.ended => Wake::Ended,
            _ = self.is_closing.wait_for(|is_closing| *is_closing) => Wake::Closing("shutdown"),
            wake = self.source.wake() => wake,
            () = is_lost(&mut self.is_available) => Wake::Unavailable,
            () = &mut self.retires => Wake::Closing("lifetime"),
        }
    }

    async fn take(&mut self, news: &BoardNews) -> Option<LiveEvent> {
        match &mut self.source {
            Source::Board { page, version, .. } if news.since <= *version => {
                *version = news.version;
                let json = match page {
                    ClassPage::Rows => return Some(LiveEvent::Rows(Arc::clone(&news.changes))),
                    ClassPage::Board => &news.json,
                    ClassPage::Projector => &news.nameless_json,
                };
                Some(LiveEvent::Changes {
                    version: news.version,
                    json: json.as_str().into(),
                })
            }
            // This stream began before the changes that came earlier.
            Source::Board { .. } => self.catch_up().await,
            Source::Lesson(_) => None,
        }
    }

    /// Reads everything that the client does not have yet.
    async fn catch_up(&mut self) -> Option<LiveEvent> {
        let Source::Board {
            page,
            news,
            version,
            has_missed,
        } = &mut self.source
        else {
            return None;
        };
        // Changes that were published until now are part of what is read next.
        *news = self.registration.feed.board_news();
        let read = async {
            let row = class_of(&self.live.db.read, self.registration.feed.class).await?;
            let changes = self.live.classes.changes_of(&row, *version).await?;
            Ok((row, changes))
        };
        let event = read.await.and_then(|(row, changes)| {
            *version = changes.version;
            LiveEvent::changes(*page, &row, changes)
        });
        *has_missed = event.is_err();
        match event {
            Ok(event) => Some(event),
            // The task that follows all classes ends the streams of a deleted class.
            Err(Error::Refused(_)) => None,
            Err(error) => {
                tracing::debug!(%error, "a stream could not read its class");
                Some(LiveEvent::Unavailable)
            }
        }
    }
}

impl Source {
    async fn wake(&mut self) -> Wake {
        match self {
            Self::Board { has_missed: true, .. } => {
                sleep(RETRY_PAUSE).await;
                Wake::Missed
            }
            Self::Board { news, .. } => match news.recv().await {
                Ok(news) => Wake::News(news),
                Err(broadcast::error::RecvError::Lagged(_)) => Wake::Missed,
                // The feed exists as long as this stream is registered.
                Err(broadcast::error::RecvError::Closed) => pending().await,
            },
            Self::Lesson(states) => match states.changed().await {
                Ok(()) => Wake::State(states.borrow_and_update().clone()),
                Err(_) => pending().await,
            },
        }
    }
}

/// Waits until the database becomes unavailable.
async fn is_lost(is_available: &mut watch::Receiver<bool>) {
    loop {
        if is_available.changed().await.is_err() {
            pending::<()>().await;
        }
        if !*is_available.borrow_and_update() {
            return;
        }
    }
}
