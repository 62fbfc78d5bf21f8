//! What the class was told, from the walk to the check.

use crate::browser::Result;
use domain::stage::Stage;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fs::OpenOptions, io::Write, os::unix::fs::OpenOptionsExt, path::Path};

#[derive(Serialize, Deserialize)]
pub struct Notes {
    pub class: String,
    /// The teacher's browser.
    pub cookies: BTreeMap<String, String>,
    pub students: Vec<Told>,
    /// What the open board knew in the end, by asking for changes only.
    pub version: i64,
    pub shown: BTreeMap<u16, Vec<Stage>>,
}

/// What one student was told.
#[derive(Default, Serialize, Deserialize)]
pub struct Told {
    pub login: String,
    pub password: String,
    /// Acknowledged, in the order in which that came.
    pub stages: Vec<Stage>,
    /// The key whose code was given last.
    pub secret: Option<String>,
    /// The time step of the last code that was given, whatever became of it.
    pub last_step: u64,
    /// Time steps whose codes were accepted.
    pub accepted: Vec<u64>,
    /// Codes that were given twice at once.
    pub twice: usize,
    /// What may never happen.
    pub faults: Vec<String>,
}

impl Told {
    pub fn passed(&mut self, stage: Stage) {
        if !self.stages.contains(&stage) {
            self.stages.push(stage);
        }
    }

    /// A code was accepted: it must be later than all before.
    pub fn accepted(&mut self, step: u64) {
        if self.accepted.iter().any(|before| *before >= step) {
            let fault = format!(
                "{}: a code was accepted again, {step} after {:?}",
                self.login, self.accepted
            );
            self.faults.push(fault);
        }
        self.accepted.push(step);
    }
}

impl Notes {
    pub fn read(path: &Path) -> Result<Self> {
        Ok(serde_json::from_slice(&std::fs::read(path)?)?)
    }

    /// For the owner's eyes only.
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
