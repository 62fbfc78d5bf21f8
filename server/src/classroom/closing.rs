//! Ends the program by a button of the start page, and deletes the data if the teacher wants it.

use crate::{
    config::Storage,
    startup::{data_lock::lock_file, database::FILE_NAME},
};
use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
};
use tokio::sync::Notify;

#[derive(Default)]
pub struct Closing {
    requested: Notify,
    deletes: AtomicBool,
}

impl Closing {
    pub fn close(&self) {
        self.requested.notify_one();
    }

    /// Closes the program. The data is deleted when no request uses it any more.
    pub fn delete_and_close(&self) {
        self.deletes.store(true, Ordering::SeqCst);
        self.close();
    }

    pub async fn requested(&self) {
        self.requested.notified().await;
    }

    pub fn deletes(&self) -> bool {
        self.deletes.load(Ordering::SeqCst)
    }
}

/// Deletes everything that the program has created in the data folder, and the folder if nothing else is in it. Files
/// that are already away are no error.
pub fn delete_data(storage: &Storage) -> io::Result<()> {
    let folder = &storage.data;
    for file in data_files(storage, folder) {
        absent_is_fine(fs::remove_file(file))?;
    }
    absent_is_fine(fs::remove_dir_all(folder.join("outbox")))?;
    // A folder with files of the user stays.
    let _ = fs::remove_dir(folder);
    Ok(())
}

fn data_files(storage: &Storage, folder: &Path) -> Vec<PathBuf> {
    let database = folder.join(FILE_NAME);
    let beside = |end: &str| {
        let mut name = database.clone().into_os_string();
        name.push(end);
        PathBuf::from(name)
    };
    let mut files: Vec<PathBuf> = ["", "-wal", "-shm"].iter().map(|end| beside(end)).collect();
    files.extend(
        [
            "keys",
            "keys.draft",
            "jwt.pem",
            "jwt.draft",
            super::running_program::FILE,
        ]
        .map(|name| folder.join(name)),
    );
    files.extend(lock_file(storage));
    files
}

fn absent_is_fine(done: io::Result<()>) -> io::Result<()> {
    match done {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}
