//! The load generator: students that walk the four stages, boards that poll, and a count of what was
//! acknowledged. It speaks to the loopback only, as much and as long as it is told.

#![expect(clippy::print_stdout, reason = "the table is what this program is for")]

mod api;
mod bench;
mod browser;
mod chaos;
mod class;
mod journey;
mod lesson;
mod measure;
mod members;
mod scale;

use clap::{Parser, Subcommand};
use std::{net::SocketAddr, process::ExitCode};

/// Measures a running Stepwise server and prints a table.
#[derive(Debug, Parser)]
#[command(name = "stepwise-load", version, args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(subcommand)]
    only: Option<Only>,
    /// Where the server listens; a loopback address
    #[arg(long, default_value = "127.0.0.1:3000")]
    addr: SocketAddr,
    /// The server's process, for its memory
    #[arg(long)]
    pid: Option<u32>,
    /// Students at once
    #[arg(long, default_value_t = 32)]
    students: usize,
    /// Journeys in all
    #[arg(long, default_value_t = 1920)]
    journeys: usize,
    /// Students of the largest lesson, all walking at once
    #[arg(long, default_value_t = 500)]
    class: usize,
    /// Boards that are open during that lesson
    #[arg(long, default_value_t = 20)]
    boards: usize,
    /// Members that sign in at the same moment
    #[arg(long, default_value_t = 200)]
    members: usize,
    /// Measure that lesson and nothing else
    #[arg(long)]
    only_lesson: bool,
    /// Measure members and nothing else
    #[arg(long, conflicts_with = "only_lesson")]
    only_members: bool,
    /// Measure the JSON API and nothing else
    #[arg(long)]
    only_api: bool,
}

/// Instead of the table.
#[derive(Debug, Subcommand)]
enum Only {
    /// A class walks through whatever is done to the servers, and writes down what it was told
    Walk(chaos::Walk),
    /// What was written down is on every board, and no code is taken twice
    Check(chaos::Check),
    /// One measurement for the sizing of many servers
    #[command(subcommand)]
    Scale(scale::Scale),
}

impl Cli {
    fn addresses(&self) -> Vec<SocketAddr> {
        match &self.only {
            None => vec![self.addr],
            Some(Only::Walk(walk)) => walk.replicas.iter().copied().chain([walk.addr]).collect(),
            Some(Only::Check(check)) => check.replicas.clone(),
            Some(Only::Scale(scale)) => vec![scale.address()],
        }
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    if !cli.addresses().iter().all(|address| address.ip().is_loopback()) {
        eprintln!("stepwise-load: only servers of this machine, on a loopback address");
        return ExitCode::FAILURE;
    }
    let done = match &cli.only {
        None => measure_all(&cli).await,
        Some(Only::Walk(walk)) => walk.run().await,
        Some(Only::Check(check)) => check.run().await,
        Some(Only::Scale(scale)) => scale.run().await,
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
    if cli.only_api {
        return api::run(cli.addr, cli.pid).await;
    }
    if !cli.only_lesson && !cli.only_members {
        bench::run(cli.addr, cli.pid, cli.students, cli.journeys).await?;
        api::run(cli.addr, cli.pid).await?;
    }
    if !cli.only_lesson {
        members::run(cli.addr, cli.pid, cli.members).await?;
    }
    if cli.only_members {
        return Ok(());
    }
    lesson::run(cli.addr, cli.pid, cli.class, cli.boards).await
}
