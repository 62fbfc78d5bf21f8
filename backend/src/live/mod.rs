//! Live updates: streams that tell boards and lesson pages at once what has changed in a class.
//!
//! One task follows all classes that have open streams. It wakes at once for changes of this process, and asks the
//! database once a second for changes of other replicas. It runs only while streams are open.

mod feed;
mod follow;
mod open;
mod queries;
mod registry;
mod rights;
mod stream;

pub use open::{BoardStream, Viewer};
pub use registry::StreamKind;
pub use stream::{ClassPage, LiveEvent, LiveStream};

use crate::{access::Access, classes::Classes, clock::Clock, db::Db, settings::Settings, shared::Core};
use registry::Registry;
use std::sync::Arc;
use tokio::sync::watch;

/// Opens the streams of boards and lesson pages, and feeds them.
#[derive(Clone)]
pub struct LiveUpdates {
    db: Db,
    clock: Arc<dyn Clock>,
    settings: Arc<Settings>,
    access: Arc<Access>,
    classes: Arc<Classes>,
    registry: Arc<Registry>,
    /// False while the database cannot be read.
    is_available: Arc<watch::Sender<bool>>,
    /// True when the server stops.
    is_closing: Arc<watch::Sender<bool>>,
}

impl LiveUpdates {
    pub(crate) fn new(core: &Core, access: &Arc<Access>, classes: &Arc<Classes>) -> Self {
        Self {
            db: core.db.clone(),
            clock: Arc::clone(&core.clock),
            settings: Arc::clone(&core.settings),
            access: Arc::clone(access),
            classes: Arc::clone(classes),
            registry: Arc::default(),
            is_available: Arc::new(watch::Sender::new(true)),
            is_closing: Arc::new(watch::Sender::new(false)),
        }
    }

    /// Ends all streams and tells their clients to connect again. New streams are refused from now on.
    pub fn close(&self) {
        self.is_closing.send_replace(true);
    }

    /// The number of open streams.
    pub fn open_streams(&self) -> usize {
        self.registry.open_streams()
    }
}
