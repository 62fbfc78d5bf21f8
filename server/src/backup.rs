//! A copy of the embedded database, whole and of one moment, while the server goes on writing.

use crate::{
    config::Backup,
    start::{StartError, open_database},
};
use backend::db::Db;
use sea_orm::{ConnectionTrait, Statement};
use std::{
    fs::{self, OpenOptions},
    io,
    path::Path,
};

/// Never over something that is there; readable by its owner only; whole or not at all.
pub async fn write(backup: &Backup) -> Result<(), StartError> {
    let failed = |error| StartError::Folder {
        path: backup.to.clone(),
        error,
    };
    if backup.storage.shares_database() {
        return Err(StartError::Refused(
            "a database that is a server of its own is copied by its own tool: pg_dump, mariadb-dump".to_owned(),
        ));
    }
    if backup.to.exists() {
        return Err(failed(io::ErrorKind::AlreadyExists.into()));
    }
    let draft = backup.to.with_extension("draft");
    reserve(&draft).map_err(failed)?;
    let db = open_database(&backup.storage).await?;
    let copied = copy(&db, &draft).await;
    db.close().await;
    if let Err(error) = copied {
        let _ = fs::remove_file(&draft);
        return Err(StartError::Refused(format!("the copy failed: {error}")));
    }
    fs::rename(&draft, &backup.to).map_err(failed)
}

fn reserve(path: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.sync_all()
}

async fn copy(db: &Db, to: &Path) -> Result<(), sea_orm::DbErr> {
    let to = to.display().to_string();
    let copy = Statement::from_sql_and_values(db.backend(), "VACUUM INTO ?", [to.into()]);
    db.read.execute_raw(copy).await.map(drop)
}
