//! Leads a class through the stages while servers are killed, and then checks that no acknowledged stage was lost.
//!
//! Each simulated student repeats failed requests, as a user does, and records the stages that the servers acknowledge.
//! Some students send a code twice at once. Boards of the class are open and follow it by streams. Afterwards `check`
//! compares the records with the boards of all replicas.

mod board;
mod check;
mod double_submit;
mod outage;
mod record;
mod reloaded_board;
mod retry;
mod staleness;
mod student;

pub use check::Check;
pub use outage::Outage;
pub use retry::jitter;

use crate::{browser::Result, teacher::Teacher};
use board::{Boards, Shown};
use clap::Args;
use record::{RunRecord, StudentRecord};
use retry::Retries;
use std::{
    net::SocketAddr,
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};
use student::Student;
use tokio::task::JoinSet;

#[derive(Args, Debug)]
pub struct Walk {
    /// Address that all students use: a proxy, or the only server
    #[arg(long)]
    pub addr: SocketAddr,
    /// Servers behind the proxy, for students who send a code to two of them at once
    #[arg(long = "replica", required = true)]
    pub replicas: Vec<SocketAddr>,
    /// Number of students in the class
    #[arg(long, default_value_t = 100)]
    students: usize,
    /// Number of open boards of the class
    #[arg(long, default_value_t = 8)]
    boards: usize,
    /// Seconds over which the students arrive
    #[arg(long, default_value_t = 60)]
    spread: u64,
    /// File for the acknowledgements of the servers; it contains passwords and keys
    #[arg(long)]
    notes: PathBuf,
}

impl Walk {
    pub async fn run(&self) -> Result<()> {
        let began = Instant::now();
        let mut teacher = Teacher::open_class(self.addr, self.students).await?;
        let seats = teacher.seats().await?;
        let spread = Duration::from_secs(self.spread);
        let replicas: Arc<[SocketAddr]> = self.replicas.as_slice().into();
        let mut boards = Boards::default();
        for browser in teacher.other_browsers(self.boards).await? {
            boards.open(&browser, &teacher.class, 1);
        }
        // The script kills servers only after this line.
        println!("The class is open.");
        let browser = teacher.browser.at_address(self.addr);
        let comparison = staleness::compare(browser, teacher.class.clone(), boards);
        let mut walking = JoinSet::new();
        for (n, seat) in seats.into_iter().enumerate() {
            let mut student = Student::new(n, seat, self.addr, Arc::clone(&replicas));
            walking.spawn(async move {
                tokio::time::sleep(jitter(spread)).await;
                let done = student.run(spread / 12).await;
                (student.record, student.retries, done)
            });
        }
        let (mut students, mut retries, mut stuck) = (Vec::<StudentRecord>::new(), Retries::default(), Vec::new());
        while let Some(walked) = walking.join_next().await {
            let (record, own, done) = walked?;
            if let Err(error) = done {
                stuck.push(format!("{}: {error}", record.login));
            }
            retries.add(own);
            students.push(record);
        }
        let (staleness, boards) = comparison.finish().await?;
        let run = RunRecord {
            class: teacher.class,
            cookies: teacher.browser.cookies,
            students,
            boards,
            staleness,
        };
        let stages: usize = run.students.iter().map(|record| record.stages.len()).sum();
        println!(
            "{} students, {stages} stages acknowledged in {:.0} s, {} badges seen on the boards; {retries}",
            self.students,
            began.elapsed().as_secs_f64(),
            run.boards.iter().map(Shown::badges).max().unwrap_or(0),
        );
        println!("{} open boards: {}", run.boards.len(), run.staleness);
        run.write(&self.notes)?;
        match stuck.first() {
            None => Ok(()),
            Some(first) => Err(format!("{} students did not get through; {first}", stuck.len()).into()),
        }
    }
}
