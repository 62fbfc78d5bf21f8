//! Boards that stay open during a scenario: each follows its class by a stream and remembers the badges that it received.

use crate::{
    browser::{Browser, Result},
    events::{BoardEvent, BoardStream},
};
use domain::{
    stage::Stage,
    view::{BoardChanges, SeatView},
};
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{task::JoinSet, time::timeout};

const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);

/// What a board shows.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Shown {
    /// `None` until the first changes arrive.
    pub version: Option<i64>,
    /// Badges by seat number.
    pub stages: BTreeMap<u16, Vec<Stage>>,
    /// How often the stream was opened again.
    pub reconnects: usize,
    /// How often the server reported that it cannot read its database.
    pub unavailable: usize,
}

impl Shown {
    pub fn apply(&mut self, changes: &BoardChanges) {
        self.version = Some(changes.version);
        for seat in &changes.seats {
            self.stages.insert(seat.number, reached_stages(seat));
        }
    }

    /// Whether this board shows every badge that the other one shows.
    pub fn shows_all_of(&self, other: &Self) -> bool {
        other.stages.iter().all(|(seat, stages)| {
            let shown = self.stages.get(seat).map_or(&[] as &[Stage], Vec::as_slice);
            stages.iter().all(|stage| shown.contains(stage))
        })
    }

    pub fn badges(&self) -> usize {
        self.stages.values().map(Vec::len).sum()
    }
}

/// Open boards. They are closed when this is dropped.
#[derive(Default)]
pub struct Boards {
    shown: Vec<Arc<Mutex<Shown>>>,
    following: JoinSet<Result<()>>,
}

impl Boards {
    /// Opens boards of one class in one session.
    pub fn open(&mut self, browser: &Browser, class: &str, boards: usize) {
        for _ in 0..boards {
            let shown = Arc::new(Mutex::new(Shown::default()));
            self.shown.push(Arc::clone(&shown));
            self.following.spawn(follow(BoardStream::new(browser, class), shown));
        }
    }

    /// What each board shows now. Fails if the server has ended a stream for good.
    pub fn shown(&mut self) -> Result<Vec<Shown>> {
        if let Some(ended) = self.following.try_join_next() {
            ended??;
        }
        Ok(self.shown.iter().map(|board| lock(board).clone()).collect())
    }
}

async fn follow(mut stream: BoardStream, shown: Arc<Mutex<Shown>>) -> Result<()> {
    loop {
        let event = stream.next().await?;
        let mut shown = lock(&shown);
        shown.reconnects = stream.reconnects();
        match event {
            BoardEvent::Changes(changes, _) => shown.apply(&changes),
            BoardEvent::Unavailable => shown.unavailable += 1,
            BoardEvent::Alive => {}
        }
    }
}

fn lock(shown: &Mutex<Shown>) -> MutexGuard<'_, Shown> {
    shown.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Loads a board, or what has changed since a version, with one request.
pub async fn changes(browser: &mut Browser, class: &str, since: i64) -> Result<BoardChanges> {
    let path = format!("/sfn/board-changes?id={class}&since={since}");
    let answer = timeout(REQUEST_TIMEOUT, browser.get_json(&path)).await??;
    if answer.status == 200 {
        Ok(serde_json::from_slice(&answer.body)?)
    } else {
        Err(format!("the board answered {}", answer.status).into())
    }
}

/// Loads a whole board.
pub async fn fresh(browser: &mut Browser, class: &str) -> Result<Shown> {
    let mut shown = Shown::default();
    shown.apply(&changes(browser, class, -1).await?);
    Ok(shown)
}

pub fn reached_stages(seat: &SeatView) -> Vec<Stage> {
    Stage::ALL
        .into_iter()
        .filter(|stage| seat.stages.is_reached(*stage))
        .collect()
}
