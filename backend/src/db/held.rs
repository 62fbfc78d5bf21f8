//! SQLite's connections, held by ourselves and asked where the request is worked on. A driver that gives each connection a
//! thread of its own spends more on going there and back than SQLite on the answer, and a lesson asks thousands of times.

use super::{
    connect::{PATIENCE, Pool, count},
    lent::{Lent, is_undone},
};
use rusqlite::{Connection, OpenFlags};
use sea_orm::{ConnAcquireErr, DbErr, RuntimeErr};
use std::{
    fmt,
    fs::OpenOptions,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{sync::Semaphore, task::consume_budget, time::timeout};

/// Of each connection: more than we have different ones.
const STATEMENTS: usize = 200;

/// Moving the log into the file waits for the disk; `keep_log_short` does it beside the work. A command that runs without a
/// server does it here.
const TUNED: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; \
     PRAGMA wal_autocheckpoint = 40000";

/// Where the database is, and whether it may be made.
#[derive(Clone, Debug)]
pub struct File {
    pub path: PathBuf,
    pub create: bool,
}

impl File {
    fn open(&self) -> rusqlite::Result<Connection> {
        let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        flags.set(OpenFlags::SQLITE_OPEN_CREATE, self.create);
        if self.create {
            make_private(&self.path);
        }
        let connection = Connection::open_with_flags(&self.path, flags)?;
        connection.busy_timeout(PATIENCE)?;
        connection.execute_batch(TUNED)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        // From here on nobody waits in a thread that others need.
        connection.busy_timeout(Duration::ZERO)?;
        Ok(connection)
    }
}

/// Creates the file, if it is missing, for its owner only. SQLite would create it for everybody whom the umask allows, and
/// gives the files beside it (`-wal`, `-shm`) the mode of the first. An error here is found again, and reported, by SQLite.
fn make_private(path: &Path) {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let _ = options.open(path);
}

/// So many connections to one file, opened when they are needed and kept.
pub struct Held {
    file: File,
    most: u32,
    room: Arc<Semaphore>,
    /// The one that came back last is taken first: it has what it needs in its cache.
    resting: Mutex<Vec<Connection>>,
}

impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Held").field("most", &self.most).finish_non_exhaustive()
    }
}

impl Held {
    /// Opens the first one: a file that cannot be opened is known at the start.
    pub fn open(file: File, most: u32) -> Result<Arc<Self>, DbErr> {
        let first = file.open().map_err(|error| not_open(&error))?;
        Ok(Arc::new(Self {
            file,
            most,
            room: Arc::new(Semaphore::new(most as usize)),
            resting: Mutex::new(vec![first]),
        }))
    }

    /// One that is nobody else's until it is dropped.
    pub async fn lend(self: &Arc<Self>) -> Result<Lent, DbErr> {
        // Nothing here waits as a rule: whoever asks a thousand times lets others have their turn in between.
        consume_budget().await;
        let room = match Arc::clone(&self.room).try_acquire_owned() {
            Ok(room) => room,
            Err(_) => timeout(PATIENCE, Arc::clone(&self.room).acquire_owned())
                .await
                .map_err(|_| DbErr::ConnectionAcquire(ConnAcquireErr::Timeout))?
                .map_err(|_| DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed))?,
        };
        let resting = self.resting().pop();
        let connection = match resting {
            Some(connection) => connection,
            None => self.file.open().map_err(|error| not_open(&error))?,
        };
        Ok(Lent::new(connection, Arc::clone(self), room))
    }

    /// What somebody began and did not end is undone before anybody else has the connection. One that cannot undo is closed:
    /// what came later on it would be acknowledged and never kept.
    pub(super) fn take_back(&self, connection: Connection) {
        if is_undone(&connection) {
            self.resting().push(connection);
        }
    }

    pub fn figures(&self) -> Pool {
        let idle = count(self.resting().len());
        let lent = self.most.saturating_sub(count(self.room.available_permits()));
        Pool {
            open: idle + lent,
            idle,
        }
    }

    /// Waits for those that are lent; nothing is lent any more.
    pub async fn close(&self) {
        let all = timeout(PATIENCE, self.room.acquire_many(self.most)).await;
        self.room.close();
        if all.is_err() {
            tracing::warn!("a connection to the database did not come back");
        }
        let resting = core::mem::take(&mut *self.resting());
        for connection in resting {
            if let Err((_, error)) = connection.close() {
                tracing::debug!(%error, "closing the database");
            }
        }
    }

    fn resting(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.resting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn not_open(error: &rusqlite::Error) -> DbErr {
    DbErr::Conn(RuntimeErr::Internal(error.to_string()))
}
