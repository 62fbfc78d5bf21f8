//! Chooses the data folder of the classroom mode: beside the program, so that a USB stick holds both, or in the folder of
//! the user.

use crate::startup::network_drive;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Name of the folder beside the program.
const BESIDE: &str = "stepwise-data";

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataPlace {
    pub path: PathBuf,
    pub reason: Reason,
}

/// Why the data is there, for the start page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    BesideProgram,
    /// The folder of the program cannot be written to, or is on a network drive.
    UserFolder,
    /// `--data` or `STEPWISE_DATA` names the folder.
    Given,
}

impl DataPlace {
    pub fn choose(given: Option<PathBuf>, program: &Path, user_folder: Option<PathBuf>) -> Self {
        if let Some(path) = given {
            return Self {
                path: std::path::absolute(&path).unwrap_or(path),
                reason: Reason::Given,
            };
        }
        let beside = program.join(BESIDE);
        match user_folder {
            Some(path) if !is_usable(&beside) => Self {
                path,
                reason: Reason::UserFolder,
            },
            _ => Self {
                path: beside,
                reason: Reason::BesideProgram,
            },
        }
    }
}

/// Whether the database can lie in the folder. Creates the folder for this test, and removes it if it is of no use.
fn is_usable(folder: &Path) -> bool {
    let is_new = !folder.exists();
    if fs::create_dir_all(folder).is_err() {
        return false;
    }
    let probe = folder.join(".writable");
    let is_usable = fs::write(&probe, b"").is_ok() && network_drive::kind_of(folder).is_none();
    let _ = fs::remove_file(&probe);
    if is_new {
        let _ = fs::remove_dir(folder);
    }
    is_usable
}

/// The folder in which programs of this user keep their data; `None` if the environment does not name one.
pub fn user_folder() -> Option<PathBuf> {
    let variable = |name: &str| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    if cfg!(windows) {
        variable("LOCALAPPDATA").map(|folder| folder.join("Stepwise"))
    } else if cfg!(target_os = "macos") {
        variable("HOME").map(|home| home.join("Library/Application Support/Stepwise"))
    } else {
        let folder = variable("XDG_DATA_HOME").or_else(|| variable("HOME").map(|home| home.join(".local/share")));
        folder.map(|folder| folder.join("stepwise"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_is_beside_the_program_if_that_folder_can_be_used() {
        let program = tempfile::tempdir().unwrap();
        let user = Some(PathBuf::from("/home/teacher/.local/share/stepwise"));
        let place = DataPlace::choose(None, program.path(), user.clone());
        assert_eq!(
            (place.path, place.reason),
            (program.path().join(BESIDE), Reason::BesideProgram)
        );
        assert_eq!(
            fs::read_dir(program.path()).unwrap().count(),
            0,
            "nothing is left behind"
        );
        // A file with the name of the folder makes it unusable for every user, also for root.
        fs::write(program.path().join(BESIDE), b"").unwrap();
        let place = DataPlace::choose(None, program.path(), user.clone());
        assert_eq!((Some(place.path), place.reason), (user, Reason::UserFolder));
    }

    #[test]
    fn a_given_folder_is_used_in_any_case() {
        let place = DataPlace::choose(Some("/srv/lesson".into()), Path::new("/opt"), None);
        assert_eq!(
            (place.path, place.reason),
            (PathBuf::from("/srv/lesson"), Reason::Given)
        );
    }
}
