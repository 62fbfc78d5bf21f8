//! Makes sure that only one server uses an embedded database. Two servers would each send messages, count wrong answers
//! and keep boards up to date without knowing of each other.

use super::{database, error::StartError};
use crate::config::Storage;
use std::{
    ffi::OsString,
    fs::{File, OpenOptions, TryLockError},
    path::{Path, PathBuf},
};

/// Holds the lock. The operating system releases it when the process ends, even if the process is killed.
#[derive(Debug)]
pub struct DataLock {
    _file: File,
}

impl DataLock {
    /// Locks the embedded database, or fails if another server uses it. `None` for a shared database, which replicas
    /// use together.
    pub fn acquire(settings: &Storage) -> Result<Option<Self>, StartError> {
        let Some(path) = lock_file(settings) else {
            return Ok(None);
        };
        let failed = |error| StartError::Folder {
            path: path.clone(),
            error,
        };
        let file = open(&path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Err(StartError::InUse(folder_of(&path))),
            Err(TryLockError::Error(error)) => Err(failed(error)),
        }
    }
}

/// The file that is locked. It is not the database itself, because SQLite has locks of its own there.
pub fn lock_file(settings: &Storage) -> Option<PathBuf> {
    let mut name = OsString::from(database::sqlite_file(settings)?);
    name.push(".lock");
    Some(name.into())
}

fn folder_of(file: &Path) -> PathBuf {
    file.parent().unwrap_or(file).to_owned()
}

fn open(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Cli, Command};
    use clap::Parser;

    fn storage(data: &Path, more: &[&str]) -> Storage {
        let data = data.to_str().unwrap();
        let cli = Cli::try_parse_from([&["stepwise", "serve", "--data", data], more].concat()).unwrap();
        match cli.command(false) {
            Command::Serve(serve) => serve.storage,
            _ => unreachable!("the arguments name the command serve"),
        }
    }

    #[test]
    fn a_second_server_gets_no_lock_until_the_first_has_ended() {
        let folder = tempfile::tempdir().unwrap();
        let settings = storage(folder.path(), &[]);
        let first = DataLock::acquire(&settings).unwrap();
        assert!(first.is_some());
        let refused = DataLock::acquire(&settings).unwrap_err();
        assert!(
            matches!(&refused, StartError::InUse(path) if path == folder.path()),
            "{refused}"
        );
        drop(first);
        assert!(DataLock::acquire(&settings).unwrap().is_some());
    }

    #[test]
    fn replicas_share_a_database_server() {
        let folder = tempfile::tempdir().unwrap();
        let settings = storage(folder.path(), &["--database-url", "postgres://db.example/stepwise"]);
        assert!(DataLock::acquire(&settings).unwrap().is_none());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
