//! The measurements of `make bench`: opening classes, polls, pages, and journeys of students.

use crate::{
    browser::{Browser, Result},
    journey::{CLASS_SIZE, JourneyTimes, run_journey, run_journeys},
    measure::{Times, millis, resident_mib, row},
    teacher::Teacher,
};
use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};
use tokio::task::JoinSet;

const PAGE_LOAD: Duration = Duration::from_secs(4);

pub fn head() {
    println!("| {:<58} | {:<34} | {:<24} |", "what", "measured", "aim");
    println!("|{:-<60}|{:-<36}|{:-<26}|", "", "", "");
}

pub async fn run(address: SocketAddr, pid: Option<u32>, students: usize, journeys: usize) -> Result<()> {
    warm_up(address).await?;
    let memory = |when: &str| {
        if let Some(mib) = pid.and_then(resident_mib) {
            row(&format!("memory, {when}"), &format!("{mib} MiB"), "");
        }
    };
    memory("idle");
    opening(address).await?;
    polls(address).await?;
    for path in ["/healthz", "/", "/sign-in"] {
        pages(address, path, students).await?;
    }
    memory("under pages");
    walks(address, students, journeys).await?;
    memory("after journeys");
    Ok(())
}

async fn warm_up(address: SocketAddr) -> Result<()> {
    let seats = Teacher::open_class(address, 4).await?.seats().await?;
    for seat in &seats {
        run_journey(address, seat, &mut JourneyTimes::default()).await?;
    }
    Ok(())
}

async fn opening(address: SocketAddr) -> Result<()> {
    for (seats, aim) in [(CLASS_SIZE, ""), (500, "under 300 ms")] {
        let mut times = Times::default();
        for _ in 0..5 {
            let began = Instant::now();
            Teacher::open_class(address, seats).await?;
            times.since(began);
        }
        row(
            &format!("opening a class of {seats} (first page and form)"),
            &millis(times.quantile(0.5)),
            aim,
        );
    }
    Ok(())
}

async fn polls(address: SocketAddr) -> Result<()> {
    let mut teacher = Teacher::open_class(address, CLASS_SIZE).await?;
    let version = teacher.changes(-1).await?.version;
    let mut nothing = Times::default();
    let mut bytes = 0;
    for _ in 0..2000 {
        let began = Instant::now();
        bytes = teacher.poll(version).await?.len();
        nothing.since(began);
    }
    row(
        "a poll with nothing new, whole round trip",
        &nothing.summary(),
        "under 1 ms",
    );
    row("a poll with nothing new, body", &format!("{bytes} bytes"), "under 200");
    for seat in teacher.seats().await? {
        let mut browser = Browser::open(address).await?;
        let fields = [("username", seat.login.as_str()), ("password", seat.password.as_str())];
        browser.submit("/sign-in", &fields, "/lesson").await?;
    }
    let mut changes = Times::default();
    for _ in 0..500 {
        let began = Instant::now();
        bytes = teacher.poll(version).await?.len();
        changes.since(began);
    }
    row(
        &format!("a poll with {CLASS_SIZE} changes, whole round trip"),
        &changes.summary(),
        "",
    );
    row(
        &format!("a poll with {CLASS_SIZE} changes, body a change"),
        &format!("{} bytes", bytes / CLASS_SIZE),
        "under 150",
    );
    Ok(())
}

async fn pages(address: SocketAddr, path: &'static str, connections: usize) -> Result<()> {
    let until = Instant::now() + PAGE_LOAD;
    let mut tasks = JoinSet::new();
    for _ in 0..connections {
        tasks.spawn(async move {
            let mut browser = Browser::open(address).await?;
            let mut times = Times::default();
            while Instant::now() < until {
                let began = Instant::now();
                browser.get(path).await?;
                times.since(began);
            }
            Result::Ok(times)
        });
    }
    let mut times = Times::default();
    while let Some(part) = tasks.join_next().await {
        times.extend(part??);
    }
    let a_second = times.len() as f64 / PAGE_LOAD.as_secs_f64();
    row(
        &format!("{path} with {connections} connections"),
        &format!("{} · {a_second:.0}/s", times.summary()),
        "",
    );
    Ok(())
}

async fn walks(address: SocketAddr, students: usize, journeys: usize) -> Result<()> {
    let (took, mut parts) = run_journeys(address, journeys, students).await?;
    let a_second = journeys as f64 / took.as_secs_f64();
    row(
        &format!("four stages, {students} students at once"),
        &format!("{a_second:.0} journeys/s"),
        "300/s",
    );
    row(
        "a stage (with the page it leads to)",
        &parts.stage.summary(),
        "p99 under 100 ms",
    );
    row("the set-up page with its QR code", &parts.set_up_page.summary(), "");
    row("verifying a code", &parts.code.summary(), "");
    Ok(())
}
