//! Watches the networks and the clock of the computer while the classroom mode runs.

use super::Classroom;
use crate::startup::network_interfaces::lan_addresses;
use backend::clock::{Clock as _, SystemClock};
use domain::clock::has_jumped;
use std::{sync::Arc, time::Duration};

const INTERVAL: Duration = Duration::from_secs(5);

/// Keeps the addresses up to date, and notices when the computer was asleep.
pub async fn watch(classroom: Arc<Classroom>) {
    let mut before = SystemClock.now();
    loop {
        tokio::time::sleep(INTERVAL).await;
        let now = SystemClock.now();
        if has_jumped(before, now, INTERVAL) {
            tracing::warn!("the computer was asleep, or its clock was changed");
            classroom.note_jump(now);
        }
        before = now;
        classroom.network.refresh(lan_addresses());
        classroom.name.refresh(&classroom.network.addresses());
    }
}
