//! Boards that `check` loads anew from every replica, to compare them with the record of `walk`.

use super::{
    board::{Shown, changes, reached_stages},
    record::RunRecord,
};
use crate::{
    browser::{Browser, Result},
    events::BoardStream,
};
use domain::{stage::Stage, view::BoardChanges};
use std::{
    collections::{BTreeMap, BTreeSet},
    net::SocketAddr,
    time::{Duration, Instant},
};
use tokio::time::sleep;

const MAX_WAIT: Duration = Duration::from_secs(60);

/// The board of one replica.
pub struct Board {
    pub replica: SocketAddr,
    pub logins: BTreeMap<String, u16>,
    pub green: BTreeMap<u16, Vec<Stage>>,
    pub connected: Vec<String>,
    /// Numbers of the seats that an open board, which received changes only, shows differently from a newly loaded
    /// board.
    pub differs: BTreeSet<u16>,
}

impl Board {
    /// Loads the whole board anew. Also opens the streams of the boards again that were open during the lesson, so that
    /// the two can be compared.
    pub async fn load(replica: SocketAddr, run: &RunRecord) -> Result<Self> {
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

    /// How open boards differ from this board, if they do.
    pub fn difference(&self) -> Option<String> {
        let Self { replica, differs, .. } = self;
        let is_wrong = !differs.is_empty();
        is_wrong.then(|| format!("{replica}: a board that only receives changes is wrong at seats {differs:?}"))
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
pub fn lost(run: &RunRecord, boards: &[Board]) -> Vec<String> {
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
