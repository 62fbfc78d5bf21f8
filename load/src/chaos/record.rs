//! The file in which the command `walk` records the acknowledgements of the servers, for the command `check`.

use super::{board::Shown, staleness::Report};
use crate::browser::Result;
use domain::stage::Stage;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fs::OpenOptions, io::Write, os::unix::fs::OpenOptionsExt, path::Path};

#[derive(Serialize, Deserialize)]
pub struct RunRecord {
    pub class: String,
    /// Cookies of the teacher's browser.
    pub cookies: BTreeMap<String, String>,
    pub students: Vec<StudentRecord>,
    /// What the open boards showed at the end of `walk`. They were never reloaded.
    pub boards: Vec<Shown>,
    pub staleness: Report,
}

/// The acknowledgements that one student has received from the servers.
#[derive(Default, Serialize, Deserialize)]
pub struct StudentRecord {
    pub login: String,
    pub password: String,
    /// Acknowledged stages, in the order of the acknowledgements.
    pub stages: Vec<Stage>,
    /// The secret of the authenticator that computed the last code.
    pub secret: Option<String>,
    /// Time step of the last code that was sent, accepted or not.
    pub last_step: u64,
    /// Time steps whose codes were accepted.
    pub accepted: Vec<u64>,
    /// Number of codes that were sent in two simultaneous requests.
    pub twice: usize,
    /// Codes that were accepted though the same or a later code had been accepted before. The database can forget an
    /// accepted code if an older copy replaces it.
    pub repeated: Vec<String>,
    /// Other violations of the server's rules, such as a code that was accepted in two simultaneous requests.
    pub faults: Vec<String>,
}

impl StudentRecord {
    pub fn passed(&mut self, stage: Stage) {
        if !self.stages.contains(&stage) {
            self.stages.push(stage);
        }
    }

    /// Records an accepted code. Its time step must be later than the steps of all codes accepted before.
    pub fn accepted(&mut self, step: u64) {
        if self.accepted.iter().any(|before| *before >= step) {
            let fault = format!(
                "{}: a code was accepted again, {step} after {:?}",
                self.login, self.accepted
            );
            self.repeated.push(fault);
        }
        self.accepted.push(step);
    }
}

impl RunRecord {
    pub fn read(path: &Path) -> Result<Self> {
        Ok(serde_json::from_slice(&std::fs::read(path)?)?)
    }

    /// Writes the file with permissions for its owner only, because it contains passwords and keys.
    pub fn write(&self, path: &Path) -> Result<()> {
        let mut file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(path)?;
        Ok(file.write_all(&serde_json::to_vec(self)?)?)
    }
}
