//! The driver of a process: takes rehearsals, and lets their students do what is due.

use super::{Rehearsals, student::Student};
use crate::{
    Error, Result,
    classes::queries::state_of,
    entity::{account, class, exercise_progress as progress, lease, seat},
    operations::Replica,
    students::progress::stages_of,
};
use domain::{
    class::ClassState,
    exercises::Exercise,
    ids::ClassId,
    locale::Locale,
    rehearsal::{REHEARSAL_LIFE, Traces, WALK_LIFE, due, is_over},
    time::Timestamp,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, prelude::Uuid};
use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};
use tokio::sync::OwnedSemaphorePermit;

/// How often students do what is due.
const TICK: Duration = Duration::from_secs(1);
/// How often a replica looks for rehearsals that no other replica moves, and for ended ones.
const SEARCH_INTERVAL: Duration = Duration::from_secs(5);
/// If a replica stops, its rehearsals stand still for this time until another one may take them.
const LEASE: Duration = Duration::from_secs(10);
const LEASE_RENEWAL: Duration = Duration::from_secs(3);

pub struct Driver {
    at: Rehearsals,
    replica: Replica,
    message: fn(Locale) -> String,
    walks: HashMap<ClassId, Walk>,
    next_search: Timestamp,
}

/// A rehearsal that this process moves.
struct Walk {
    /// One of the walks of the process. It is given back when the students have done everything.
    _place: OwnedSemaphorePermit,
    /// `None` until the lease is taken.
    renew_at: Option<Timestamp>,
    /// Students who have raised the hand. The seat forgets it when the teacher takes the hand down.
    called: HashSet<i32>,
    /// The failures that a seat had when its student made the last mistake.
    failures_before: HashMap<i32, i32>,
}

/// What a tick has left of a walk.
#[derive(PartialEq, Eq)]
enum Left {
    Walking,
    /// Over, deleted, or taken by another replica.
    Nothing,
}

impl Driver {
    pub(super) fn new(at: Rehearsals, replica: Replica, message: fn(Locale) -> String) -> Self {
        Self {
            at,
            replica,
            message,
            walks: HashMap::new(),
            next_search: Timestamp::default(),
        }
    }

    /// The time until the next tick. A rehearsal that is opened on this replica needs one at once.
    pub fn pause(&self) -> Duration {
        match self.walks.is_empty() {
            true => SEARCH_INTERVAL,
            false => TICK,
        }
    }

    /// Lets every student of this process do one act, if one is due. A failure in one rehearsal does not stop the others;
    /// the first one is returned.
    pub async fn tick(&mut self) -> Result<()> {
        let mut outcome = Ok(());
        for (class, place) in self.at.opened.take() {
            self.walks.insert(class, Walk::new(place));
        }
        let now = self.at.clock.now();
        if now >= self.next_search {
            self.next_search = now.after(SEARCH_INTERVAL);
            outcome = self.search(now).await;
        }
        for class in self.walks.keys().copied().collect::<Vec<_>>() {
            match self.advance(class).await {
                Ok(Left::Nothing) => drop(self.walks.remove(&class)),
                Ok(_) => {}
                Err(error) => outcome = outcome.and(Err(error)),
            }
        }
        outcome
    }

    /// Takes the rehearsals that no replica moves, and deletes those that are an hour old.
    async fn search(&mut self, now: Timestamp) -> Result<()> {
        let all: Vec<(Uuid, i64)> = class::Entity::find()
            .select_only()
            .columns([class::Column::Id, class::Column::CreatedAt])
            .filter(class::Column::Rehearsal.eq(true))
            .into_tuple()
            .all(&self.at.db.read)
            .await?;
        let (running, old): (Vec<_>, Vec<_>) = all
            .into_iter()
            .partition(|(_, opened)| end_of(Timestamp::from_micros(*opened)) > now);
        let running = running.into_iter().map(|(id, _)| ClassId::from_uuid(id));
        let unknown: Vec<ClassId> = running.filter(|id| !self.walks.contains_key(id)).collect();
        if !unknown.is_empty() {
            let taken = self.taken(&unknown, now).await?;
            for class in unknown.into_iter().filter(|id| !taken.contains(&work_of(*id))) {
                let Ok(place) = self.at.walks.clone().try_acquire_owned() else {
                    break;
                };
                self.walks.insert(class, Walk::new(place));
            }
        }
        if !old.is_empty() {
            self.at.classes.purge_classes().await?;
        }
        Ok(())
    }

    /// The names of the leases of these rehearsals that a replica holds.
    async fn taken(&self, classes: &[ClassId], now: Timestamp) -> Result<HashSet<String>> {
        let works = classes.iter().copied().map(work_of);
        let taken: Vec<String> = lease::Entity::find()
            .select_only()
            .column(lease::Column::Work)
            .filter(lease::Column::Work.is_in(works))
            .filter(lease::Column::Until.gt(now.micros()))
            .into_tuple()
            .all(&self.at.db.read)
            .await?;
        Ok(taken.into_iter().collect())
    }

    async fn advance(&mut self, class: ClassId) -> Result<Left> {
        let now = self.at.clock.now();
        let Some(walk) = self.walks.get_mut(&class) else {
            return Ok(Left::Nothing);
        };
        if !walk.holds(&self.at, class, self.replica, now).await? {
            return Ok(Left::Nothing);
        }
        let row = class::Entity::find_by_id(class.uuid()).one(&self.at.db.read).await?;
        let Some(row) = row else { return Ok(Left::Nothing) };
        let opened = Timestamp::from_micros(row.created_at);
        let elapsed = now.since(opened);
        let is_done = match state_of(&row, now) {
            ClassState::Open => walk.does_what_is_due(&self.at, &row, elapsed, self.message).await?,
            ClassState::Paused => false,
            ClassState::Ended => true,
        };
        if !is_done && elapsed < WALK_LIFE {
            return Ok(Left::Walking);
        }
        // With this lease no replica looks at the rehearsal again.
        let (work, until) = (work_of(class), end_of(opened));
        self.at.leases.keep(&work, self.replica, until).await?;
        Ok(Left::Nothing)
    }
}

impl Walk {
    fn new(place: OwnedSemaphorePermit) -> Self {
        Self {
            _place: place,
            renew_at: None,
            called: HashSet::new(),
            failures_before: HashMap::new(),
        }
    }

    /// Takes or renews the lease. Returns false if another replica has it.
    async fn holds(&mut self, at: &Rehearsals, class: ClassId, replica: Replica, now: Timestamp) -> Result<bool> {
        let (work, until) = (work_of(class), now.after(LEASE));
        let holds = match self.renew_at {
            Some(renew_at) if now < renew_at => return Ok(true),
            Some(_) => at.leases.keep(&work, replica, until).await?,
            None => at.leases.take(&work, replica, until).await?,
        };
        self.renew_at = Some(now.after(LEASE_RENEWAL));
        Ok(holds)
    }

    /// Returns true if all students have done everything.
    async fn does_what_is_due(
        &mut self,
        at: &Rehearsals,
        class: &class::Model,
        elapsed: Duration,
        message: fn(Locale) -> String,
    ) -> Result<bool> {
        let seats = seat::Entity::find()
            .filter(seat::Column::ClassId.eq(class.id))
            .order_by_asc(seat::Column::Number)
            .find_also_related(account::Entity)
            .all(&at.db.read)
            .await?;
        let steps = message_steps(at, class.id).await?;
        let locale = Locale::from_tag(&class.locale).unwrap_or_default();
        let mut is_done = true;
        for (seat, account) in seats {
            // A removed seat has no account.
            let Some(account) = account else { continue };
            if seat.hand_raised_at.is_some() {
                self.called.insert(seat.number);
            }
            let (message_steps, has_passed_message) = steps.get(&seat.number).copied().unwrap_or_default();
            let seen = Traces {
                stages: stages_of(&seat),
                failures: u32::try_from(seat.failures).unwrap_or(u32::MAX),
                has_called: self.called.contains(&seat.number),
                message_steps,
                has_passed_message,
            };
            let number = u16::try_from(seat.number).map_err(|_| Error::Corrupt("seat number"))?;
            is_done &= is_over(number, &seen);
            let Some(act) = due(number, elapsed, &seen) else {
                continue;
            };
            // A task of its own writes a mistake to the seat. Until then the student does not make it again.
            if act.is_failure() && self.failures_before.insert(seat.number, seat.failures) == Some(seat.failures) {
                continue;
            }
            match Student::new(at, &account).does(act, locale, message).await {
                // A wrong password and a wrong code are a part of the script.
                Ok(()) | Err(Error::Refused(_)) => {}
                Err(error) => tracing::warn!(%error, "a simulated student stumbled"),
            }
        }
        Ok(is_done)
    }
}

/// How many messages the students have sent or answered, and whether they have passed the exercise.
async fn message_steps(at: &Rehearsals, class: Uuid) -> Result<HashMap<i32, (u32, bool)>> {
    let rows: Vec<(i32, i32, Option<i64>)> = progress::Entity::find()
        .select_only()
        .columns([
            progress::Column::Number,
            progress::Column::Revision,
            progress::Column::PassedAt,
        ])
        .filter(progress::Column::ClassId.eq(class))
        .filter(progress::Column::Exercise.eq(Exercise::Message.code()))
        .into_tuple()
        .all(&at.db.read)
        .await?;
    let steps = rows.into_iter().map(|(number, revision, passed_at)| {
        let revision = u32::try_from(revision).map_err(|_| Error::Corrupt("revision"))?;
        Ok((number, (revision, passed_at.is_some())))
    });
    steps.collect()
}

/// When the rehearsal is deleted.
fn end_of(opened: Timestamp) -> Timestamp {
    opened.after(REHEARSAL_LIFE)
}

/// The name of the lease: the id of the class, which fits into the column without hyphens.
pub(crate) fn work_of(class: ClassId) -> String {
    class.uuid().simple().to_string()
}
