//! CSV tables that teachers and administrators download.

mod audit;
mod grades;
mod handouts;
mod results;

pub use audit::audit_csv;
pub use grades::grades_csv;
pub use handouts::handouts_csv;
pub use results::{results_csv, results_table};

use domain::csv_writer::{CsvWriter, file_name};

/// A table with the name under which the browser saves it.
pub struct CsvFile {
    pub name: String,
    pub text: String,
}

impl CsvFile {
    /// `kind` says what the table of the class contains.
    fn new(class: &str, kind: &str, csv: CsvWriter) -> Self {
        Self {
            name: file_name(class, kind),
            text: csv.into_text(),
        }
    }
}
