//! The parts of the start-up: database, migrations, keys, data folder, address and HTTP listener.

pub mod data_folder;
pub mod database;
pub mod error;
pub mod file_permissions;
pub mod http_server;
pub mod keys;
pub mod migrations;
mod network_interfaces;
pub mod site_address;
