//! Tests that only the server's user can read the data, and that the server warns the operator if other users can read
//! it.

use crate::process::Process;
use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
};
use tempfile::TempDir;

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// A folder that other users can read.
fn reachable() -> TempDir {
    let place = TempDir::new().unwrap();
    set_mode(place.path(), 0o755);
    place
}

/// All files of a folder, with their modes.
fn files(folder: &Path) -> Vec<(PathBuf, u32)> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| (path.clone(), mode(&path))).collect()
}

fn check(data: &Path) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_stepwise"))
        .arg("check")
        .env_clear()
        .env("STEPWISE_DATA", data)
        .output()
        .unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned()
}

const WARNING: &str = "other users of this machine can get at";

#[test]
fn only_the_owner_can_access_a_new_data_folder() {
    let place = reachable();
    let data = place.path().join("data");
    let server = Process::with_data(&data, &[]);
    server.until_ready();
    crate::process::Browser::of(server.port).opens_a_class(2);
    assert_eq!(mode(&data), 0o700);
    let files = files(&data);
    for name in [
        "stepwise.sqlite",
        "stepwise.sqlite-wal",
        "stepwise.sqlite-shm",
        "keys",
        "jwt.pem",
    ] {
        let file = files.iter().find(|(path, _)| path.ends_with(name));
        assert_eq!(file.map(|(_, mode)| *mode), Some(0o600), "{name} of {files:?}");
    }
    assert!(files.iter().all(|(_, mode)| mode & 0o077 == 0), "{files:?}");
    assert!(!server.has_logged(WARNING), "{:#?}", server.lines());
    assert!(
        check(&data).contains("privacy: the data is for this user alone"),
        "{}",
        check(&data)
    );
}

#[test]
fn only_the_owner_can_access_a_database_outside_the_data_folder() {
    let place = reachable();
    let file = place.path().join("elsewhere.sqlite");
    let url = format!("sqlite://{}?mode=rwc", file.display());
    let server = Process::with_data(&place.path().join("data"), &[("DATABASE_URL", &url)]);
    server.until_ready();
    for name in ["elsewhere.sqlite", "elsewhere.sqlite-wal", "elsewhere.sqlite-shm"] {
        assert_eq!(mode(&place.path().join(name)), 0o600, "{name}");
    }
    assert!(!server.has_logged(WARNING), "{:#?}", server.lines());
}

#[test]
fn the_start_and_check_report_a_folder_that_others_can_read() {
    let place = reachable();
    let data = place.path().join("data");
    let first = Process::with_data(&data, &[]);
    first.until_ready();
    drop(first);
    let database = data.join("stepwise.sqlite");
    set_mode(&data, 0o755);
    set_mode(&database, 0o644);
    let server = Process::with_data(&data, &[]);
    server.until("it says so", || server.has_logged(WARNING));
    server.until_ready();
    let lines: Vec<String> = server
        .lines()
        .into_iter()
        .filter(|line| line.contains(WARNING))
        .collect();
    assert_eq!(lines.len(), 1, "{lines:?}");
    for line in [&lines[0], &check(&data)] {
        assert!(
            line.contains(data.to_str().unwrap()) && line.contains(database.to_str().unwrap()),
            "{line}"
        );
        assert!(line.contains("chmod go= ") && !line.contains("/keys"), "{line}");
    }
    // Other users cannot reach a file in a private folder, even if the mode of the file allows everyone to read it.
    set_mode(&data, 0o700);
    assert!(check(&data).contains("privacy: the data is for this user alone"));
}
