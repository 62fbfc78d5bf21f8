//! Runs a command until it is finished, and prints its results.

use crate::startup::error::StartError;
use std::io::{self, Write};

pub(super) fn run(work: impl Future<Output = Result<(), StartError>>) -> Result<(), StartError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(StartError::Stopped)?;
    runtime.block_on(work)
}

/// Prints a result to standard output, where scripts read it.
pub(super) fn print(line: String) {
    // A closed pipe is no error: the program that reads the output has read enough.
    let _ = writeln!(io::stdout(), "{line}");
}
