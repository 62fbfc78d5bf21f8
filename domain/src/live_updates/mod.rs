//! How an open page gets what changes on the server: when it polls, when it opens a stream, and how many streams a browser
//! has.

mod schedule;
mod stream_slots;

pub use schedule::{Schedule, Step};
pub use stream_slots::StreamSlots;
