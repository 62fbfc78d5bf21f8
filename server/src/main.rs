//! Entry point of the program `stepwise`: runs the command that the arguments name.

// The types of whole pages are nested more deeply than the compiler's default limit allows.
#![recursion_limit = "512"]

use clap::Parser;
use server::{
    classroom::is_started_by_double_click,
    commands,
    config::{Cli, Command, LogFormat, without_secrets},
    operations::logging,
};
use std::process::ExitCode;

/// Rendering a page allocates many small strings. The allocator of the system took a tenth of the rendering time, so
/// the program uses mimalloc.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::try_parse().unwrap_or_else(|error| without_secrets(error).exit());
    let command = cli.command(is_started_by_double_click());
    let for_programs = matches!(&command, Command::Serve(serve) if serve.log_format == LogFormat::Json);
    let outcome = match command {
        Command::Serve(serve) => commands::serve(serve),
        Command::Classroom(options) => commands::classroom(options),
        Command::Healthcheck(address) => commands::healthcheck(&address),
        Command::Admin(act) => commands::admin(act),
        Command::Migrate(act) => commands::migrate(act),
        Command::Keys(act) => commands::keys(act),
        Command::Backup(to) => commands::backup(&to),
        Command::Check(settings) => commands::check(&settings),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Errors go to standard error, because operators and service managers look for errors there.
            if for_programs {
                eprintln!("{}", logging::fatal(&error));
            } else {
                eprintln!("stepwise: {error}");
            }
            ExitCode::FAILURE
        }
    }
}
