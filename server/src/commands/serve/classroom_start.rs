//! What the start of the classroom mode adds to the start of the server.

use crate::{
    classroom::{AnnouncedName, Classroom, Closing, DataPlace, Network, RunningProgram, StartAccess, watch},
    commands::classroom::show_start_page,
    startup::{data_lock::DataLock, error::StartError, network_interfaces::lan_addresses},
};
use app::request::Site;
use domain::time::Timestamp;
use std::{env, sync::Arc};

pub struct ClassroomStart {
    pub place: DataPlace,
    /// The port that the user wants.
    pub port: Option<u16>,
    /// The lock of the data, until the server takes it.
    pub lock: Option<DataLock>,
    pub opens_browser: bool,
}

impl ClassroomStart {
    /// The state of the start page, and the tasks that keep it up to date.
    pub fn pages(&self, port: u16, site: &Site, closing: &Arc<Closing>) -> Result<Arc<Classroom>, StartError> {
        let access = StartAccess::new().map_err(|error| StartError::Settings(error.to_string()))?;
        let network = Network::new(port, site.lan.clone());
        network.refresh(lan_addresses());
        let name = AnnouncedName::default();
        name.refresh(&network.addresses());
        let program = env::current_exe().ok().filter(|_| cfg!(windows));
        let pages = Classroom::new(access, network, name, self.place.clone(), Arc::clone(closing), program);
        let pages = Arc::new(pages);
        tokio::spawn(watch(Arc::clone(&pages)));
        Ok(pages)
    }

    /// Opens the start page under this host, and lets a second start of the program find this one.
    pub fn open(self, host: &'static str, pages: &Classroom, now: Timestamp) -> Result<RunningProgram, StartError> {
        let failed = |error: backend::Error| StartError::Settings(error.to_string());
        let port = pages.network.port;
        let entry = RunningProgram::announce(pages.data(), (host, port), pages.access.key()).map_err(|error| {
            StartError::Folder {
                path: pages.data().clone(),
                error,
            }
        })?;
        let token = pages.access.issue(now).map_err(failed)?;
        show_start_page((host, port), &token, self.opens_browser);
        Ok(entry)
    }
}
