//! Files that signed-in users can download from pages.

pub mod account_data;
pub mod csv;
