//! Live updates of an open page: a board, the projector, a lesson, the practice phone's inbox.

mod event_stream;
mod follower;
mod stream_slot;

pub use follower::{Follower, Source, Stream};
