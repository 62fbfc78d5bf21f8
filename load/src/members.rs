//! Measures many members who sign in at once: password hashes must not slow down pages or use unbounded memory.

use crate::{
    browser::{Browser, Result},
    measure::{Times, resident_mib, row},
};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use domain::password_hash::{ARGON2_MEMORY_KIB, ARGON2_PASSES};
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant, SystemTime},
};
use tokio::task::JoinSet;

const DURATION: Duration = Duration::from_secs(6);
/// Interval at which another browser loads the home page during the measurement.
const PAGE_INTERVAL: Duration = Duration::from_millis(20);
const MEMORY_INTERVAL: Duration = Duration::from_millis(50);
const WRONG_PASSWORDS: usize = 60;
pub const PASSWORD: &str = "correct horse battery staple";

pub async fn run(address: SocketAddr, pid: Option<u32>, members: usize) -> Result<()> {
    let names = register(address, members).await?;
    let (mut known, mut unknown) = wrong_passwords(address, &names).await?;
    let quiet = pid.and_then(resident_mib);
    // The hash rate is measured before and after the sign-ins, because other load on the machine can disturb one of the
    // two measurements.
    let before = hash_rate()?;
    let burst = sign_in_repeatedly(address, pid, names).await?;
    let bare = f64::midpoint(before, hash_rate()?);
    let hashing = format!(
        "Argon2id alone, {ARGON2_MEMORY_KIB} KiB, {ARGON2_PASSES} passes, {} at once",
        hashing_threads()
    );
    row(&hashing, &format!("{bare:.0}/s"), "");
    let rate = burst.signed_in as f64 / burst.span.as_secs_f64();
    row(
        &format!("sign-ins of members, {members} waiting all the time"),
        &format!("{rate:.0}/s · {:.0} % of that", 100.0 * rate / bare),
        "at least 90 %",
    );
    let SignInBurst {
        mut pages,
        mut waited,
        max_memory,
        ..
    } = burst;
    row(
        "a wrong password of an existing name, idle server",
        &known.summary(),
        "",
    );
    row(
        "a password of an unknown name, idle server",
        &unknown.summary(),
        "the same",
    );
    row("a sign-in during this load", &waited.summary(), "");
    row(
        "/ during this load",
        &format!("{} of {}", pages.summary(), pages.len()),
        "p99 under 50 ms",
    );
    if let Some((quiet, most)) = quiet.zip(max_memory) {
        let pool = u64::from(ARGON2_MEMORY_KIB) * hashing_threads() as u64 / 1024;
        row(
            "memory during this load, at most",
            &format!("{most} MiB, {quiet} MiB before"),
            &format!("{pool} MiB more"),
        );
    }
    Ok(())
}

/// Size of the server's hashing pool: one thread per core.
fn hashing_threads() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// Password hashes per second on an otherwise idle machine.
fn hash_rate() -> Result<f64> {
    let params = Params::new(ARGON2_MEMORY_KIB, ARGON2_PASSES, 1, None).map_err(|error| error.to_string())?;
    let began = Instant::now();
    let threads: Vec<_> = (0..hashing_threads())
        .map(|_| {
            let params = params.clone();
            thread::spawn(move || {
                // Each thread reuses its memory, so that the rate does not include the cost of allocation.
                let mut memory = vec![Block::default(); params.block_count()];
                let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
                let (mut hash, mut hashes) = ([0; 32], 0_usize);
                while began.elapsed() < DURATION / 2 {
                    let hashed =
                        argon.hash_password_into_with_memory(PASSWORD.as_bytes(), &[7; 16], &mut hash, &mut memory);
                    hashes += usize::from(hashed.is_ok());
                }
                hashes
            })
        })
        .collect();
    let hashes: usize = threads.into_iter().map(|thread| thread.join().unwrap_or(0)).sum();
    Ok(hashes as f64 / began.elapsed().as_secs_f64())
}

/// Registers members with a password. They connect no second factor, because checking its codes needs no password hash.
pub async fn register(address: SocketAddr, members: usize) -> Result<Vec<String>> {
    let since = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default()
        .as_millis();
    let names: Vec<String> = (0..members).map(|n| format!("load.{since}.{n}")).collect();
    let mut tasks = JoinSet::new();
    for name in names.clone() {
        tasks.spawn(async move {
            let mut browser = Browser::open(address).await?;
            let page = browser.get("/register").await?;
            let form = page.between("name=\"form\" value=\"", "\"")?.to_owned();
            let email = format!("{name}@load.example");
            let fields = [
                ("form", form.as_str()),
                ("username", &name),
                ("email", &email),
                ("password", PASSWORD),
                ("password_again", PASSWORD),
            ];
            let answer = browser.post("/register", &fields).await?;
            match answer.location.as_deref() {
                Some("/set-up") => Result::Ok(()),
                other => Err(format!("registering answered {} and led to {other:?}", answer.status).into()),
            }
        });
    }
    while let Some(done) = tasks.join_next().await {
        done??;
    }
    Ok(names)
}

/// Measures how long the response to a wrong password takes, alternately for existing names and for unknown names.
async fn wrong_passwords(address: SocketAddr, names: &[String]) -> Result<(Times, Times)> {
    let (mut known, mut unknown) = (Times::default(), Times::default());
    for name in names.iter().take(WRONG_PASSWORDS) {
        // Wrong passwords are counted for each browser. The page gives the browser its device cookie.
        let mut browser = Browser::open(address).await?;
        browser.get("/sign-in").await?;
        let unknown_name = format!("x{}", &name[1..]);
        for (name, times) in [(name, &mut known), (&unknown_name, &mut unknown)] {
            let began = Instant::now();
            let fields = [("username", name.as_str()), ("password", "not the password")];
            let answer = browser.post_json("/sign-in", &fields).await?;
            times.since(began);
            if answer.status != 401 {
                return Err(format!("a wrong password answered {}", answer.status).into());
            }
        }
    }
    Ok((known, unknown))
}

struct SignInBurst {
    signed_in: usize,
    span: Duration,
    waited: Times,
    pages: Times,
    max_memory: Option<u64>,
}

/// Lets all members sign in again and again, each in its own browser, while another browser loads the home page.
async fn sign_in_repeatedly(address: SocketAddr, pid: Option<u32>, names: Vec<String>) -> Result<SignInBurst> {
    let counting = Arc::new(AtomicBool::new(false));
    let over = Arc::new(AtomicBool::new(false));
    let signed_in = Arc::new(AtomicUsize::new(0));
    let mut burst = JoinSet::new();
    for name in names {
        let (counting, over, signed_in) = (Arc::clone(&counting), Arc::clone(&over), Arc::clone(&signed_in));
        burst.spawn(async move {
            let mut times = Times::default();
            let mut browser = Browser::open(address).await?;
            while !over.load(Ordering::Relaxed) {
                let began = Instant::now();
                let fields = [("username", name.as_str()), ("password", PASSWORD)];
                let answer = browser.post("/sign-in", &fields).await?;
                if answer.location.as_deref() != Some("/set-up") {
                    return Err(format!("a sign-in led to {:?}", answer.location).into());
                }
                if counting.load(Ordering::Relaxed) {
                    times.since(began);
                    signed_in.fetch_add(1, Ordering::Relaxed);
                }
            }
            Result::Ok(times)
        });
    }
    // After two seconds the queue of sign-ins is full. Only the sign-ins after that are counted.
    tokio::time::sleep(Duration::from_secs(2)).await;
    counting.store(true, Ordering::Relaxed);
    let began = Instant::now();
    let memory = tokio::spawn(max_memory(pid, Arc::clone(&over)));
    let pages = load_pages(address, began).await?;
    let (signed_in, span) = (signed_in.load(Ordering::Relaxed), began.elapsed());
    over.store(true, Ordering::Relaxed);
    let mut waited = Times::default();
    while let Some(times) = burst.join_next().await {
        waited.extend(times??);
    }
    Ok(SignInBurst {
        signed_in,
        span,
        waited,
        pages,
        max_memory: memory.await?,
    })
}

async fn load_pages(address: SocketAddr, began: Instant) -> Result<Times> {
    let mut browser = Browser::open(address).await?;
    let mut pages = Times::default();
    while began.elapsed() < DURATION {
        let asked = Instant::now();
        browser.get("/").await?;
        pages.since(asked);
        tokio::time::sleep(PAGE_INTERVAL).await;
    }
    Ok(pages)
}

async fn max_memory(pid: Option<u32>, over: Arc<AtomicBool>) -> Option<u64> {
    let mut most = None;
    while !over.load(Ordering::Relaxed) {
        most = most.max(pid.and_then(resident_mib));
        tokio::time::sleep(MEMORY_INTERVAL).await;
    }
    most
}
