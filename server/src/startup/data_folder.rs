//! The data folder: the embedded database, and the keys. The keys fit only the database with which they were generated.

use super::{
    database,
    keys::{self, KeysError},
    network_drive, private_folder,
};
use crate::{config::Storage, startup::error::StartError};
use backend::{Stepwise, crypto::TokenKeys, db};
use sea_orm::{ConnectionTrait, DbErr, Statement};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Creates the data folder if it is missing, readable by its owner only. An existing folder keeps its permissions;
/// `file_permissions` reports whether other users can read it. Returns the path of the generated keys, or `None` with a
/// shared database.
pub fn prepare_folder(settings: &Storage) -> Result<Option<PathBuf>, StartError> {
    if settings.shares_database() {
        return Ok(None);
    }
    let path = &settings.data;
    let failed = |error| StartError::Folder {
        path: path.clone(),
        error,
    };
    private_folder::create(path).map_err(failed)?;
    let probe = path.join(".writable");
    fs::write(&probe, b"")
        .and_then(|()| fs::remove_file(&probe))
        .map_err(failed)?;
    refuse_network_drive(settings)?;
    Ok(key_file(settings))
}

fn refuse_network_drive(settings: &Storage) -> Result<(), StartError> {
    let file = database::sqlite_file(settings);
    let folder = file.as_deref().and_then(Path::parent).unwrap_or(&settings.data);
    match network_drive::kind_of(folder) {
        Some(kind) => Err(StartError::NetworkDrive {
            path: folder.to_owned(),
            kind,
        }),
        None => Ok(()),
    }
}

/// The path of the generated keys. Unlike `prepare_folder`, this function creates nothing.
pub fn key_file(settings: &Storage) -> Option<PathBuf> {
    (!settings.shares_database()).then(|| settings.data.join("keys"))
}

/// Returns an error if the database file is missing, so that commands that read or copy a database do not create one.
pub fn require_database(settings: &Storage) -> Result<(), StartError> {
    match database::sqlite_file(settings) {
        Some(file) if !file.exists() => {
            let folder = file.parent().unwrap_or(&file);
            Err(StartError::NoDatabase(folder.to_owned()))
        }
        _ => Ok(()),
    }
}

/// Loads the configured or stored keys. If there are none, new keys are generated, but only for a database without
/// accounts: with new keys the server could not decrypt the stored secrets, and no student could sign in.
pub async fn load_keys(settings: &Storage, file: Option<&Path>) -> Result<keys::Keys, StartError> {
    if keys_are_missing(settings, file) && database_has_accounts(settings).await? {
        return Err(KeysError::Lost.into());
    }
    Ok(keys::load(
        settings.seal_keys.as_deref(),
        settings.mac_keys.as_deref(),
        file,
    )?)
}

/// Loads the configured or stored keys. Returns `None` if the next start of the server will generate them.
pub async fn find_keys(settings: &Storage, file: Option<&Path>) -> Result<Option<keys::Keys>, StartError> {
    if keys_are_missing(settings, file) && !database_has_accounts(settings).await? {
        return Ok(None);
    }
    load_keys(settings, file).await.map(Some)
}

fn keys_are_missing(settings: &Storage, file: Option<&Path>) -> bool {
    let given = settings.seal_keys.is_some() && settings.mac_keys.is_some();
    !given && file.is_some_and(|file| !file.exists())
}

async fn database_has_accounts(settings: &Storage) -> Result<bool, StartError> {
    if database::sqlite_file(settings).is_none_or(|file| !file.exists()) {
        return Ok(false);
    }
    let look = async {
        let db = db::connect(&database::url_of(settings), 1).await?;
        let found = has_accounts(&db.read).await;
        db.close().await;
        found
    };
    look.await.map_err(|error: DbErr| StartError::Database {
        waited: 0,
        error: error.to_string().replace('\n', " "),
    })
}

async fn has_accounts(db: &impl ConnectionTrait) -> Result<bool, DbErr> {
    for query in [
        "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'account'",
        "SELECT 1 FROM account LIMIT 1",
    ] {
        let statement = Statement::from_string(db.get_database_backend(), query);
        if db.query_one_raw(statement).await?.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Checks that the keys can decrypt the newest student password and the newest second factor in the database. With
/// wrong keys, no user could sign in.
pub async fn require_matching_keys(stepwise: &Stepwise) -> Result<(), StartError> {
    stepwise.operations.can_open_all().await.map_err(|error| match error {
        backend::Error::Sealing(error) => KeysError::OfAnotherDatabase(error.to_string()).into(),
        error => StartError::Refused(error.to_string()),
    })
}

/// Loads the keys for API tokens. They have their own file beside the other keys, because tools that check tokens
/// expect a PEM file.
pub fn load_token_keys(settings: &Storage, key_file: Option<&Path>) -> Result<TokenKeys, KeysError> {
    let file = token_file(key_file);
    let (private, public) = (settings.jwt_private_key.as_deref(), settings.jwt_public_keys.as_deref());
    keys::load_token_keys(private, public, file.as_deref())
}

/// True if no key for API tokens is configured or stored, and `load_token_keys` therefore generates one.
pub fn lacks_token_key(settings: &Storage, key_file: Option<&Path>) -> bool {
    settings.jwt_private_key.is_none() && token_file(key_file).is_some_and(|file| !file.exists())
}

fn token_file(key_file: Option<&Path>) -> Option<PathBuf> {
    key_file.map(|keys| keys.with_file_name("jwt.pem"))
}
