//! The window in which Windows shows the output of the program.

#[cfg(windows)]
use winsafe::{
    HSTD,
    co::{CONSOLE, STD_HANDLE},
};

/// Whether the window shows the colours of log lines. Windows prints their codes as text unless the program asks for
/// colours. Older versions cannot show them.
#[cfg(windows)]
pub fn shows_colours() -> bool {
    change_mode(STD_HANDLE::ERROR, |mode| {
        mode | CONSOLE::ENABLE_VIRTUAL_TERMINAL_PROCESSING
    })
}

#[cfg(not(windows))]
pub const fn shows_colours() -> bool {
    true
}

/// Lets the program continue when the user clicks into its window. By default a click selects text, and the next line of
/// output waits until the user ends the selection, and with it the whole server.
#[cfg(windows)]
pub fn ignore_clicks() {
    change_mode(STD_HANDLE::INPUT, |mode| {
        (mode | CONSOLE::ENABLE_EXTENDED_FLAGS) & !CONSOLE::ENABLE_QUICK_EDIT_MODE
    });
}

#[cfg(not(windows))]
pub const fn ignore_clicks() {}

/// Returns whether the standard handle belongs to a window that accepts the new mode.
#[cfg(windows)]
fn change_mode(name: STD_HANDLE, change: impl FnOnce(CONSOLE) -> CONSOLE) -> bool {
    let Ok(mut guard) = HSTD::GetStdHandle(name) else {
        return false;
    };
    // The guard would close the handle, which the standard library still needs.
    let handle = guard.leak();
    handle
        .GetConsoleMode()
        .is_ok_and(|mode| handle.SetConsoleMode(change(mode)).is_ok())
}
