//! The command `stepwise classroom`, which a double click runs too: the server with a start page in the browser.

use super::serve::{ClassroomStart, serve_classroom};
use crate::{
    classroom::{
        DataPlace, KnownFolders, is_started_by_double_click, open_in_browser, show_start_error,
        token_of_running_program,
    },
    config::{Classroom, Serve},
    operations::console,
    startup::{
        data_folder::prepare_folder,
        data_lock::DataLock,
        error::StartError,
        site_address::{beside_program, start_page_address},
    },
};
use std::io::{self, IsTerminal as _};

pub fn classroom(options: Classroom) -> Result<(), StartError> {
    let is_double_click = is_started_by_double_click();
    if is_double_click {
        console::ignore_clicks();
    }
    let started = start(&options);
    if let Err(error) = &started
        && is_double_click
    {
        show_start_error(error);
    }
    started
}

fn start(options: &Classroom) -> Result<(), StartError> {
    let place = DataPlace::choose(options.data.clone(), &beside_program(), KnownFolders::of_environment());
    let settings = Serve::of_classroom(&place.path)?;
    prepare_folder(&settings.storage)?;
    match DataLock::acquire(&settings.storage) {
        Ok(lock) => {
            let start = ClassroomStart {
                place,
                port: options.port,
                lock,
                opens_browser: !options.no_browser,
            };
            serve_classroom(settings, start)
        }
        Err(StartError::InUse(folder)) => {
            let (place, token) = token_of_running_program(&place.path).ok_or(StartError::InUse(folder))?;
            show_start_page((&place.host, place.port), &token, !options.no_browser);
            Ok(())
        }
        Err(error) => Err(error),
    }
}

/// Opens the start page in the browser. The address is also printed if somebody reads the output: the token in it works
/// once, and a log file must not contain it.
pub(super) fn show_start_page((host, port): (&str, u16), token: &str, opens_browser: bool) {
    let address = start_page_address(host, port, token);
    if !opens_browser || io::stdout().is_terminal() {
        super::terminal::print(format!("Start page: {address}"));
    }
    if opens_browser && let Err(error) = open_in_browser(&address) {
        tracing::warn!(%error, "the browser cannot be opened");
    }
}
