//! Settings of the commands besides `serve`, and of the storage that all commands use.

use super::{base_url, seconds};
use clap::{Args, Subcommand};
use std::{path::PathBuf, time::Duration};

#[derive(Debug, Subcommand)]
pub enum Admin {
    /// Make an administrator; prints the link by which she sets her password (30 minutes)
    Create {
        /// 3 to 40 of a-z 0-9 . _ -
        username: String,
        email: String,
        #[command(flatten)]
        installation: Installation,
    },
    /// Print a link with which one person may register, within a week
    Invite {
        #[command(flatten)]
        installation: Installation,
    },
    /// Take the second factor off a member who has lost her phone and her recovery codes; prints the code with which
    /// she connects a new one (24 hours)
    ResetFactors {
        username: String,
        #[command(flatten)]
        installation: Installation,
    },
    /// Shut a member out; what is hers stays
    Deactivate {
        username: String,
        #[command(flatten)]
        installation: Installation,
    },
    /// Let a member in again who was shut out
    Reactivate {
        username: String,
        #[command(flatten)]
        installation: Installation,
    },
}

#[derive(Debug, Subcommand)]
pub enum Migrate {
    /// Apply what is missing (the server does so at its start)
    Up {
        #[command(flatten)]
        storage: Storage,
    },
    /// List the steps and whether they were applied
    Status {
        #[command(flatten)]
        storage: Storage,
    },
}

#[derive(Debug, Subcommand)]
pub enum KeysCommand {
    /// How much each key has sealed: one that has sealed nothing can be dropped
    List {
        #[command(flatten)]
        storage: Storage,
    },
    /// Seal everything again under the first key, while the server runs; can be interrupted and run again
    Rotate {
        #[command(flatten)]
        storage: Storage,
    },
}

#[derive(Debug, Args)]
pub struct Backup {
    /// The file to make; nothing is written over
    pub to: PathBuf,
    #[command(flatten)]
    pub storage: Storage,
}

/// Where the data is, and where links lead.
#[derive(Clone, Debug, Args)]
pub struct Installation {
    #[command(flatten)]
    pub storage: Storage,
    /// The address people type, for the links that are printed
    #[arg(long, env = "STEPWISE_BASE_URL", default_value = "http://127.0.0.1:3000", value_name = "URL", value_parser = base_url)]
    pub base_url: String,
}

/// Where the data is and what it is sealed with.
#[derive(Clone, Debug, Args)]
pub struct Storage {
    /// The folder for the embedded database and the generated keys
    #[arg(long, env = "STEPWISE_DATA", default_value = "./data", value_name = "FOLDER")]
    pub data: PathBuf,
    /// sqlite:, postgres: or mysql: address of the database; without it an embedded one in the data folder
    #[arg(long, env = "DATABASE_URL", value_name = "URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// Connections to the database at most
    #[arg(long, env = "STEPWISE_DB_CONNECTIONS", default_value_t = 8, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub db_connections: u32,
    /// How long to wait for the database at the start
    #[arg(long, env = "STEPWISE_DB_WAIT", default_value = "60", value_name = "SECONDS", value_parser = seconds)]
    pub db_wait: Duration,
    /// Keys that seal secrets, as id:base64 of 32 bytes, separated by commas; all open, the first seals
    #[arg(long, env = "STEPWISE_SEAL_KEYS", value_name = "KEYS", hide_env_values = true)]
    pub seal_keys: Option<String>,
    /// Keys for keyed hashes, in the same form
    #[arg(long, env = "STEPWISE_MAC_KEYS", value_name = "KEYS", hide_env_values = true)]
    pub mac_keys: Option<String>,
    /// The RSA key that signs the API's tokens, as PEM or as the file it is in
    #[arg(long, env = "STEPWISE_JWT_PRIVATE_KEY", value_name = "PEM", hide_env_values = true)]
    pub jwt_private_key: Option<String>,
    /// Public keys of other tokens that are believed too, as PEM or files, separated by commas
    #[arg(long, env = "STEPWISE_JWT_PUBLIC_KEYS", value_name = "PEM")]
    pub jwt_public_keys: Option<String>,
}

impl Storage {
    /// True for a database that other replicas share. Its keys cannot live in the folder of this machine.
    pub fn shares_database(&self) -> bool {
        self.database_url
            .as_deref()
            .is_some_and(|url| !url.starts_with("sqlite:"))
    }
}
