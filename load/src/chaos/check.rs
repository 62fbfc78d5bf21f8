//! The command `check`, which runs after `walk`: compares the record of `walk` with the board of every replica.

use super::{
    StudentRecord,
    record::RunRecord,
    reloaded_board::{Board, lost},
    student::{CodeOutcome, Student},
};
use crate::{browser::Result, teacher::Seat};
use clap::Args;
use std::{net::SocketAddr, path::PathBuf, sync::Arc};
use tokio::task::JoinSet;

#[derive(Args, Debug)]
pub struct Check {
    /// Address of each server
    #[arg(long = "replica", required = true)]
    pub replicas: Vec<SocketAddr>,
    /// File in which the command `walk` has recorded the acknowledgements of the servers
    #[arg(long)]
    notes: PathBuf,
    /// Report missing data, and codes that were accepted again, without failing: the last seconds can be missing in the
    /// copy that replaced the database
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
        let mut repeated: Vec<String> = run.students.iter().flat_map(|record| record.repeated.clone()).collect();
        if !self.may_lose {
            faults.append(&mut repeated);
        }
        let lost = lost(&run, &boards);
        let (missing, names) = (lost.len(), lost.join("; "));
        // After a failover to an older copy, the database issues the same version numbers again, and open boards miss
        // changes. This is expected with `may_lose`.
        let stale = run.staleness.faults.iter().cloned();
        let mut stale: Vec<String> = stale.chain(boards.iter().filter_map(Board::difference)).collect();
        if !self.may_lose {
            faults.append(&mut stale);
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
        if !repeated.is_empty() {
            println!(
                "Accepted twice, as asynchronous replication may: {}",
                repeated.join("; ")
            );
        }
        if !stale.is_empty() {
            println!(
                "Wrong open boards, as asynchronous replication may cause: {}",
                stale.join("; ")
            );
        }
        match faults.is_empty() {
            true => Ok(()),
            false => Err(faults.join("\n  ").into()),
        }
    }
}

/// Signs a student in again and sends the same code from two sessions to two replicas at once.
async fn sign_in_again(n: usize, record: StudentRecord, replicas: Arc<[SocketAddr]>) -> Result<Vec<String>> {
    let seat = Seat {
        login: record.login.clone(),
        password: record.password.clone(),
    };
    let address = replicas[n % replicas.len()];
    let mut student = Student::new(n, seat, address, replicas);
    student.record = record;
    // What happened before this sign-in is already reported.
    student.record.faults.clear();
    student.record.repeated.clear();
    let led = student.sign_in().await?;
    if led != "/sign-in/code" {
        return Err(format!("{}: the password alone led to {led}", student.record.login).into());
    }
    let (step, code) = student.next_code().await?;
    match student.submit_code_from_two_sessions(&code).await? {
        CodeOutcome::Accepted => student.record.accepted(step),
        CodeOutcome::Retry => return Err(format!("{}: a fresh code was not accepted", student.record.login).into()),
    }
    let StudentRecord { faults, repeated, .. } = student.record;
    Ok(faults.into_iter().chain(repeated).collect())
}
