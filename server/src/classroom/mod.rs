//! Classroom mode: the program was started by a double click on the computer of a teacher. It opens a start page in the
//! browser of that computer, which leads to the lesson, and a check page for other devices.

mod access;
mod announced_name;
mod check_page;
mod closing;
mod data_place;
mod desktop;
mod network;
mod page;
mod peer_owner;
mod ports;
mod running_program;
mod start_page;
mod upkeep;
mod visits;

pub use access::StartAccess;
pub use announced_name::AnnouncedName;
pub use closing::{Closing, delete_data};
pub use data_place::{DataPlace, KnownFolders, Reason};
pub use desktop::{is_started_by_double_click, open_in_browser, show_start_error};
pub use network::Network;
pub use ports::{OwnListener, listen};
pub use running_program::{RunningProgram, token_of_running_program};
pub use start_page::{PagesState, routes};
pub use upkeep::watch;
pub use visits::Visits;

use domain::time::Timestamp;
use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

/// What the pages of the classroom mode show and do.
pub struct Classroom {
    pub access: StartAccess,
    pub network: Network,
    pub name: AnnouncedName,
    pub visits: Visits,
    pub place: DataPlace,
    pub closing: Arc<Closing>,
    /// The executable, if it runs under Windows: the start page shows how to allow it in the firewall.
    pub program: Option<PathBuf>,
    /// When the computer last woke up, or its clock was changed.
    jumped_at: Mutex<Option<Timestamp>>,
}

impl Classroom {
    pub fn new(
        access: StartAccess,
        network: Network,
        name: AnnouncedName,
        place: DataPlace,
        closing: Arc<Closing>,
        program: Option<PathBuf>,
    ) -> Self {
        Self {
            access,
            network,
            name,
            visits: Visits::default(),
            place,
            closing,
            program,
            jumped_at: Mutex::default(),
        }
    }

    pub fn data(&self) -> &PathBuf {
        &self.place.path
    }

    /// Remembers that the computer woke up, or that its clock was changed.
    pub fn note_jump(&self, now: Timestamp) {
        *self.jumped_at.lock().unwrap_or_else(PoisonError::into_inner) = Some(now);
    }

    fn jumped_at(&self) -> Option<Timestamp> {
        *self.jumped_at.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
