//! Measures a school that begins its lessons within a short time, while the boards of all classes are open.

use super::print_quantiles;
use crate::{
    browser::Result,
    chaos::jitter,
    classes,
    clock::now,
    events::BoardStream,
    journey::{JourneyTimes, run_journey},
    measure::Times,
};
use domain::stage::Stage;
use std::{
    collections::HashSet,
    net::SocketAddr,
    time::{Duration, Instant},
};
use tokio::{
    sync::watch,
    task::JoinSet,
    time::{sleep, timeout},
};

/// Time in which the last badges of a lesson must arrive on the board.
const LAST_BADGES: Duration = Duration::from_secs(5);

pub async fn run(address: SocketAddr, students: usize, boards: usize, spread: Duration) -> Result<()> {
    let (mut watching, mut walking) = (JoinSet::new(), JoinSet::new());
    let (end, ended) = watch::channel(());
    let classes = classes::open(address, boards, students / boards.max(1)).await?;
    let streams = classes::open_boards(&classes, address, 1).await?;
    println!("begin");
    let began = Instant::now();
    for (class, stream) in classes.into_iter().zip(streams) {
        watching.spawn(follow(stream, ended.clone()));
        for seat in class.seats {
            walking.spawn(async move {
                sleep(jitter(spread)).await;
                let mut parts = JourneyTimes::default();
                run_journey(address, &seat, &mut parts).await.map(|_| parts)
            });
        }
    }
    let (mut parts, mut through, mut failed) = (JourneyTimes::default(), 0, Vec::new());
    while let Some(walked) = walking.join_next().await {
        match walked? {
            Ok(own) => {
                through += 1;
                parts.extend(own);
            }
            Err(error) => failed.push(error),
        }
    }
    let seconds = began.elapsed().as_secs_f64();
    drop(end);
    let mut badges = Times::default();
    while let Some(own) = watching.join_next().await {
        badges.extend(own??);
    }
    print!(
        "students={students} through={through} boards={boards} seconds={seconds:.1} badges={}",
        badges.len()
    );
    print_quantiles("stage", &mut parts.stage);
    print_quantiles("badge", &mut badges);
    println!();
    match failed.first() {
        None => Ok(()),
        Some(first) => Err(format!("{} students did not get through; {first}", failed.len()).into()),
    }
}

/// Follows a board until the lessons have ended and nothing more arrives. Returns how long each badge took from
/// reaching the stage.
async fn follow(mut board: BoardStream, mut ended: watch::Receiver<()>) -> Result<Times> {
    let (mut known, mut times) = (HashSet::new(), Times::default());
    loop {
        let received = tokio::select! {
            received = board.next_changes() => Some(received),
            // The sender is dropped when all students have finished.
            _ = ended.changed() => timeout(LAST_BADGES, board.next_changes()).await.ok(),
        };
        let Some(received) = received else {
            return Ok(times);
        };
        let now = now();
        for seat in received?.0.seats {
            for stage in Stage::ALL {
                if let Some(at) = seat.stages.at(stage)
                    && known.insert((seat.number, stage))
                {
                    times.add(now.since(at));
                }
            }
        }
    }
}
