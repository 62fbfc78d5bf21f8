//! Background task that deletes expired data every hour, on one replica at a time.

use backend::{Stepwise, operations::Replica};
use metrics::counter;
use std::time::Duration;

/// How often each replica checks whether the next run is due.
const BETWEEN_LOOKS: Duration = Duration::from_secs(300);

pub async fn sweep(stepwise: Stepwise) {
    let replica = match Replica::new() {
        Ok(replica) => replica,
        Err(error) => return tracing::error!(%error, "nothing will be swept away on this replica"),
    };
    loop {
        tokio::time::sleep(BETWEEN_LOOKS).await;
        match stepwise.operations.run_housekeeping(replica).await {
            Ok(Some(swept)) => {
                tracing::info!(swept.sessions, swept.throttles, swept.classes, "swept");
                for (what, count) in [
                    ("session", swept.sessions),
                    ("throttle", swept.throttles),
                    ("class", swept.classes),
                ] {
                    counter!("stepwise_swept_total", "what" => what).increment(count);
                }
            }
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "sweeping failed; the next time comes"),
        }
    }
}
