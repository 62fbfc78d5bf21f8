//! The load generator: students that walk the four stages, boards that poll, and a count of what was
//! acknowledged. It speaks to the loopback only, as much and as long as it is told.

#![expect(clippy::print_stdout, reason = "the table is what this program is for")]

mod bench;
mod browser;
mod class;
mod journey;
mod lesson;
mod measure;

use clap::Parser;
use std::{net::SocketAddr, process::ExitCode};

/// Measures a running Stepwise server and prints a table.
#[derive(Debug, Parser)]
#[command(name = "stepwise-load", version)]
struct Cli {
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
    /// Measure that lesson and nothing else
    #[arg(long)]
    only_lesson: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    if !cli.addr.ip().is_loopback() {
        eprintln!("stepwise-load: only servers of this machine, on a loopback address");
        return ExitCode::FAILURE;
    }
    match measure_all(&cli).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("stepwise-load: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn measure_all(cli: &Cli) -> browser::Result<()> {
    bench::head();
    if !cli.only_lesson {
        bench::run(cli.addr, cli.pid, cli.students, cli.journeys).await?;
    }
    lesson::run(cli.addr, cli.pid, cli.class, cli.boards).await
}
