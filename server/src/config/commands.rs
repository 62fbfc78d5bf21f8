//! Settings of the commands besides `serve`, and of the storage that all commands use.

use super::{base_url, seconds};
use clap::{Args, Subcommand};
use std::{path::PathBuf, time::Duration};

#[derive(Debug, Subcommand)]
pub enum Admin {
    /// Create an administrator and print the link for setting the password (30 minutes)
    Create {
        /// 3 to 40 characters of a-z 0-9 . _ -
        username: String,
        email: String,
        #[command(flatten)]
        installation: Installation,
    },
    /// Print a link with which one person can register (one week)
    Invite {
        #[command(flatten)]
        installation: Installation,
    },
    /// Remove the second factors of a member who lost the phone and the recovery codes, and print the code for
    /// connecting a new one (24 hours)
    ResetFactors {
        username: String,
        #[command(flatten)]
        installation: Installation,
    },
    /// Deactivate a member; the data of the account stays
    Deactivate {
        username: String,
        #[command(flatten)]
        installation: Installation,
    },
    /// Reactivate a member
    Reactivate {
        username: String,
        #[command(flatten)]
        installation: Installation,
    },
}

#[derive(Debug, Subcommand)]
pub enum Migrate {
    /// Apply all missing migrations (the server does this at its start)
    Up {
        #[command(flatten)]
        storage: Storage,
    },
    /// List all migrations and whether they are applied
    Status {
        #[command(flatten)]
        storage: Storage,
    },
}

#[derive(Debug, Subcommand)]
pub enum KeysCommand {
    /// Show how many values each key encrypts; a key without values can be removed
    List {
        #[command(flatten)]
        storage: Storage,
    },
    /// Encrypt everything again with the first key while the server runs; can be interrupted and repeated
    Rotate {
        #[command(flatten)]
        storage: Storage,
    },
}

#[derive(Debug, Args)]
pub struct Backup {
    /// File to create; an existing file is not overwritten
    pub to: PathBuf,
    #[command(flatten)]
    pub storage: Storage,
}

/// Where the data is, and the base URL of links.
#[derive(Clone, Debug, Args)]
pub struct Installation {
    #[command(flatten)]
    pub storage: Storage,
    /// Public URL of the site, for the printed links
    #[arg(long, env = "STEPWISE_BASE_URL", default_value = "http://127.0.0.1:3000", value_name = "URL", value_parser = base_url)]
    pub base_url: String,
}

/// Where the data is, and the keys that encrypt it.
#[derive(Clone, Debug, Args)]
pub struct Storage {
    /// Folder for the embedded database and the generated keys
    #[arg(long, env = "STEPWISE_DATA", default_value = "./data", value_name = "FOLDER")]
    pub data: PathBuf,
    /// URL of the database (sqlite:, postgres: or mysql:). Without it, the database is embedded and lies in the data folder
    #[arg(long, env = "DATABASE_URL", value_name = "URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// Maximum number of connections to the database
    #[arg(long, env = "STEPWISE_DB_CONNECTIONS", default_value_t = 8, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub db_connections: u32,
    /// Maximum time to wait for the database at the start, in seconds
    #[arg(long, env = "STEPWISE_DB_WAIT", default_value = "60", value_name = "SECONDS", value_parser = seconds)]
    pub db_wait: Duration,
    /// Encryption keys as id:base64 of 32 bytes, separated by commas. All of them decrypt, the first one encrypts
    #[arg(long, env = "STEPWISE_SEAL_KEYS", value_name = "KEYS", hide_env_values = true)]
    pub seal_keys: Option<String>,
    /// Keys for keyed hashes, in the same format
    #[arg(long, env = "STEPWISE_MAC_KEYS", value_name = "KEYS", hide_env_values = true)]
    pub mac_keys: Option<String>,
    /// RSA key that signs the API tokens: PEM text or the path of a file
    #[arg(long, env = "STEPWISE_JWT_PRIVATE_KEY", value_name = "PEM", hide_env_values = true)]
    pub jwt_private_key: Option<String>,
    /// Further public keys whose tokens are accepted: PEM texts or paths of files, separated by commas
    #[arg(long, env = "STEPWISE_JWT_PUBLIC_KEYS", value_name = "PEM")]
    pub jwt_public_keys: Option<String>,
}

impl Storage {
    /// True for a database server, which several replicas can share. The keys of a shared database cannot be in the
    /// data folder of one machine.
    pub fn shares_database(&self) -> bool {
        self.database_url
            .as_deref()
            .is_some_and(|url| !url.starts_with("sqlite:"))
    }
}
