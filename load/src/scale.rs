//! The measurements of `make bench-scale`. Each prints a line of `name=value` pairs for the table of the script.

use crate::{
    browser::{Browser, Result},
    chaos::jitter,
    journey::{CLASS_SIZE, JourneyTimes, run_journey, run_journeys},
    measure::Times,
    teacher::Teacher,
};
use clap::Subcommand;
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::{
    task::JoinSet,
    time::{sleep, timeout},
};

/// Interval of polls, the same as that of the board page.
const POLL_INTERVAL: Duration = Duration::from_secs(2);

#[derive(Debug, Subcommand)]
pub enum Scale {
    /// Run journeys through the four stages as fast as the server answers
    Journeys {
        #[arg(long)]
        addr: SocketAddr,
        #[arg(long, default_value_t = 600)]
        journeys: usize,
        #[arg(long, default_value_t = 32)]
        at_once: usize,
    },
    /// Keep boards open of classes in which nothing happens
    Boards {
        #[arg(long)]
        addr: SocketAddr,
        #[arg(long, default_value_t = 100)]
        boards: usize,
        #[arg(long, default_value_t = 10)]
        seconds: u64,
    },
    /// Run classes with one open board each, whose students arrive spread over some seconds
    Lessons {
        #[arg(long)]
        addr: SocketAddr,
        #[arg(long, default_value_t = 2000)]
        students: usize,
        #[arg(long, default_value_t = 100)]
        boards: usize,
        #[arg(long, default_value_t = 60)]
        spread: u64,
    },
}

impl Scale {
    pub const fn address(&self) -> SocketAddr {
        match self {
            Self::Journeys { addr, .. } | Self::Boards { addr, .. } | Self::Lessons { addr, .. } => *addr,
        }
    }

    pub async fn run(&self) -> Result<()> {
        match *self {
            Self::Journeys {
                addr,
                journeys,
                at_once,
            } => walks(addr, journeys, at_once).await,
            Self::Boards { addr, boards, seconds } => idle_boards(addr, boards, Duration::from_secs(seconds)).await,
            Self::Lessons {
                addr,
                students,
                boards,
                spread,
            } => lessons(addr, students, boards, Duration::from_secs(spread)).await,
        }
    }
}

fn print_quantiles(name: &str, times: &mut Times) {
    let millis = |time: Duration| time.as_secs_f64() * 1000.0;
    let (half, most) = (millis(times.quantile(0.5)), millis(times.quantile(0.99)));
    print!(" {name}_p50={half:.1} {name}_p99={most:.1}");
}

async fn walks(address: SocketAddr, journeys: usize, at_once: usize) -> Result<()> {
    let (took, mut parts) = run_journeys(address, journeys, at_once).await?;
    let seconds = took.as_secs_f64();
    print!(
        "journeys={journeys} seconds={seconds:.2} rate={:.1}",
        journeys as f64 / seconds
    );
    print_quantiles("stage", &mut parts.stage);
    println!();
    Ok(())
}

async fn idle_boards(address: SocketAddr, boards: usize, span: Duration) -> Result<()> {
    let mut watching = JoinSet::new();
    let over = Arc::new(AtomicBool::new(false));
    for n in 0..boards {
        let teacher = Teacher::open_class(address, CLASS_SIZE).await?;
        watching.spawn(watch(
            teacher.browser,
            teacher.class,
            offset(n, boards),
            Arc::clone(&over),
        ));
    }
    sleep(POLL_INTERVAL).await;
    // The script reads the counters of the database when it sees this line, and again when it sees the next line.
    println!("begin");
    sleep(span).await;
    over.store(true, Ordering::Relaxed);
    let mut polls = collect_polls(watching).await?;
    print!("boards={boards} asked={}", polls.len());
    print_quantiles("poll", &mut polls);
    println!();
    Ok(())
}

async fn lessons(address: SocketAddr, students: usize, boards: usize, spread: Duration) -> Result<()> {
    let (mut watching, mut walking) = (JoinSet::new(), JoinSet::new());
    let over = Arc::new(AtomicBool::new(false));
    let mut classes = Vec::new();
    for _ in 0..boards {
        let mut teacher = Teacher::open_class(address, students / boards).await?;
        let seats = teacher.seats().await?;
        classes.push((teacher, seats));
    }
    println!("begin");
    let began = Instant::now();
    for (n, (teacher, seats)) in classes.into_iter().enumerate() {
        watching.spawn(watch(
            teacher.browser,
            teacher.class,
            offset(n, boards),
            Arc::clone(&over),
        ));
        for seat in seats {
            walking.spawn(async move {
                sleep(jitter(spread)).await;
                let mut parts = JourneyTimes::default();
                run_journey(address, &seat, &mut parts).await.map(|()| parts)
            });
        }
    }
    let (mut parts, mut through, mut failed) = (JourneyTimes::default(), 0, Vec::new());
    while let Some(walked) = walking.join_next().await {
        match walked? {
            Ok(own) => {
                through += 1;
                parts.extend(own);
            }
            Err(error) => failed.push(error),
        }
    }
    let seconds = began.elapsed().as_secs_f64();
    over.store(true, Ordering::Relaxed);
    let mut polls = collect_polls(watching).await?;
    print!(
        "students={students} through={through} boards={boards} seconds={seconds:.1} asked={}",
        polls.len()
    );
    print_quantiles("stage", &mut parts.stage);
    print_quantiles("poll", &mut polls);
    println!();
    match failed.first() {
        None => Ok(()),
        Some(first) => Err(format!("{} students did not get through; {first}", failed.len()).into()),
    }
}

/// Delay of the first poll, which spreads the boards over the interval as if teachers had opened them at different
/// times.
fn offset(n: usize, boards: usize) -> Duration {
    POLL_INTERVAL.mul_f64(n as f64 / boards.max(1) as f64)
}

async fn watch(mut browser: Browser, class: String, offset: Duration, over: Arc<AtomicBool>) -> Result<Times> {
    let (mut times, mut version) = (Times::default(), -1);
    sleep(offset).await;
    while !over.load(Ordering::Relaxed) {
        let began = Instant::now();
        let path = format!("/sfn/board-changes?id={class}&since={version}");
        let answer = timeout(POLL_INTERVAL * 10, browser.get_json(&path)).await??;
        times.since(began);
        let changes: domain::view::BoardChanges = serde_json::from_slice(&answer.body)?;
        version = changes.version;
        sleep(POLL_INTERVAL).await;
    }
    Ok(times)
}

async fn collect_polls(mut watching: JoinSet<Result<Times>>) -> Result<Times> {
    let mut polls = Times::default();
    while let Some(seen) = watching.join_next().await {
        polls.extend(seen??);
    }
    Ok(polls)
}
