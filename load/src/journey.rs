//! A student's journey through the four stages, with the requests of a browser without scripts.

use crate::{
    browser::{Browser, Result},
    clock::now,
    measure::Times,
    teacher::{Seat, Teacher},
};
use domain::totp::{Step, TotpSecret};
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::task::JoinSet;

/// Number of students in one class.
pub const CLASS_SIZE: usize = 30;

/// A student who has finished the four stages.
pub struct Student {
    pub browser: Browser,
    pub seat: Seat,
    pub secret: TotpSecret,
    pub recovery_codes: Vec<String>,
    /// The time step of the last code of the authenticator.
    pub last_step: u64,
}

/// How long each part of the journeys took.
#[derive(Default)]
pub struct JourneyTimes {
    pub stage: Times,
    pub set_up_page: Times,
    pub code: Times,
}

impl JourneyTimes {
    pub fn extend(&mut self, other: Self) {
        self.stage.extend(other.stage);
        self.set_up_page.extend(other.set_up_page);
        self.code.extend(other.code);
    }
}

/// Runs journeys as fast as the server responds, with `at_once` students at a time, spread over classes of `CLASS_SIZE`
/// students. Returns the total time and the durations of the parts.
pub async fn run_journeys(address: SocketAddr, journeys: usize, at_once: usize) -> Result<(Duration, JourneyTimes)> {
    let mut seats: Vec<Seat> = Vec::with_capacity(journeys);
    while seats.len() < journeys {
        seats.extend(Teacher::open_class(address, CLASS_SIZE).await?.seats().await?);
    }
    seats.truncate(journeys);
    let (seats, next): (Arc<[Seat]>, _) = (seats.into(), Arc::new(AtomicUsize::new(0)));
    let began = Instant::now();
    let mut tasks = JoinSet::new();
    for _ in 0..at_once {
        let (seats, next) = (Arc::clone(&seats), Arc::clone(&next));
        tasks.spawn(async move {
            let mut parts = JourneyTimes::default();
            while let Some(seat) = seats.get(next.fetch_add(1, Ordering::Relaxed)) {
                run_journey(address, seat, &mut parts).await?;
            }
            Result::Ok(parts)
        });
    }
    let mut parts = JourneyTimes::default();
    while let Some(done) = tasks.join_next().await {
        parts.extend(done??);
    }
    Ok((began.elapsed(), parts))
}

pub async fn run_journey(address: SocketAddr, seat: &Seat, parts: &mut JourneyTimes) -> Result<Student> {
    let mut browser = Browser::open(address).await?;
    let name_and_password = [("username", seat.login.as_str()), ("password", seat.password.as_str())];

    let began = Instant::now();
    browser.submit("/sign-in", &name_and_password, "/lesson").await?;
    parts.stage.since(began);

    let began = Instant::now();
    let set_up = browser.get("/set-up").await?;
    parts.set_up_page.since(began);
    parts.stage.since(began);
    let secret = TotpSecret::from_base32(set_up.between("secret=", "&")?).ok_or("the set-up shows no key")?;

    // The set-up uses the code of the current step, and the sign-in below uses the code of the next step. The server
    // accepts both codes now, so the journey never waits for the next step, and slow responses do not make a code too
    // old.
    let began = Instant::now();
    let shown = browser
        .submit("/set-up", &[("code", &code(&secret, 0))], "/set-up/recovery-codes")
        .await?;
    parts.stage.since(began);
    let recovery_codes = recovery_codes(shown.text());

    browser.submit("/sign-out", &[], "/sign-out").await?;
    browser.submit("/sign-in", &name_and_password, "/sign-in/code").await?;

    let began = Instant::now();
    let last_step = next_step();
    let proved = browser
        .post("/sign-in/code", &[("code", &code_of(&secret, last_step))])
        .await?;
    parts.code.since(began);
    parts.stage.since(began);
    if proved.location.as_deref() != Some("/lesson") {
        return Err(format!("the code led to {:?}", proved.location).into());
    }
    let lesson = browser.get("/lesson").await?;
    if lesson.status != 200 {
        return Err(format!("the lesson answered {}", lesson.status).into());
    }
    Ok(Student {
        browser,
        seat: seat.clone(),
        secret,
        recovery_codes,
        last_step,
    })
}

/// The codes in the list of a page.
fn recovery_codes(page: &str) -> Vec<String> {
    let items = page.split("<li><code>").skip(1);
    items
        .filter_map(|item| item.split_once("</code>"))
        .map(|(code, _)| code.replace("<!>", ""))
        .collect()
}

/// A code of this authenticator, `offset` time steps from now.
pub fn code(secret: &TotpSecret, offset: i64) -> String {
    code_of(secret, Step::at(now()).number().saturating_add_signed(offset))
}

pub fn code_of(secret: &TotpSecret, step: u64) -> String {
    secret.code_at(Step::from_number(step)).as_str().to_owned()
}

/// The next time step, whose code the server accepts already.
pub fn next_step() -> u64 {
    Step::at(now()).number() + 1
}
