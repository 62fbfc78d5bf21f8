//! Measures the largest lesson: all students go through the stages at once while many boards of the class are open.

use crate::{
    browser::{Browser, Result},
    clock::now,
    journey::{JourneyTimes, run_journey},
    measure::{Times, cpu_time, millis, row},
    teacher::Teacher,
};
use domain::stage::Stage;
use std::{
    collections::HashMap,
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::task::JoinSet;

/// Interval of polls, the same as that of the board page.
const POLL_INTERVAL: Duration = Duration::from_secs(2);
/// Maximum random deviation from `POLL_INTERVAL`, in both directions.
const POLL_JITTER: Duration = Duration::from_millis(200);
/// A board that has not received all badges after this time is reported as incomplete.
const MAX_WAIT: Duration = Duration::from_secs(120);
const POLLS_FOR_CPU: u32 = 4000;

type Badge = (u16, Stage);

/// The changes that one board has received, and the durations of its polls.
#[derive(Default)]
struct Seen {
    /// For each badge, the time from reaching the stage until the badge arrives on this board.
    badges: HashMap<Badge, Duration>,
    polls: Times,
    changes: usize,
    bytes_of_changes: usize,
    complete: bool,
}

pub async fn run(address: SocketAddr, pid: Option<u32>, students: usize, boards: usize) -> Result<()> {
    let mut teacher = Teacher::open_class(address, students).await?;
    let seats = teacher.seats().await?;
    let class: Arc<str> = teacher.class.as_str().into();
    let mut watching = JoinSet::new();
    for n in 0..boards {
        let browser = teacher.browser.new_tab().await?;
        watching.spawn(watch(browser, Arc::clone(&class), n, boards, students));
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
    let mut polls = Times::default();
    let mut last_board: HashMap<Badge, Duration> = HashMap::new();
    let (mut changes, mut bytes, mut complete) = (0, 0, 0);
    while let Some(seen) = watching.join_next().await {
        let seen = seen??;
        for (badge, after) in seen.badges {
            let last = last_board.entry(badge).or_default();
            *last = (*last).max(after);
        }
        polls.extend(seen.polls);
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
        "p95 under 3 s",
    );
    row("a poll meanwhile, whole round trip", &polls.summary(), "");
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

async fn watch(mut browser: Browser, class: Arc<str>, n: usize, boards: usize, students: usize) -> Result<Seen> {
    let mut seen = Seen::default();
    let mut version = -1;
    let until = Instant::now() + MAX_WAIT;
    // Spreads the boards over the interval, because real teachers open them at different times.
    tokio::time::sleep(POLL_INTERVAL.mul_f64(n as f64 / boards.max(1) as f64)).await;
    while Instant::now() < until {
        let began = Instant::now();
        let path = format!("/sfn/board-changes?id={class}&since={version}");
        let answer = browser.get_json(&path).await?;
        seen.polls.since(began);
        let changes: domain::view::BoardChanges = serde_json::from_slice(&answer.body)?;
        let now = now();
        // The first answer contains the whole class; later ones contain changes only.
        if version >= 0 && !changes.seats.is_empty() {
            seen.changes += changes.seats.len();
            seen.bytes_of_changes += answer.body.len();
        }
        version = changes.version;
        for seat in changes.seats {
            for stage in Stage::ALL {
                if let Some(at) = seat.stages.at(stage) {
                    seen.badges.entry((seat.number, stage)).or_insert_with(|| now.since(at));
                }
            }
        }
        if seen.badges.len() == Stage::ALL.len() * students {
            seen.complete = true;
            break;
        }
        let uneven = POLL_JITTER.mul_f64(((n * 7 + seen.polls.len() * 3) % 21) as f64 / 10.0);
        tokio::time::sleep(POLL_INTERVAL - POLL_JITTER + uneven).await;
    }
    Ok(seen)
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
            "",
        );
    }
    Ok(())
}
