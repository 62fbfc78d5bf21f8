//! The measurements of `make bench-scale`. Each prints a line of `name=value` pairs for the table of the script.

mod badges;
mod boards;
mod lessons;

use crate::{browser::Result, journey::run_journeys, measure::Times};
use clap::Subcommand;
use std::{net::SocketAddr, time::Duration};

#[derive(Debug, Subcommand)]
pub enum Scale {
    /// Run journeys through the four stages as fast as the server answers
    Journeys {
        #[arg(long)]
        addr: SocketAddr,
        #[arg(long, default_value_t = 600)]
        journeys: usize,
        #[arg(long, default_value_t = 32)]
        at_once: usize,
    },
    /// Keep boards open of classes in which nothing happens
    Boards(boards::Boards),
    /// Keep one board open of each class, and let every class earn a badge each second
    Badges(badges::Badges),
    /// Run classes with one open board each, whose students arrive spread over some seconds
    Lessons {
        #[arg(long)]
        addr: SocketAddr,
        #[arg(long, default_value_t = 2000)]
        students: usize,
        #[arg(long, default_value_t = 100)]
        boards: usize,
        #[arg(long, default_value_t = 60)]
        spread: u64,
    },
}

impl Scale {
    pub fn addresses(&self) -> Vec<SocketAddr> {
        match self {
            Self::Journeys { addr, .. } | Self::Lessons { addr, .. } => vec![*addr],
            Self::Boards(boards) => vec![boards.addr],
            Self::Badges(badges) => vec![badges.addr, badges.board_address()],
        }
    }

    pub async fn run(&self) -> Result<()> {
        match self {
            Self::Journeys {
                addr,
                journeys,
                at_once,
            } => walks(*addr, *journeys, *at_once).await,
            Self::Boards(boards) => boards.run().await,
            Self::Badges(badges) => badges.run().await,
            Self::Lessons {
                addr,
                students,
                boards,
                spread,
            } => lessons::run(*addr, *students, *boards, Duration::from_secs(*spread)).await,
        }
    }
}

async fn walks(address: SocketAddr, journeys: usize, at_once: usize) -> Result<()> {
    let (took, mut parts) = run_journeys(address, journeys, at_once).await?;
    let seconds = took.as_secs_f64();
    print!(
        "journeys={journeys} seconds={seconds:.2} rate={:.1}",
        journeys as f64 / seconds
    );
    print_quantiles("stage", &mut parts.stage);
    println!();
    Ok(())
}

fn print_quantiles(name: &str, times: &mut Times) {
    let millis = |time: Duration| time.as_secs_f64() * 1000.0;
    for (suffix, quantile) in [("p50", 0.5), ("p95", 0.95), ("p99", 0.99)] {
        print!(" {name}_{suffix}={:.1}", millis(times.quantile(quantile)));
    }
}
