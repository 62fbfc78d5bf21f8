//! Background task that deletes expired data every hour, on one replica at a time.

use backend::{Stepwise, service::Replica};
use metrics::counter;
use std::time::Duration;

/// How often each replica checks whether the next run is due.
const CHECK_INTERVAL: Duration = Duration::from_secs(300);

pub async fn run(stepwise: Stepwise) {
    let replica = match Replica::new() {
        Ok(replica) => replica,
        Err(error) => return tracing::error!(%error, "housekeeping does not run on this replica"),
    };
    loop {
        tokio::time::sleep(CHECK_INTERVAL).await;
        match stepwise.sweep_in_turn(replica).await {
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
