//! Files that signed-in users download from pages.

pub mod account_data;
pub mod csv;
