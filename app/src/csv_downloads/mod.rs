//! CSV tables that teachers and administrators download.

mod audit;
mod handouts;
mod results;

pub use audit::audit_csv;
pub use handouts::handouts_csv;
pub use results::{results_csv, results_table};
