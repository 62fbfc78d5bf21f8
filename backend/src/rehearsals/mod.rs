//! Rehearsals: classes with simulated students, for teachers who want to see a lesson in motion. The simulated students use
//! the services of real ones. All that they remember is in the database, so any replica can move them; a lease says which
//! one does.

mod driver;
mod student;

pub use driver::Driver;

pub(crate) use driver::work_of;

use crate::{
    Result,
    access::{Access, Member},
    auth::Auth,
    classes::{Classes, OpenClass, OpenedClass},
    clock::Clock,
    db::Db,
    exercises::Exercises,
    factors::Factors,
    operations::{Replica, leases::Leases},
    set_up::SetUp,
    shared::Core,
    students::Students,
};
use domain::{
    exercises::Preset,
    ids::ClassId,
    locale::Locale,
    refusal::Refusal,
    rehearsal::{REHEARSAL_LIFE, REHEARSAL_SEATS},
};
use std::{
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{
    sync::{Notify, OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

/// Rehearsals that one replica moves at once. The students of a rehearsal walk for about two minutes.
const MAX_WALKS: usize = 4;

/// Opens rehearsals and moves their students.
#[derive(Clone)]
pub struct Rehearsals {
    db: Db,
    clock: Arc<dyn Clock>,
    access: Arc<Access>,
    auth: Arc<Auth>,
    set_up: Arc<SetUp>,
    students: Arc<Students>,
    classes: Arc<Classes>,
    exercises: Arc<Exercises>,
    factors: Arc<Factors>,
    leases: Leases,
    walks: Arc<Semaphore>,
    opened: Arc<OpenedHere>,
}

/// Rehearsals that this replica has opened and that its driver has not seen yet. Each holds one of the walks.
#[derive(Default)]
struct OpenedHere {
    waiting: Mutex<Vec<(ClassId, OwnedSemaphorePermit)>>,
    arrived: Notify,
}

/// The services that open rehearsals and that simulated students use.
pub(crate) struct Used<'a> {
    pub access: &'a Arc<Access>,
    pub auth: &'a Arc<Auth>,
    pub set_up: &'a Arc<SetUp>,
    pub students: &'a Arc<Students>,
    pub classes: &'a Arc<Classes>,
    pub exercises: &'a Arc<Exercises>,
    pub factors: &'a Arc<Factors>,
}

/// What the visitor's browser decides about the rehearsal.
pub struct OpenRehearsal {
    /// The sealed form that opens a class. A form that is sent twice opens one rehearsal. The same form can also open a
    /// class, which is another one.
    pub form: String,
    pub title: String,
    pub locale: Locale,
    pub address: Option<IpAddr>,
    pub owner: Option<Member>,
}

impl Rehearsals {
    pub(crate) fn new(core: &Core, used: &Used<'_>) -> Self {
        Self {
            db: core.db.clone(),
            clock: Arc::clone(&core.clock),
            access: Arc::clone(used.access),
            auth: Arc::clone(used.auth),
            set_up: Arc::clone(used.set_up),
            students: Arc::clone(used.students),
            classes: Arc::clone(used.classes),
            exercises: Arc::clone(used.exercises),
            factors: Arc::clone(used.factors),
            leases: Leases::new(core),
            walks: Arc::new(Semaphore::new(MAX_WALKS)),
            opened: Arc::default(),
        }
    }

    /// Opens a rehearsal. The driver of this replica moves its students.
    pub async fn open(&self, request: OpenRehearsal) -> Result<OpenedClass> {
        let walk = Arc::clone(&self.walks).try_acquire_owned();
        let walk = walk.map_err(|_| Refusal::TooManyRehearsals)?;
        let OpenRehearsal {
            form,
            title,
            locale,
            address,
            owner,
        } = request;
        let opened = self
            .classes
            .open_class(
                &form,
                OpenClass {
                    seats: REHEARSAL_SEATS,
                    title,
                    locale,
                    lesson: Preset::Minutes45.lesson([]),
                    questions: false,
                    phones: true,
                    self_join: false,
                    life: Some(REHEARSAL_LIFE),
                    address,
                    rehearsal: true,
                    owner,
                },
            )
            .await?;
        if opened.is_new {
            self.opened.add(opened.id, walk);
        }
        Ok(opened)
    }

    /// The driver of one process. `message` is what the students write in the exercise *message*.
    pub fn driver(&self, replica: Replica, message: fn(Locale) -> String) -> Driver {
        Driver::new(self.clone(), replica, message)
    }

    /// Waits until a rehearsal is opened on this replica, but no longer than this time.
    pub async fn opened(&self, within: Duration) {
        let _ = timeout(within, self.opened.arrived.notified()).await;
    }
}

impl OpenedHere {
    fn add(&self, class: ClassId, walk: OwnedSemaphorePermit) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.push((class, walk));
        self.arrived.notify_one();
    }

    fn take(&self) -> Vec<(ClassId, OwnedSemaphorePermit)> {
        core::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
