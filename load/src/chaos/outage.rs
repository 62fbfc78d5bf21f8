//! The command `outage`: keeps boards of many classes open while the script stops the database and starts it again.

use super::{
    board::{Boards, Shown, fresh},
    retry::{Answer, Request, Retries},
    staleness::MAX_BEHIND,
};
use crate::{
    browser::{Browser, Result},
    classes::{self, Class},
    measure::{cpu_time, resident_mib},
};
use clap::Args;
use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};
use tokio::{task::JoinSet, time::sleep};

/// Interval of the requests that find out whether the server answers.
const INTERVAL: Duration = Duration::from_millis(200);
/// Maximum time until all boards are open, until the database is away, and until it is back.
const MAX_WAIT: Duration = Duration::from_secs(90);
/// Share of one processor that the server may use while the database is away.
const MAX_CPU: f64 = 0.15;
const MAX_GROWTH_MIB: u64 = 32;
/// One seat is used before the outage, the other one after it.
const SEATS: usize = 2;

#[derive(Args, Debug)]
pub struct Outage {
    #[arg(long)]
    pub addr: SocketAddr,
    /// Process id of the server
    #[arg(long)]
    pid: u32,
    #[arg(long, default_value_t = 250)]
    classes: usize,
    /// Number of open boards of each class, which share a session
    #[arg(long, default_value_t = 2)]
    boards: usize,
}

impl Outage {
    pub async fn run(&self) -> Result<()> {
        let classes = classes::open(self.addr, self.classes, SEATS).await?;
        let mut boards = Boards::default();
        for class in &classes {
            boards.open(&class.teacher.browser, &class.teacher.class, self.boards);
        }
        self.sign_in(&classes, 0).await?;
        self.until_right(&classes, &mut boards, Instant::now() + MAX_WAIT)
            .await?;
        // The script stops the database when it sees this line.
        println!("begin");
        let mut probe = classes[0].teacher.browser.at_address(self.addr);
        let class = classes[0].teacher.class.as_str();
        until(async || fresh(&mut probe, class).await.is_err()).await?;
        let (away, before) = (Instant::now(), self.usage()?);
        until(async || fresh(&mut probe, class).await.is_ok()).await?;
        let (back, after) = (Instant::now(), self.usage()?);
        self.sign_in(&classes, 1).await?;
        let shown = self.until_right(&classes, &mut boards, back + MAX_BEHIND).await?;
        let right = back.elapsed();
        let away = back.duration_since(away);
        let cpu = after.0.saturating_sub(before.0).as_secs_f64() / away.as_secs_f64();
        println!(
            "{} boards of {} classes, the database away for {:.1} s: {:.1} % of a processor, memory {} MiB before and {} MiB after; \
             {} streams heard of it, {} reconnects; every board was right {:.1} s after the recovery",
            shown.len(),
            self.classes,
            away.as_secs_f64(),
            100.0 * cpu,
            before.1,
            after.1,
            shown.iter().filter(|board| board.unavailable > 0).count(),
            shown.iter().map(|board| board.reconnects).sum::<usize>(),
            right.as_secs_f64(),
        );
        if cpu > MAX_CPU {
            return Err("the server used too much processor time while the database was away".into());
        }
        if after.1 > before.1 + MAX_GROWTH_MIB {
            return Err("the server used more and more memory while the database was away".into());
        }
        Ok(())
    }

    fn usage(&self) -> Result<(Duration, u64)> {
        let usage = cpu_time(self.pid).zip(resident_mib(self.pid));
        Ok(usage.ok_or("the server has ended")?)
    }

    /// Signs in one student of each class, all at the same time.
    async fn sign_in(&self, classes: &[Class], seat: usize) -> Result<()> {
        let mut students = JoinSet::new();
        for class in classes {
            let (seat, mut browser) = (class.seats[seat].clone(), Browser::new(self.addr));
            students.spawn(async move {
                let fields = [("username", seat.login.as_str()), ("password", seat.password.as_str())];
                let request = Request::Form("/sign-in", &fields);
                match Retries::default().send(&mut browser, &request).await? {
                    Answer::Redirect(to) if to == "/lesson" => Result::Ok(()),
                    _ => Err(format!("{}: the right password was not accepted", seat.login).into()),
                }
            });
        }
        while let Some(student) = students.join_next().await {
            student??;
        }
        Ok(())
    }

    /// Waits until all open boards show the same as newly loaded boards. Returns what they show.
    async fn until_right(&self, classes: &[Class], boards: &mut Boards, until: Instant) -> Result<Vec<Shown>> {
        let mut whole = Vec::new();
        for class in classes {
            let mut browser = class.teacher.browser.at_address(self.addr);
            whole.push(fresh(&mut browser, &class.teacher.class).await?);
        }
        loop {
            let shown = boards.shown()?;
            let wrong = shown
                .iter()
                .enumerate()
                .filter(|(n, board)| board.stages != whole[n / self.boards].stages)
                .count();
            if wrong == 0 {
                return Ok(shown);
            }
            if Instant::now() > until {
                return Err(format!("{wrong} of {} open boards are wrong", shown.len()).into());
            }
            sleep(INTERVAL).await;
        }
    }
}

async fn until(mut reached: impl AsyncFnMut() -> bool) -> Result<()> {
    let began = Instant::now();
    while !reached().await {
        if began.elapsed() > MAX_WAIT {
            return Err(format!("the state of the database did not change for {MAX_WAIT:?}").into());
        }
        sleep(INTERVAL).await;
    }
    Ok(())
}
