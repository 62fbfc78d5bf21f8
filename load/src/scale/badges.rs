//! Measures how long a badge takes from the request of a student to the board of the teacher.

use super::print_quantiles;
use crate::{
    browser::{Browser, Result},
    classes::{self, Class},
    clock::now,
    events::BoardStream,
    measure::Times,
};
use clap::Args;
use domain::stage::Stage;
use std::{
    collections::HashSet,
    net::SocketAddr,
    time::{Duration, Instant},
};
use tokio::{
    task::JoinSet,
    time::{sleep_until, timeout_at},
};

const INTERVAL: Duration = Duration::from_secs(1);
/// A badge that has not arrived this long after the last request is reported as missing.
const MAX_WAIT: Duration = Duration::from_secs(20);

#[derive(Args, Debug)]
pub struct Badges {
    /// Address to which the students send their requests
    #[arg(long)]
    pub addr: SocketAddr,
    /// Address at which the boards are open, if it is another replica
    #[arg(long)]
    boards_at: Option<SocketAddr>,
    #[arg(long, default_value_t = 1000)]
    classes: usize,
    /// Number of badges of each class, one a second
    #[arg(long, default_value_t = 10)]
    seconds: usize,
}

#[derive(Default)]
struct Seen {
    badges: HashSet<(u16, Stage)>,
    after: Times,
}

impl Badges {
    pub fn board_address(&self) -> SocketAddr {
        self.boards_at.unwrap_or(self.addr)
    }

    pub async fn run(&self) -> Result<()> {
        let seats = self.seconds.div_ceil(2);
        let classes = classes::open(self.addr, self.classes, seats).await?;
        let boards = classes::open_boards(&classes, self.board_address(), 1).await?;
        println!("begin");
        let began = Instant::now() + INTERVAL;
        let until = began + INTERVAL * u32::try_from(self.seconds)? + MAX_WAIT;
        let (mut watching, mut acting) = (JoinSet::new(), JoinSet::new());
        for (n, (class, board)) in classes.into_iter().zip(boards).enumerate() {
            watching.spawn(watch(board, self.seconds, until));
            // The acts of all classes are spread evenly over the second.
            let first = began + INTERVAL.mul_f64(n as f64 / self.classes as f64);
            acting.spawn(act(self.addr, class, self.seconds, first));
        }
        let mut acts = Times::default();
        while let Some(own) = acting.join_next().await {
            acts.extend(own??);
        }
        let seconds = began.elapsed().as_secs_f64();
        let (mut seen, mut after) = (0, Times::default());
        while let Some(own) = watching.join_next().await {
            let own = own??;
            seen += own.badges.len();
            after.extend(own.after);
        }
        print!(
            "boards={} acts={} seen={seen} seconds={seconds:.1}",
            self.classes,
            acts.len()
        );
        print_quantiles("act", &mut acts);
        print_quantiles("badge", &mut after);
        println!();
        match acts.len().checked_sub(seen) {
            Some(0) => Ok(()),
            missing => Err(format!("badges that did not arrive on a board: {missing:?}").into()),
        }
    }
}

/// Sends one request a second that earns a badge: first all seats sign in, then they open the set-up. Returns how long
/// the requests took.
async fn act(address: SocketAddr, class: Class, badges: usize, first: Instant) -> Result<Times> {
    let (mut times, mut students) = (Times::default(), Vec::new());
    for n in 0..badges {
        sleep_until((first + INTERVAL * u32::try_from(n)?).into()).await;
        let began = Instant::now();
        if let Some(seat) = class.seats.get(n) {
            let mut browser = Browser::new(address);
            let fields = [("username", seat.login.as_str()), ("password", seat.password.as_str())];
            let answer = browser.post("/sign-in", &fields).await?;
            if answer.location.as_deref() != Some("/lesson") {
                return Err(format!("a sign-in answered {} and led to {:?}", answer.status, answer.location).into());
            }
            students.push(browser);
        } else {
            let set_up = students[n - class.seats.len()].get("/set-up").await?;
            if set_up.status != 200 {
                return Err(format!("the set-up answered {}", set_up.status).into());
            }
        }
        times.since(began);
    }
    Ok(times)
}

async fn watch(mut board: BoardStream, badges: usize, until: Instant) -> Result<Seen> {
    let mut seen = Seen::default();
    while seen.badges.len() < badges {
        let Ok(changes) = timeout_at(until.into(), board.next_changes()).await else {
            return Ok(seen);
        };
        let now = now();
        for seat in changes?.0.seats {
            for stage in Stage::ALL {
                if let Some(at) = seat.stages.at(stage)
                    && seen.badges.insert((seat.number, stage))
                {
                    seen.after.add(now.since(at));
                }
            }
        }
    }
    Ok(seen)
}
