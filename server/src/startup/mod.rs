//! The parts of the start-up: database, migrations, keys, data folder, address and HTTP listener.

pub mod data_folder;
pub mod data_lock;
pub mod database;
pub mod error;
pub mod file_permissions;
pub mod http_server;
pub mod keys;
pub mod migrations;
pub mod network_drive;
pub mod network_interfaces;
mod private_folder;
pub mod site_address;
