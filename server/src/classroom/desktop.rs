//! The desktop of the user: whether the program was started there, and its browser.

#[cfg(any(windows, test))]
mod parent;

use crate::startup::error::StartError;
#[cfg(unix)]
use std::io::IsTerminal as _;
use std::{
    env,
    fs::OpenOptions,
    io::{self, Write as _},
    path::PathBuf,
    process::{Command, Stdio},
};
use url::Url;

/// Whether a double click has started the program, or *Open* in a browser. A start in a terminal, by a service manager
/// or in a container is none.
pub fn is_started_by_double_click() -> bool {
    env::args_os().len() == 1 && !has_settings() && is_on_desktop()
}

/// Whether the environment configures a server.
fn has_settings() -> bool {
    env::vars_os().any(|(name, _)| {
        let name = name.to_string_lossy();
        name.starts_with("STEPWISE_") || name == "DATABASE_URL"
    })
}

/// A file manager starts a program without a terminal. A service has none either, but no display.
#[cfg(unix)]
fn is_on_desktop() -> bool {
    let has_terminal = io::stdin().is_terminal() || io::stdout().is_terminal() || io::stderr().is_terminal();
    let is_set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    !has_terminal && (is_set("DISPLAY") || is_set("WAYLAND_DISPLAY"))
}

/// Windows opens a terminal for every program of this kind, also after a double click, so the parent of the program
/// decides. After a double click this is one of many file managers and browsers.
#[cfg(windows)]
fn is_on_desktop() -> bool {
    parent::file_name().is_some_and(|name| !parent::is_shell_or_service(&name))
}

/// Opens an address in the browser that the user has chosen in the system.
pub fn open_in_browser(address: &str) -> io::Result<()> {
    opener()?
        .arg(address)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map(drop)
}

/// The program of the system that opens an address.
#[cfg(unix)]
fn opener() -> io::Result<Command> {
    Ok(Command::new(if cfg!(target_os = "macos") {
        "open"
    } else {
        "xdg-open"
    }))
}

/// The full path is needed: Windows looks for a program in the folder of this one first, which is often the folder for
/// downloads, where other files with the name of a program can lie.
#[cfg(windows)]
fn opener() -> io::Result<Command> {
    let system = winsafe::GetSystemDirectory().map_err(io::Error::other)?;
    let mut program = Command::new(PathBuf::from(system).join("rundll32.exe"));
    program.arg("url.dll,FileProtocolHandler");
    Ok(program)
}

/// Shows in the browser why the program did not start: a user who has started it by a double click sees no error output.
pub fn show_start_error(error: &StartError) {
    let shown = write_error_page(error).and_then(|page| {
        let address = Url::from_file_path(page).map_err(|()| io::ErrorKind::InvalidFilename)?;
        open_in_browser(address.as_str())
    });
    if let Err(error) = shown {
        tracing::warn!(%error, "the reason cannot be shown in the browser");
    }
}

/// Writes the page into a new file, because other users can create files in the same folder.
fn write_error_page(error: &StartError) -> io::Result<PathBuf> {
    let name = format!("stepwise-{}.html", backend::random::token().map_err(io::Error::other)?);
    let path = env::temp_dir().join(name);
    let mut file = OpenOptions::new().write(true).create_new(true).open(&path)?;
    file.write_all(super::page::start_error(error).into_string().as_bytes())?;
    Ok(path)
}
