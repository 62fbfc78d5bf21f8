//! The reasons why a command or the server could not start, with messages for the operator at the terminal.

use super::keys::KeysError;
use std::{io, net::SocketAddr, path::PathBuf};
use thiserror::Error;

#[derive(Debug, Error)]
pub enum StartError {
    #[error("the folder {} cannot be used: {error}", path.display())]
    Folder { path: PathBuf, error: io::Error },
    #[error(transparent)]
    Keys(#[from] KeysError),
    #[error(
        "another Stepwise already uses the data in {}: stop it first, or choose another folder with --data",
        .0.display()
    )]
    InUse(PathBuf),
    #[error(
        "the folder {} is on a network drive ({kind}), where the database can be damaged: choose a folder on this \
         computer or on a USB stick with --data",
        path.display()
    )]
    NetworkDrive { path: PathBuf, kind: &'static str },
    #[error("the data in {} could not be deleted: {error}", path.display())]
    NotDeleted { path: PathBuf, error: io::Error },
    #[error("there is no database in {}", .0.display())]
    NoDatabase(PathBuf),
    #[error("the database gave no answer within {waited} s: {error}")]
    Database { waited: u64, error: String },
    #[error("the database is newer than this program ({0}); install the newer version")]
    NewerSchema(String),
    #[error("the database could not be brought up to date: {0}")]
    Migration(String),
    #[error(
        "the database could not be brought up to date: {0}; an earlier upgrade of this database was interrupted: see \
         \"An interrupted upgrade on MariaDB\" in docs/OPERATIONS.md"
    )]
    InterruptedMigration(String),
    #[error("{address} is taken by another program; choose another with {option}")]
    Taken { address: SocketAddr, option: &'static str },
    #[error("cannot listen on {address}: {error}")]
    Listen { address: SocketAddr, error: io::Error },
    #[error("the settings do not work: {0}")]
    Settings(String),
    #[error("the server stopped: {0}")]
    Stopped(io::Error),
    #[error("{0} does not answer as it should")]
    NotWell(SocketAddr),
    #[error("{0}")]
    Refused(String),
}

impl StartError {
    /// `option` is the command-line option that chooses another address.
    pub fn cannot_listen(address: SocketAddr, option: &'static str, error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::AddrInUse => Self::Taken { address, option },
            _ => Self::Listen { address, error },
        }
    }
}
