//! The current time, which is comparable with times from the server: both run on the same machine.

use domain::time::Timestamp;
use std::time::SystemTime;

pub fn now() -> Timestamp {
    let since = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    Timestamp::default().after(since)
}
