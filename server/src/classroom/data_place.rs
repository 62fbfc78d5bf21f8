//! Chooses the data folder of the classroom mode: beside the program, so that a USB stick holds both, or in the folder of
//! the user.

use crate::startup::{database::FILE_NAME, network_drive};
use std::{
    env, fs,
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
    /// OneDrive copies the folder of the program to the cloud: the keys, and the database while it is written.
    CopiedToCloud,
    /// The folder of the user has a database, and beside the program there is none, for example because a new version
    /// lies in another folder.
    EarlierData,
    /// `--data` or `STEPWISE_DATA` names the folder.
    Given,
}

impl DataPlace {
    pub fn choose(given: Option<PathBuf>, program: &Path, folders: KnownFolders) -> Self {
        if let Some(path) = given {
            return Self {
                path: std::path::absolute(&path).unwrap_or(path),
                reason: Reason::Given,
            };
        }
        let beside = program.join(BESIDE);
        let Some(user) = folders.user else {
            return Self::beside_program(beside);
        };
        let is_copied = folders.cloud.iter().any(|cloud| is_below(&beside, cloud));
        // Data that an older version has stored there must not seem to be lost.
        let reason = if is_copied && !has_database(&beside) {
            Reason::CopiedToCloud
        } else if !is_usable(&beside) {
            Reason::UserFolder
        } else if has_database(&user) && !has_database(&beside) {
            Reason::EarlierData
        } else {
            return Self::beside_program(beside);
        };
        Self { path: user, reason }
    }

    fn beside_program(path: PathBuf) -> Self {
        Self {
            path,
            reason: Reason::BesideProgram,
        }
    }
}

/// Folders that the environment names.
#[derive(Debug, Default)]
pub struct KnownFolders {
    /// The folder in which programs of this user keep their data.
    pub user: Option<PathBuf>,
    /// The folders that OneDrive copies to the cloud.
    pub cloud: Vec<PathBuf>,
}

impl KnownFolders {
    pub fn of_environment() -> Self {
        Self::of(|name| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from))
    }

    fn of(variable: impl Fn(&str) -> Option<PathBuf>) -> Self {
        let user = if cfg!(windows) {
            variable("LOCALAPPDATA").map(|folder| folder.join("Stepwise"))
        } else if cfg!(target_os = "macos") {
            variable("HOME").map(|home| home.join("Library/Application Support/Stepwise"))
        } else {
            let folder = variable("XDG_DATA_HOME").or_else(|| variable("HOME").map(|home| home.join(".local/share")));
            folder.map(|folder| folder.join("stepwise"))
        };
        // A computer can have two: one of the school, and one of the person.
        let cloud = ["OneDrive", "OneDriveCommercial", "OneDriveConsumer"];
        Self {
            user,
            cloud: cloud.into_iter().filter_map(variable).collect(),
        }
    }
}

/// Whether the folder is the other one or lies in it. Windows ignores case, and knows two separators.
fn is_below(folder: &Path, other: &Path) -> bool {
    let (folder, other) = (comparable(folder), comparable(other));
    folder
        .strip_prefix(other.as_str())
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn comparable(path: &Path) -> String {
    let path = path.to_string_lossy().to_lowercase().replace('\\', "/");
    path.trim_start_matches("//?/").trim_end_matches('/').to_owned()
}

fn has_database(folder: &Path) -> bool {
    folder.join(FILE_NAME).exists()
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

#[cfg(test)]
mod tests {
    use super::*;

    fn of_user(folder: &Path) -> KnownFolders {
        KnownFolders {
            user: Some(folder.to_owned()),
            cloud: Vec::new(),
        }
    }

    #[test]
    fn the_data_is_beside_the_program_if_that_folder_can_be_used() {
        let program = tempfile::tempdir().unwrap();
        let user = Path::new("/home/teacher/.local/share/stepwise");
        let place = DataPlace::choose(None, program.path(), of_user(user));
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
        let place = DataPlace::choose(None, program.path(), of_user(user));
        assert_eq!((place.path.as_path(), place.reason), (user, Reason::UserFolder));
    }

    #[test]
    fn the_data_of_an_earlier_start_is_used_again() {
        let (program, user) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let chosen = || DataPlace::choose(None, program.path(), of_user(user.path()));
        assert_eq!(chosen().reason, Reason::BesideProgram);
        fs::write(user.path().join(FILE_NAME), b"").unwrap();
        let place = chosen();
        assert_eq!((place.path.as_path(), place.reason), (user.path(), Reason::EarlierData));
        let beside = program.path().join(BESIDE);
        fs::create_dir(&beside).unwrap();
        fs::write(beside.join(FILE_NAME), b"").unwrap();
        assert_eq!(chosen().reason, Reason::BesideProgram);
    }

    #[test]
    fn the_data_is_not_copied_to_the_cloud() {
        let program = tempfile::tempdir().unwrap();
        let choose = || {
            let mut folders = of_user(Path::new("/home/teacher/.local/share/stepwise"));
            folders.cloud.push(program.path().to_owned());
            DataPlace::choose(None, program.path(), folders)
        };
        assert_eq!(choose().reason, Reason::CopiedToCloud);
        assert_eq!(fs::read_dir(program.path()).unwrap().count(), 0, "nothing was created");
        // Data of an older version is still found.
        fs::create_dir(program.path().join(BESIDE)).unwrap();
        fs::write(program.path().join(BESIDE).join(FILE_NAME), b"").unwrap();
        assert_eq!(choose().reason, Reason::BesideProgram);
    }

    #[test]
    fn folders_of_one_drive_are_named_by_the_environment() {
        let folders = KnownFolders::of(|name| (name == "OneDriveCommercial").then(|| "D:/School".into()));
        assert_eq!((folders.user, folders.cloud), (None, vec![PathBuf::from("D:/School")]));
    }

    #[test]
    fn a_folder_below_another_is_recognised() {
        let cloud = r"C:\Users\Maria\OneDrive";
        for (folder, expected) in [
            (r"C:\Users\Maria\OneDrive", true),
            (r"c:\users\maria\onedrive\Desktop\stepwise-data", true),
            ("C:/Users/Maria/OneDrive/stepwise-data", true),
            (r"\\?\C:\Users\Maria\OneDrive\stepwise-data", true),
            (r"C:\Users\Maria\OneDrive - School\stepwise-data", false),
            (r"C:\Users\Maria\Downloads\stepwise-data", false),
            (r"E:\stepwise-data", false),
        ] {
            assert_eq!(is_below(Path::new(folder), Path::new(cloud)), expected, "{folder}");
            let cloud = format!(r"{cloud}\");
            assert_eq!(is_below(Path::new(folder), Path::new(&cloud)), expected, "{folder}");
        }
    }

    #[test]
    fn a_given_folder_is_used_in_any_case() {
        let place = DataPlace::choose(Some("/srv/lesson".into()), Path::new("/opt"), KnownFolders::default());
        assert_eq!(
            (place.path, place.reason),
            (PathBuf::from("/srv/lesson"), Reason::Given)
        );
    }
}
