//! Background task that deletes expired data every hour, on one replica at a time.

use backend::{Stepwise, operations::Replica};
use metrics::counter;
use std::time::Duration;

/// How often each replica checks whether the next run is due.
const CHECK_INTERVAL: Duration = Duration::from_secs(300);

pub async fn run(stepwise: Stepwise, replica: Replica) {
    loop {
        tokio::time::sleep(CHECK_INTERVAL).await;
        match stepwise.operations.run_housekeeping(replica).await {
            Ok(Some(swept)) => {
                tracing::info!(
                    swept.sessions,
                    swept.throttles,
                    swept.classes,
                    "expired data was deleted"
                );
                for (what, count) in [
                    ("session", swept.sessions),
                    ("throttle", swept.throttles),
                    ("class", swept.classes),
                ] {
                    counter!("stepwise_swept_total", "what" => what).increment(count);
                }
            }
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "housekeeping failed and will be tried again"),
        }
    }
}
