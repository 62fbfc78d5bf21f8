//! Compares the open boards with a newly loaded board again and again, and measures how long an open board is behind.

use super::board::{Boards, Shown, fresh};
use crate::browser::{Browser, Result};
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeSet,
    fmt,
    time::{Duration, Instant},
};
use tokio::{sync::oneshot, task::JoinHandle, time::sleep};

/// Every open board must be right this long after the server answers again.
pub const MAX_BEHIND: Duration = Duration::from_secs(10);
const INTERVAL: Duration = Duration::from_millis(300);
/// If the server does not answer for this long after the end of the class, the comparison fails.
const MAX_WAIT: Duration = Duration::from_secs(90);

/// Result of the comparison.
#[derive(Default, Serialize, Deserialize)]
pub struct Report {
    comparisons: usize,
    /// How often the server stopped answering.
    outages: usize,
    reconnects: usize,
    longest_behind: Duration,
    /// Boards that were wrong, each once.
    pub faults: BTreeSet<String>,
}

/// A comparison that runs in the background.
pub struct Comparison {
    end: oneshot::Sender<()>,
    comparing: JoinHandle<Result<(Report, Vec<Shown>)>>,
}

pub fn compare(browser: Browser, class: String, boards: Boards) -> Comparison {
    let (end, ended) = oneshot::channel();
    let comparing = tokio::spawn(run(browser, class, boards, ended));
    Comparison { end, comparing }
}

impl Comparison {
    /// Waits until all boards are right, at most `MAX_BEHIND`, and closes them. Also returns what they showed.
    pub async fn finish(self) -> Result<(Report, Vec<Shown>)> {
        let _ = self.end.send(());
        self.comparing.await?
    }
}

async fn run(
    mut browser: Browser,
    class: String,
    mut boards: Boards,
    mut ended: oneshot::Receiver<()>,
) -> Result<(Report, Vec<Shown>)> {
    let mut tracker = Tracker::default();
    let mut end: Option<Instant> = None;
    loop {
        if end.is_none() && !matches!(ended.try_recv(), Err(oneshot::error::TryRecvError::Empty)) {
            end = Some(Instant::now());
        }
        let loaded = fresh(&mut browser, &class).await;
        let (now, shown) = (Instant::now(), boards.shown()?);
        match &loaded {
            Ok(whole) => tracker.look(whole, &shown, now),
            Err(_) => tracker.no_answer(),
        }
        if let Some(end) = end {
            let over = match loaded {
                Ok(whole) => {
                    let right = shown.iter().all(|board| board.stages == whole.stages);
                    let waited =
                        now.saturating_duration_since(tracker.available_since.map_or(now, |since| since.max(end)));
                    if !right && waited > MAX_BEHIND {
                        tracker.report.faults.insert("a board was wrong at the end".to_owned());
                    }
                    right || waited > MAX_BEHIND
                }
                Err(error) if end.elapsed() > MAX_WAIT => return Err(error),
                Err(_) => false,
            };
            if over {
                tracker.report.reconnects = shown.iter().map(|board| board.reconnects).sum();
                return Ok((tracker.report, shown));
            }
        }
        sleep(INTERVAL).await;
    }
}

#[derive(Default)]
struct Tracker {
    /// Since when the server has answered every time. `None` while it does not answer.
    available_since: Option<Instant>,
    /// For each board that is behind, what a new board showed, and when.
    behind: Vec<Option<(Shown, Instant)>>,
    report: Report,
}

impl Tracker {
    fn no_answer(&mut self) {
        self.report.outages += usize::from(self.available_since.take().is_some());
    }

    /// Compares the boards with a board that was loaded just before. Compares the badges and not the versions, because
    /// a board whose version is older than that of the new board can show the same.
    fn look(&mut self, whole: &Shown, boards: &[Shown], now: Instant) {
        let available = *self.available_since.get_or_insert(now);
        self.behind.resize_with(boards.len(), || None);
        self.report.comparisons += 1;
        for (n, (board, behind)) in boards.iter().zip(&mut self.behind).enumerate() {
            if let Some((_, since)) = behind {
                let time = now.saturating_duration_since((*since).max(available));
                self.report.longest_behind = self.report.longest_behind.max(time);
                if time > MAX_BEHIND {
                    self.report
                        .faults
                        .insert(format!("board {n} was behind for more than {MAX_BEHIND:?}"));
                }
            }
            behind.take_if(|(lacked, _)| board.shows_all_of(lacked));
            if behind.is_none() && !board.shows_all_of(whole) {
                *behind = Some((whole.clone(), now));
            }
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "compared {} times with a new board; {} outages, {} reconnects, a board was behind for at most {:.1} s after \
             a recovery, {} faults",
            self.comparisons,
            self.outages,
            self.reconnects,
            self.longest_behind.as_secs_f64(),
            self.faults.len()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::stage::Stage;

    /// A board on which this many seats have signed in.
    fn shown(seats: u16) -> Shown {
        let mut shown = Shown::default();
        shown
            .stages
            .extend((0..seats).map(|seat| (seat, vec![Stage::SignedIn])));
        shown
    }

    #[test]
    fn a_board_is_behind_until_it_shows_what_it_lacked() {
        let (mut tracker, began) = (Tracker::default(), Instant::now());
        let after = |seconds| began + Duration::from_secs(seconds);
        tracker.look(&shown(5), &[shown(5)], began);
        tracker.look(&shown(7), &[shown(5)], after(1));
        // The board lacks the ninth badge now, but it has received the seventh.
        tracker.look(&shown(9), &[shown(8)], after(4));
        assert_eq!(tracker.report.longest_behind, Duration::from_secs(3));
        tracker.look(&shown(9), &[shown(9)], after(5));
        tracker.look(&shown(9), &[shown(9)], after(60));
        assert_eq!(tracker.report.longest_behind, Duration::from_secs(3));
        assert!(tracker.report.faults.is_empty());
    }

    #[test]
    fn the_time_counts_from_the_recovery() {
        let (mut tracker, began) = (Tracker::default(), Instant::now());
        let after = |seconds| began + Duration::from_secs(seconds);
        tracker.look(&shown(7), &[shown(0)], began);
        tracker.no_answer();
        tracker.no_answer();
        tracker.look(&shown(7), &[shown(0)], after(30));
        tracker.look(&shown(7), &[shown(0)], after(39));
        assert!(tracker.report.faults.is_empty());
        assert_eq!(tracker.report.longest_behind, Duration::from_secs(9));
        assert_eq!(tracker.report.outages, 1);
        tracker.look(&shown(7), &[shown(0)], after(41));
        assert_eq!(tracker.report.faults.len(), 1);
    }
}
