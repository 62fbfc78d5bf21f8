//! The command `stepwise backup`: makes a consistent copy of the embedded database while the server continues to write.

use super::terminal::{print, run};
use crate::{
    config::Backup,
    startup::{data_folder::require_database, database, error::StartError},
};
use backend::db::Db;
use sea_orm::{ConnectionTrait, Statement};
use std::{
    ffi::OsString,
    fs::{self, File, OpenOptions},
    io,
    path::{Path, PathBuf},
};

pub fn backup(to: &Backup) -> Result<(), StartError> {
    run(async {
        write(to).await?;
        print(format!(
            "{} is a complete copy. Back up the keys too, in another place.",
            to.to.display()
        ));
        Ok(())
    })
}

/// Writes the copy, which only its owner can read. An existing file is never overwritten. The file gets its final name
/// when it is complete.
async fn write(backup: &Backup) -> Result<(), StartError> {
    if backup.storage.shares_database() {
        return Err(StartError::Refused(
            "a shared database is copied with its own tool: pg_dump, mariadb-dump".to_owned(),
        ));
    }
    refuse_existing_file(&backup.to)?;
    require_database(&backup.storage)?;
    let db = database::open(&backup.storage).await?;
    let copied = copy(&db, &backup.to).await;
    db.close().await;
    copied
}

fn refuse_existing_file(to: &Path) -> Result<(), StartError> {
    match to.exists() {
        true => Err(StartError::Refused(format!(
            "{}: there is a file already: choose another name",
            to.display()
        ))),
        false => Ok(()),
    }
}

async fn copy(db: &Db, to: &Path) -> Result<(), StartError> {
    let failed = |error: &dyn std::fmt::Display| {
        StartError::Refused(format!("the copy {} cannot be made: {error}", to.display()))
    };
    let draft = draft_path(to);
    let locked = lock(&draft).map_err(|error| failed(&error))?;
    // If a parallel run has finished the same copy before this run got the lock, the final name exists now.
    refuse_existing_file(to)?;
    let copied = async {
        // An earlier run that was killed can have left a draft with content, but `VACUUM INTO` needs an empty file.
        locked.set_len(0).map_err(|error| failed(&error))?;
        vacuum(db, &draft).await.map_err(|error| failed(&error))?;
        fs::rename(&draft, to).map_err(|error| failed(&error))
    };
    let copied = copied.await;
    if copied.is_err() {
        let _ = fs::remove_file(&draft);
    }
    copied
}

fn draft_path(to: &Path) -> PathBuf {
    let mut name = OsString::from(to);
    name.push(".draft");
    name.into()
}

/// Locks the draft, so that only one run at a time writes the draft. The operating system releases the lock when the
/// process ends, even if the process is killed.
fn lock(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    file.try_lock()?;
    Ok(file)
}

async fn vacuum(db: &Db, to: &Path) -> Result<(), sea_orm::DbErr> {
    let to = to.display().to_string();
    let copy = Statement::from_sql_and_values(db.backend(), "VACUUM INTO ?", [to.into()]);
    db.read.execute_raw(copy).await.map(drop)
}
