//! The open streams of this process, and the feeds of their classes.

use super::feed::Feed;
use crate::session_store::SessionKey;
use domain::ids::ClassId;
use metrics::{counter, gauge};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Instant,
};
use tokio::sync::oneshot;

/// Streams that one session can hold open on one replica. A browser opens at most three, because it has only six
/// connections to one server over HTTP/1.1.
const MAX_STREAMS_PER_SESSION: usize = 4;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StreamKind {
    Board,
    Lesson,
}

impl StreamKind {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Board => "board",
            Self::Lesson => "lesson",
        }
    }
}

#[derive(Default)]
pub struct Registry(Mutex<Open>);

#[derive(Default)]
struct Open {
    feeds: HashMap<ClassId, OpenFeed>,
    streams: HashMap<u64, OpenStream>,
    of_session: HashMap<SessionKey, usize>,
    last_id: u64,
    /// Whether the task that follows the classes runs.
    is_followed: bool,
}

struct OpenFeed {
    feed: Arc<Feed>,
    streams: usize,
}

struct OpenStream {
    feed: Arc<Feed>,
    kind: StreamKind,
    session: SessionKey,
    end: oneshot::Sender<()>,
}

/// A stream whose rights are checked.
pub struct Watcher {
    pub id: u64,
    pub feed: Arc<Feed>,
    pub kind: StreamKind,
    pub session: SessionKey,
}

/// A new stream, and whether the task that follows the classes has to be started.
pub struct Registered {
    pub registration: Registration,
    pub ended: oneshot::Receiver<()>,
    pub is_first: bool,
}

/// Counts one open stream while it exists.
pub struct Registration {
    registry: Arc<Registry>,
    id: u64,
    kind: StreamKind,
    opened: Instant,
    pub feed: Arc<Feed>,
    /// Why the stream ended, for log and metrics.
    pub reason: &'static str,
}

impl Registry {
    /// `None` if this session or the whole server has too many streams.
    pub fn register(
        self: &Arc<Self>,
        class: ClassId,
        kind: StreamKind,
        session: SessionKey,
        max_streams: usize,
    ) -> Option<Registered> {
        let mut open = self.lock();
        let of_session = open.of_session.get(&session).copied().unwrap_or(0);
        if of_session >= MAX_STREAMS_PER_SESSION || open.streams.len() >= max_streams {
            counter!("stepwise_streams_refused_total", "kind" => kind.code()).increment(1);
            return None;
        }
        open.of_session.insert(session.clone(), of_session + 1);
        let of_class = open.feeds.entry(class).or_insert_with(|| OpenFeed {
            feed: Arc::new(Feed::new(class)),
            streams: 0,
        });
        of_class.streams += 1;
        let feed = Arc::clone(&of_class.feed);
        open.last_id += 1;
        let id = open.last_id;
        let (end, ended) = oneshot::channel();
        let stream = OpenStream {
            feed: Arc::clone(&feed),
            kind,
            session,
            end,
        };
        open.streams.insert(id, stream);
        let is_first = !open.is_followed;
        open.is_followed = true;
        drop(open);
        gauge!("stepwise_streams", "kind" => kind.code()).increment(1.0);
        Some(Registered {
            registration: Registration {
                registry: Arc::clone(self),
                id,
                kind,
                opened: Instant::now(),
                feed,
                reason: "client",
            },
            ended,
            is_first,
        })
    }

    pub fn open_streams(&self) -> usize {
        self.lock().streams.len()
    }

    /// The feeds of all classes with open streams.
    pub fn feeds(&self) -> Vec<Arc<Feed>> {
        let open = self.lock();
        open.feeds.values().map(|of_class| Arc::clone(&of_class.feed)).collect()
    }

    pub fn feed(&self, class: ClassId) -> Option<Arc<Feed>> {
        self.lock().feeds.get(&class).map(|of_class| Arc::clone(&of_class.feed))
    }

    pub fn watchers(&self) -> Vec<Watcher> {
        let open = self.lock();
        let watchers = open.streams.iter().map(|(id, stream)| Watcher {
            id: *id,
            feed: Arc::clone(&stream.feed),
            kind: stream.kind,
            session: stream.session.clone(),
        });
        watchers.collect()
    }

    /// Ends a stream whose session may not follow the class any more.
    pub fn end(&self, id: u64) {
        if let Some(stream) = self.remove(id) {
            // This fails only if the client has closed the stream in this moment.
            let _ = stream.end.send(());
        }
    }

    /// Ends all streams of a class that was deleted.
    pub fn end_class(&self, class: ClassId) {
        let of_class = |watcher: &Watcher| watcher.feed.class == class;
        for watcher in self.watchers().into_iter().filter(of_class) {
            self.end(watcher.id);
        }
    }

    /// True if no stream is open. The next stream then starts the task that follows the classes again.
    pub fn stop_if_unused(&self) -> bool {
        let mut open = self.lock();
        open.is_followed = !open.streams.is_empty();
        !open.is_followed
    }

    fn remove(&self, id: u64) -> Option<OpenStream> {
        let mut open = self.lock();
        let stream = open.streams.remove(&id)?;
        if let Some(of_class) = open.feeds.get_mut(&stream.feed.class) {
            of_class.streams -= 1;
            if of_class.streams == 0 {
                open.feeds.remove(&stream.feed.class);
            }
        }
        if let Some(of_session) = open.of_session.get_mut(&stream.session) {
            *of_session -= 1;
            if *of_session == 0 {
                open.of_session.remove(&stream.session);
            }
        }
        Some(stream)
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Registration {
    fn drop(&mut self) {
        self.registry.remove(self.id);
        let (kind, reason) = (self.kind.code(), self.reason);
        gauge!("stepwise_streams", "kind" => kind).decrement(1.0);
        counter!("stepwise_streams_ended_total", "kind" => kind, "reason" => reason).increment(1);
        let seconds = self.opened.elapsed().as_secs();
        tracing::debug!(kind, reason, seconds, "a stream ended");
    }
}
