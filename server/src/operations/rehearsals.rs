//! Background task that moves the students of rehearsals, and deletes rehearsals that have ended.

use backend::{Stepwise, operations::Replica};
use std::time::Duration;
use texts::Texts;

/// Pause after a database error, so that the server does not query an unreachable database all the time.
const ERROR_PAUSE: Duration = Duration::from_secs(15);

pub async fn run(stepwise: Stepwise, replica: Replica) {
    let message = |locale| Texts::of(locale).rehearsal_message().to_owned();
    let mut driver = stepwise.rehearsals.driver(replica, message);
    loop {
        match driver.tick().await {
            Ok(()) => stepwise.rehearsals.opened(driver.pause()).await,
            Err(error) => {
                tracing::warn!(%error, "the students of a rehearsal stand still");
                tokio::time::sleep(ERROR_PAUSE).await;
            }
        }
    }
}
