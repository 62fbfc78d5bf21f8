//! Measures the largest lesson: all students go through the stages at once while many boards of the class are open and
//! follow it by streams.

use crate::{
    browser::Result,
    clock::now,
    events::BoardStream,
    journey::{JourneyTimes, run_journey},
    measure::{Times, cpu_time, millis, row},
    teacher::Teacher,
};
use domain::{stage::Stage, view::BoardChanges};
use std::{
    collections::HashMap,
    net::SocketAddr,
    time::{Duration, Instant},
};
use tokio::{task::JoinSet, time::timeout};

/// A board that has not received all badges after this time is reported as incomplete.
const MAX_WAIT: Duration = Duration::from_secs(120);
const POLLS_FOR_CPU: u32 = 4000;

type Badge = (u16, Stage);

/// What one board has received.
#[derive(Default)]
struct Seen {
    /// For each badge, the time from reaching the stage until the badge arrives on this board.
    badges: HashMap<Badge, Duration>,
    events: usize,
    /// Number of changed seats in all events after the first one.
    changes: usize,
    bytes_of_changes: usize,
    complete: bool,
}

pub async fn run(address: SocketAddr, pid: Option<u32>, students: usize, boards: usize) -> Result<()> {
    let mut teacher = Teacher::open_class(address, students).await?;
    let seats = teacher.seats().await?;
    let mut watching = JoinSet::new();
    for browser in teacher.other_browsers(boards).await? {
        let mut board = BoardStream::new(&browser, &teacher.class);
        // The first event contains the whole class.
        timeout(MAX_WAIT, board.next_changes()).await??;
        watching.spawn(watch(board, students * Stage::ALL.len()));
    }
    let began = Instant::now();
    let mut walking = JoinSet::new();
    for seat in seats {
        walking.spawn(async move { run_journey(address, &seat, &mut JourneyTimes::default()).await });
    }
    while let Some(walked) = walking.join_next().await {
        walked??;
    }
    let walked = began.elapsed();
    let mut last_board: HashMap<Badge, Duration> = HashMap::new();
    let (mut events, mut changes, mut bytes, mut complete) = (0, 0, 0, 0);
    while let Some(seen) = watching.join_next().await {
        let seen = seen??;
        for (badge, after) in seen.badges {
            let last = last_board.entry(badge).or_default();
            *last = (*last).max(after);
        }
        events += seen.events;
        changes += seen.changes;
        bytes += seen.bytes_of_changes;
        complete += usize::from(seen.complete);
    }
    let mut badges = Times::default();
    for after in last_board.into_values() {
        badges.add(after);
    }
    let lesson = format!("{students} students at once, {boards} boards");
    row(
        &format!("{lesson}: all four stages"),
        &format!("{:.1} s", walked.as_secs_f64()),
        "",
    );
    row(
        &format!("{lesson}: boards that saw every badge"),
        &format!("{complete} of {boards} ({} badges)", badges.len()),
        "all",
    );
    row(
        "a badge, until every board shows it",
        &format!(
            "p50 {} · p95 {}",
            millis(badges.quantile(0.5)),
            millis(badges.quantile(0.95))
        ),
        "p95 under 200 ms",
    );
    row(
        "events that a board received, changed seats in each",
        &format!(
            "{} · {:.1}",
            events.checked_div(boards).unwrap_or(0),
            changes as f64 / events.max(1) as f64
        ),
        "",
    );
    row(
        "a change, body",
        &format!("{} bytes", bytes.checked_div(changes).unwrap_or(0)),
        "under 150",
    );
    if let Some(pid) = pid {
        spent(&mut teacher, pid).await?;
    }
    Ok(())
}

async fn watch(mut board: BoardStream, badges: usize) -> Result<Seen> {
    let mut seen = Seen::default();
    let until = Instant::now() + MAX_WAIT;
    while seen.badges.len() < badges {
        let left = until.saturating_duration_since(Instant::now());
        let Ok(received) = timeout(left, board.next_changes()).await else {
            return Ok(seen);
        };
        let (changes, bytes) = received?;
        seen.add(changes, bytes);
    }
    seen.complete = true;
    Ok(seen)
}

impl Seen {
    fn add(&mut self, changes: BoardChanges, bytes: usize) {
        let now = now();
        self.events += 1;
        self.changes += changes.seats.len();
        self.bytes_of_changes += bytes;
        for seat in changes.seats {
            for stage in Stage::ALL {
                if let Some(at) = seat.stages.at(stage) {
                    self.badges.entry((seat.number, stage)).or_insert_with(|| now.since(at));
                }
            }
        }
    }
}

/// Measures the CPU time that the server spends on a poll without changes.
async fn spent(teacher: &mut Teacher, pid: u32) -> Result<()> {
    let version = teacher.changes(-1).await?.version;
    let Some(before) = cpu_time(pid) else {
        return Ok(());
    };
    for _ in 0..POLLS_FOR_CPU {
        teacher.poll(version).await?;
    }
    if let Some(after) = cpu_time(pid) {
        row(
            "a poll with nothing new, the server's own time",
            &millis(after.saturating_sub(before) / POLLS_FOR_CPU),
            "under 0.3 ms",
        );
    }
    Ok(())
}
