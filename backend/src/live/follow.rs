//! The task that follows all classes with open streams.

use super::{
    LiveUpdates,
    feed::{BoardNews, Difference, Feed},
    queries,
};
use crate::{
    Error, Result,
    classes::{board, wall},
    db::Listener,
    entity::class,
};
use domain::{ids::ClassId, time::Timestamp};
use sea_orm::prelude::Uuid;
use std::{collections::HashMap, sync::Arc, time::Duration};
use tokio::time::{Instant, sleep, sleep_until, timeout};

/// How often the database is asked for changes of other replicas.
const READ_INTERVAL: Duration = Duration::from_secs(1);
/// How often the rights of the open streams are checked. A right that was taken away ends its stream within five
/// seconds.
const RIGHTS_INTERVAL: Duration = Duration::from_secs(3);
/// Minimum time between two reads. All changes within this time are read together, so that a busy server does not read
/// once for each badge.
const MIN_PAUSE: Duration = Duration::from_millis(40);
/// A read that takes longer counts as failed, so that streams recover soon after the database does.
const READ_TIMEOUT: Duration = Duration::from_secs(3);

/// A class that differs from what its streams know.
struct Changed {
    feed: Arc<Feed>,
    row: class::Model,
    difference: Difference,
}

impl LiveUpdates {
    /// Runs until no stream is open any more.
    pub(super) async fn follow(self, changes: Listener) {
        let mut next_read = Instant::now() + READ_INTERVAL;
        let mut next_check = Instant::now() + RIGHTS_INTERVAL;
        loop {
            let feeds = tokio::select! {
                changed = changes.changed() => changed.into_iter().filter_map(|class| self.registry.feed(class)).collect(),
                () = sleep_until(next_read) => {
                    next_read = Instant::now() + READ_INTERVAL;
                    if self.registry.stop_if_unused() {
                        break;
                    }
                    self.registry.feeds()
                }
            };
            // After a failure all streams wait for an event, also those whose classes have not changed.
            let is_back = !*self.is_available.borrow();
            let feeds: Vec<Arc<Feed>> = if is_back { self.registry.feeds() } else { feeds };
            let read = within_timeout(self.read(feeds, is_back)).await;
            self.report(read);
            if Instant::now() >= next_check {
                next_check = Instant::now() + RIGHTS_INTERVAL;
                let checked = within_timeout(self.check_rights()).await;
                // Only a read of the classes shows that the streams are up to date again.
                if checked.is_err() {
                    self.report(checked);
                }
            }
            sleep(MIN_PAUSE).await;
        }
    }

    /// Tells the streams whether the database can be read.
    fn report(&self, read: Result<()>) {
        match read {
            Ok(()) => {
                self.is_available
                    .send_if_modified(|is_available| !std::mem::replace(is_available, true));
            }
            Err(error) => {
                let was_available = self.is_available.send_replace(false);
                if was_available {
                    tracing::warn!(%error, "the streams cannot read the database");
                }
            }
        }
    }

    /// Reads the classes of these feeds, and hands their changes to their streams.
    async fn read(&self, feeds: Vec<Arc<Feed>>, is_back: bool) -> Result<()> {
        let ids: Vec<ClassId> = feeds.iter().map(|feed| feed.class).collect();
        if ids.is_empty() {
            return Ok(());
        }
        let mut rows = queries::classes(&self.db.read, &ids).await?;
        let now = self.clock.now();
        let mut changed = Vec::new();
        for feed in feeds {
            let Some(row) = rows.remove(&feed.class) else {
                self.registry.end_class(feed.class);
                continue;
            };
            let Some(difference) = feed.difference(&row, now) else {
                continue;
            };
            if difference.has_new_version || difference.has_new_state || is_back {
                changed.push(Changed { feed, row, difference });
            }
        }
        self.publish(changed, is_back).await
    }

    async fn publish(&self, changed: Vec<Changed>, is_back: bool) -> Result<()> {
        let with_boards = changed
            .iter()
            .filter(|changed| changed.difference.has_new_version && changed.feed.has_boards())
            .map(|changed| queries::Since {
                class: changed.feed.class,
                version: changed.difference.since,
                has_exercises: !changed.row.lesson.is_empty(),
            });
        let with_boards: Vec<_> = with_boards.collect();
        let mut seats = queries::changed_seats(&self.db.read, &with_boards).await?;
        let now = self.clock.now();
        for Changed { feed, row, difference } in changed {
            let news = feed.has_boards().then(|| news(&row, &difference, &mut seats, now));
            // The other classes get their news. The boards of this class read it again, and say that it cannot be read.
            let news = news.transpose().unwrap_or_else(|error| {
                tracing::error!(%error, class = %feed.class, "a board cannot be read");
                None
            });
            feed.publish(row, now, news, is_back);
        }
        Ok(())
    }
}

fn news(
    row: &class::Model,
    difference: &Difference,
    seats: &mut HashMap<Uuid, Vec<board::SeatRow>>,
    now: Timestamp,
) -> Result<BoardNews> {
    let seats = seats.remove(&row.id).unwrap_or_default();
    let changes = board::changes_with(row, difference.since, seats, now)?;
    Ok(BoardNews {
        since: difference.since,
        version: row.version,
        json: board::as_json(&changes)?,
        nameless_json: wall::as_json(row, &changes)?,
        changes: Arc::new(changes),
    })
}

async fn within_timeout(work: impl Future<Output = Result<()>>) -> Result<()> {
    timeout(READ_TIMEOUT, work).await.unwrap_or(Err(Error::Interrupted))
}
