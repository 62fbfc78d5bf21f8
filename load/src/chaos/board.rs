//! The teacher's board during the command `walk`: polls for changes and records every badge that it receives.

use crate::browser::{Browser, Result};
use domain::{
    stage::Stage,
    view::{BoardChanges, SeatView},
};
use std::{collections::BTreeMap, time::Duration};
use tokio::{
    sync::oneshot,
    task::JoinHandle,
    time::{sleep, timeout},
};

const POLL_INTERVAL: Duration = Duration::from_millis(700);
const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);

#[derive(Default)]
pub struct Shown {
    pub version: i64,
    pub stages: BTreeMap<u16, Vec<Stage>>,
}

pub struct Board {
    end: oneshot::Sender<()>,
    watching: JoinHandle<Shown>,
}

pub fn poll(mut browser: Browser, class: String) -> Board {
    let (end, mut ended) = oneshot::channel();
    let watching = tokio::spawn(async move {
        let mut shown = Shown {
            version: -1,
            ..Shown::default()
        };
        loop {
            let over = ended.try_recv().is_ok();
            let asked = changes(&mut browser, &class, shown.version).await;
            if let Ok(changes) = asked {
                shown.version = changes.version;
                for seat in changes.seats {
                    shown.stages.insert(seat.number, reached_stages(&seat));
                }
            }
            // After `walk` has ended, the board polls once more. If this poll fails, `check` fetches the missing
            // changes.
            if over {
                return shown;
            }
            sleep(POLL_INTERVAL).await;
        }
    });
    Board { end, watching }
}

impl Board {
    pub async fn stop(self) -> Result<Shown> {
        let _ = self.end.send(());
        Ok(self.watching.await?)
    }
}

pub async fn changes(browser: &mut Browser, class: &str, since: i64) -> Result<BoardChanges> {
    let path = format!("/sfn/board-changes?id={class}&since={since}");
    let answer = timeout(REQUEST_TIMEOUT, browser.get_json(&path)).await??;
    if answer.status == 200 {
        Ok(serde_json::from_slice(&answer.body)?)
    } else {
        Err(format!("the board answered {}", answer.status).into())
    }
}

pub fn reached_stages(seat: &SeatView) -> Vec<Stage> {
    Stage::ALL
        .into_iter()
        .filter(|stage| seat.stages.is_reached(*stage))
        .collect()
}
