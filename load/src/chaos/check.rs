//! The command `check`, which runs after `walk`: compares the record of `walk` with the board of every replica.

use super::{
    board::{Shown, changes, reached_stages},
    record::RunRecord,
    student::{CodeOutcome, Student},
};
use crate::{
    browser::{Browser, Result},
    events::BoardStream,
    teacher::Seat,
};
use clap::Args;
use domain::{stage::Stage, view::BoardChanges};
use std::{
    collections::{BTreeMap, BTreeSet},
    net::SocketAddr,
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{task::JoinSet, time::sleep};

const MAX_WAIT: Duration = Duration::from_secs(60);

#[derive(Args, Debug)]
pub struct Check {
    /// Address of each server
    #[arg(long = "replica", required = true)]
    pub replicas: Vec<SocketAddr>,
    /// File in which the command `walk` has recorded the acknowledgements of the servers
    #[arg(long)]
    notes: PathBuf,
    /// Report missing data without failing, because the last seconds can be missing in the copy that replaced the
    /// database
    #[arg(long)]
    may_lose: bool,
}

impl Check {
    pub async fn run(&self) -> Result<()> {
        let mut run = RunRecord::read(&self.notes)?;
        let mut faults: Vec<String> = run.students.iter().flat_map(|record| record.faults.clone()).collect();
        let mut boards = Vec::new();
        for replica in &self.replicas {
            boards.push(Board::load(*replica, &run).await?);
        }
        let lost = lost(&run, &boards);
        let (missing, names) = (lost.len(), lost.join("; "));
        // After a failover to an older copy, the database issues the same version numbers again, and open boards miss
        // changes. This is expected with `may_lose`.
        if !self.may_lose {
            faults.extend(run.staleness.faults.iter().cloned());
        }
        for board in boards
            .iter()
            .filter(|board| !board.differs.is_empty() && !self.may_lose)
        {
            let fault = format!(
                "{}: a board that only receives changes is wrong at seats {:?}",
                board.replica, board.differs
            );
            faults.push(fault);
        }
        for board in &boards[1..] {
            if board.green != boards[0].green {
                faults.push(format!(
                    "{} shows another board than {}",
                    board.replica, boards[0].replica
                ));
            }
        }
        let twice = run.students.iter().map(|record| record.twice).sum::<usize>();
        // If the database that replaced the old one does not contain the connected factor of a student, the student is
        // skipped, because there is no factor to test.
        let connected = |login: &str| boards[0].connected.iter().any(|name| name == login);
        let students: Vec<_> = run
            .students
            .drain(..)
            .filter(|record| connected(&record.login))
            .collect();
        let replicas: Arc<[SocketAddr]> = self.replicas.as_slice().into();
        let mut coming = JoinSet::new();
        for (n, record) in students.into_iter().enumerate() {
            let replicas = Arc::clone(&replicas);
            coming.spawn(async move { sign_in_again(n, record, replicas).await });
        }
        let mut back = 0;
        while let Some(came) = coming.join_next().await {
            match came? {
                Ok(new) => {
                    back += 1;
                    faults.extend(new);
                }
                Err(error) => faults.push(error.to_string()),
            }
        }
        println!(
            "{} replicas checked: {missing} acknowledged stages or shown badges missing; {back} students signed in again, each with a code \
             that was given twice at once; {} codes were given twice in all; {} faults",
            self.replicas.len(),
            twice + back,
            faults.len(),
        );
        if missing > 0 && !self.may_lose {
            faults.insert(0, format!("missing: {names}"));
        } else if missing > 0 {
            println!("Missing, as asynchronous replication may: {names}");
        }
        if self.may_lose && !boards[0].differs.is_empty() {
            println!(
                "Boards that stay open until they are loaded anew are wrong at seats {:?}",
                boards[0].differs
            );
        }
        match faults.is_empty() {
            true => Ok(()),
            false => Err(faults.join("\n  ").into()),
        }
    }
}

struct Board {
    replica: SocketAddr,
    logins: BTreeMap<String, u16>,
    green: BTreeMap<u16, Vec<Stage>>,
    connected: Vec<String>,
    /// Numbers of the seats that an open board, which received changes only, shows differently from a newly loaded
    /// board.
    differs: BTreeSet<u16>,
}

impl Board {
    /// Loads the whole board anew. Also opens the streams of the boards again that were open during the lesson, so that
    /// the two can be compared.
    async fn load(replica: SocketAddr, run: &RunRecord) -> Result<Self> {
        let mut teacher = Browser::new(replica);
        teacher.cookies = run.cookies.clone();
        let whole = until_answered(&mut teacher, &run.class).await?;
        let board: BTreeMap<_, _> = whole
            .seats
            .iter()
            .map(|seat| (seat.number, reached_stages(seat)))
            .collect();
        let mut differs = BTreeSet::new();
        for shown in &run.boards {
            let followed = reconnected(&teacher, &run.class, shown).await?;
            let seats = board.keys().chain(followed.keys());
            differs.extend(seats.filter(|seat| followed.get(seat) != board.get(seat)));
        }
        Ok(Self {
            differs,
            replica,
            logins: whole
                .seats
                .iter()
                .map(|seat| (seat.login.clone(), seat.number))
                .collect(),
            connected: whole
                .seats
                .iter()
                .filter(|seat| seat.stages.is_reached(Stage::Connected))
                .map(|seat| seat.login.clone())
                .collect(),
            green: board,
        })
    }

    fn shows(&self, number: u16, stage: Stage) -> bool {
        self.green.get(&number).is_some_and(|green| green.contains(&stage))
    }
}

/// What an open board shows after its stream has been opened again at this replica.
async fn reconnected(teacher: &Browser, class: &str, shown: &Shown) -> Result<BTreeMap<u16, Vec<Stage>>> {
    let mut stream = match shown.version {
        Some(version) => BoardStream::after(teacher, class, version),
        None => BoardStream::new(teacher, class),
    };
    let mut shown = shown.clone();
    shown.apply(&stream.next_changes().await?.0);
    Ok(shown.stages)
}

async fn until_answered(teacher: &mut Browser, class: &str) -> Result<BoardChanges> {
    let began = Instant::now();
    loop {
        match changes(teacher, class, -1).await {
            Err(_) if began.elapsed() < MAX_WAIT => sleep(Duration::from_millis(300)).await,
            answered => return answered,
        }
    }
}

/// Acknowledged stages, and badges of the open board, that at least one replica does not show.
fn lost(run: &RunRecord, boards: &[Board]) -> Vec<String> {
    let mut lost = Vec::new();
    for board in boards {
        for record in &run.students {
            for stage in &record.stages {
                match board.logins.get(&record.login) {
                    Some(number) if board.shows(*number, *stage) => {}
                    _ => lost.push(format!("{} was told {}", record.login, stage.code())),
                }
            }
        }
        for (number, shown) in run.boards.iter().flat_map(|board| &board.stages) {
            let gone = shown.iter().filter(|stage| !board.shows(*number, **stage));
            lost.extend(gone.map(|stage| format!("seat {number} was shown with {}", stage.code())));
        }
    }
    lost.sort();
    lost.dedup();
    lost
}

/// Signs a student in again and sends the same code from two sessions to two replicas at once.
async fn sign_in_again(n: usize, record: super::StudentRecord, replicas: Arc<[SocketAddr]>) -> Result<Vec<String>> {
    let seat = Seat {
        login: record.login.clone(),
        password: record.password.clone(),
    };
    let address = replicas[n % replicas.len()];
    let mut student = Student::new(n, seat, address, replicas);
    let known = record.faults.len();
    student.record = record;
    let led = student.sign_in().await?;
    if led != "/sign-in/code" {
        return Err(format!("{}: the password alone led to {led}", student.record.login).into());
    }
    let (step, code) = student.next_code().await?;
    match student.submit_code_from_two_sessions(&code).await? {
        CodeOutcome::Accepted => student.record.accepted(step),
        CodeOutcome::Retry => return Err(format!("{}: a fresh code was not accepted", student.record.login).into()),
    }
    Ok(student.record.faults.split_off(known))
}
