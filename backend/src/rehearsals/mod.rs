//! Rehearsals: classes with simulated students, for teachers who want to see a lesson in motion. The students use the same
//! services as everybody, and the replica that has opened a rehearsal moves them.

mod walk;

pub use walk::Walk;

use crate::{
    Result,
    access::{Access, Member},
    auth::Auth,
    classes::{Classes, OpenClass, OpenedClass},
    clock::Clock,
    crypto::Keyring,
    db::Db,
    exercises::Exercises,
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
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::sync::Semaphore;

/// Rehearsals that one replica moves at once. The students of a rehearsal walk for about two minutes.
const MAX_WALKS: usize = 4;
const TICK: Duration = Duration::from_secs(1);

/// Opens rehearsals and moves their students.
#[derive(Clone)]
pub struct Rehearsals {
    db: Db,
    clock: Arc<dyn Clock>,
    keys: Keyring,
    access: Arc<Access>,
    auth: Arc<Auth>,
    set_up: Arc<SetUp>,
    students: Arc<Students>,
    classes: Arc<Classes>,
    exercises: Arc<Exercises>,
    walks: Arc<Semaphore>,
}

/// What the visitor's browser decides about the rehearsal.
pub struct OpenRehearsal {
    /// The sealed form that opens a class. A form that is sent twice opens one rehearsal.
    pub form: String,
    pub title: String,
    pub locale: Locale,
    /// What the simulated students write in the exercise *message*.
    pub message: String,
    pub address: Option<IpAddr>,
    pub owner: Option<Member>,
}

impl Rehearsals {
    pub(crate) fn new(
        core: &Core,
        access: &Arc<Access>,
        auth: &Arc<Auth>,
        set_up: &Arc<SetUp>,
        students: &Arc<Students>,
        classes: &Arc<Classes>,
        exercises: &Arc<Exercises>,
    ) -> Self {
        Self {
            db: core.db.clone(),
            clock: Arc::clone(&core.clock),
            keys: core.keys.clone(),
            access: Arc::clone(access),
            auth: Arc::clone(auth),
            set_up: Arc::clone(set_up),
            students: Arc::clone(students),
            classes: Arc::clone(classes),
            exercises: Arc::clone(exercises),
            walks: Arc::new(Semaphore::new(MAX_WALKS)),
        }
    }

    /// Opens a rehearsal and begins to move its students.
    pub async fn open(&self, request: OpenRehearsal) -> Result<OpenedClass> {
        let walking = Arc::clone(&self.walks).try_acquire_owned();
        let walking = walking.map_err(|_| Refusal::TooManyRehearsals)?;
        let OpenRehearsal {
            form,
            title,
            locale,
            message,
            address,
            owner,
        } = request;
        let opened = self
            .classes
            .open_class(OpenClass {
                form,
                seats: REHEARSAL_SEATS,
                title,
                locale,
                lesson: Preset::Minutes45.lesson([]),
                phones: true,
                self_join: false,
                life: Some(REHEARSAL_LIFE),
                address,
                rehearsal: true,
                owner,
            })
            .await?;
        if !opened.is_new {
            return Ok(opened);
        }
        let (service, class) = (self.clone(), opened.id);
        tokio::spawn(async move {
            if let Err(error) = service.walk_through(class, locale, message).await {
                tracing::warn!(%error, "the students of a rehearsal stand still");
            }
            drop(walking);
            tokio::time::sleep(REHEARSAL_LIFE).await;
            if let Err(error) = service.classes.purge_classes().await {
                tracing::warn!(%error, "an ended rehearsal is deleted by the next housekeeping");
            }
        });
        Ok(opened)
    }

    async fn walk_through(&self, class: ClassId, locale: Locale, message: String) -> Result<()> {
        let mut walk = self.walk(class, locale, message).await?;
        let begun = Instant::now();
        while !walk.is_over() {
            tokio::time::sleep(TICK).await;
            walk.advance(begun.elapsed()).await;
        }
        Ok(())
    }
}
