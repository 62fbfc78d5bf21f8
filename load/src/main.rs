//! Load generator: simulates students in the four stages and open boards, and measures how the server responds.
//!
//! The load generator connects to loopback addresses only, so that it cannot put load on a server in the network.

#![expect(clippy::print_stdout, reason = "the program prints a table of measurements")]

mod api;
mod bench;
mod browser;
mod chaos;
mod classes;
mod clock;
mod events;
mod exercises;
mod journey;
mod lesson;
mod measure;
mod members;
mod metrics;
mod scale;
mod statements;
mod teacher;

use clap::{Parser, Subcommand};
use std::{net::SocketAddr, process::ExitCode};

/// Measures a running Stepwise server and prints a table.
#[derive(Debug, Parser)]
#[command(name = "stepwise-load", version, args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    /// Address of the server, which must be a loopback address
    #[arg(long, default_value = "127.0.0.1:3000")]
    addr: SocketAddr,
    /// Process id of the server, to measure its memory and CPU time
    #[arg(long)]
    pid: Option<u32>,
    /// Number of students at the same time
    #[arg(long, default_value_t = 32)]
    students: usize,
    /// Total number of journeys through the four stages
    #[arg(long, default_value_t = 1920)]
    journeys: usize,
    /// Number of students in the largest lesson, all at the same time
    #[arg(long, default_value_t = 500)]
    class: usize,
    /// Number of boards that are open during that lesson
    #[arg(long, default_value_t = 20)]
    boards: usize,
    /// Number of members that sign in at the same time
    #[arg(long, default_value_t = 200)]
    members: usize,
    /// Measure only the largest lesson
    #[arg(long)]
    only_lesson: bool,
    /// Measure only the sign-in of members
    #[arg(long, conflicts_with = "only_lesson")]
    only_members: bool,
    /// Measure only the statements that the server sends to its database
    #[arg(long)]
    only_statements: bool,
    /// Measure only the exercises
    #[arg(long)]
    only_exercises: bool,
    /// Measure only the JSON API
    #[arg(long)]
    only_api: bool,
}

/// Commands that run instead of the table of measurements.
#[derive(Debug, Subcommand)]
enum Command {
    /// Run a class through the four stages while servers are killed, and record the acknowledgements in a file
    Walk(chaos::Walk),
    /// Check that every board shows all recorded acknowledgements, and that no code is accepted twice
    Check(chaos::Check),
    /// Keep boards open while the database is stopped and started again, and check that all are right afterwards
    Outage(chaos::Outage),
    /// Take one measurement for the capacity model of many servers
    #[command(subcommand)]
    Scale(scale::Scale),
}

impl Cli {
    fn addresses(&self) -> Vec<SocketAddr> {
        match &self.command {
            None => vec![self.addr],
            Some(Command::Walk(walk)) => walk.replicas.iter().copied().chain([walk.addr]).collect(),
            Some(Command::Check(check)) => check.replicas.clone(),
            Some(Command::Outage(outage)) => vec![outage.addr],
            Some(Command::Scale(scale)) => scale.addresses(),
        }
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    if !cli.addresses().iter().all(|address| address.ip().is_loopback()) {
        eprintln!("stepwise-load: the address must be a loopback address");
        return ExitCode::FAILURE;
    }
    let done = match &cli.command {
        None => measure_all(&cli).await,
        Some(Command::Walk(walk)) => walk.run().await,
        Some(Command::Check(check)) => check.run().await,
        Some(Command::Outage(outage)) => outage.run().await,
        Some(Command::Scale(scale)) => scale.run().await,
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("stepwise-load: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn measure_all(cli: &Cli) -> browser::Result<()> {
    bench::head();
    if cli.only_statements {
        return statements::run(cli.addr).await;
    }
    if cli.only_exercises {
        return exercises::run(cli.addr, cli.class).await;
    }
    if cli.only_api {
        return api::run(cli.addr, cli.pid).await;
    }
    if !cli.only_lesson && !cli.only_members {
        bench::run(cli.addr, cli.pid, cli.students, cli.journeys).await?;
        statements::run(cli.addr).await?;
        api::run(cli.addr, cli.pid).await?;
    }
    if !cli.only_lesson {
        members::run(cli.addr, cli.pid, cli.members).await?;
    }
    if cli.only_members {
        return Ok(());
    }
    lesson::run(cli.addr, cli.pid, cli.class, cli.boards).await?;
    if cli.only_lesson {
        return Ok(());
    }
    exercises::run(cli.addr, cli.class).await
}
