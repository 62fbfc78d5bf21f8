//! Tests of a restored data folder: without the keys of that folder the server refuses to start, because every sign-in
//! would fail.

use crate::process::{Browser, Process};
use std::{fs, os::unix::fs::PermissionsExt, path::Path, process::Command};
use tempfile::TempDir;

/// A data folder that contains a class.
fn after_a_lesson() -> TempDir {
    let folder = TempDir::new().unwrap();
    let mut server = Process::with_data(folder.path(), &[]);
    server.until_ready();
    Browser::of(server.port).opens_a_class(2);
    server.signal("-TERM");
    assert!(server.waits_for_exit().0);
    folder
}

fn copy(file: &str, from: &Path, to: &Path) {
    fs::copy(from.join(file), to.join(file)).unwrap();
}

fn refusal(folder: &Path) -> String {
    let mut server = Process::with_data(folder, &[]);
    assert!(!server.waits_for_exit().0, "it has started");
    server.until("it says why", || server.has_logged("stepwise: "));
    server.lines().pop().unwrap()
}

#[test]
fn a_restored_database_without_its_keys_is_refused_and_no_keys_are_made() {
    let lesson = after_a_lesson();
    let restored = TempDir::new().unwrap();
    copy("stepwise.sqlite", lesson.path(), restored.path());
    let log = refusal(restored.path());
    assert!(
        log.contains("the keys of this database are missing: put the file `keys` beside it"),
        "{log}"
    );
    for made in ["keys", "jwt.pem"] {
        assert!(!restored.path().join(made).exists(), "{made}");
    }
    copy("keys", lesson.path(), restored.path());
    Process::with_data(restored.path(), &[]).until_ready();
}

#[test]
fn a_restored_database_with_the_keys_of_another_is_refused() {
    let (lesson, other) = (after_a_lesson(), after_a_lesson());
    copy("keys", other.path(), lesson.path());
    let log = refusal(lesson.path());
    assert!(log.contains("the keys are those of another database"), "{log}");
    for command in [&["check"][..], &["admin", "invite"]] {
        let done = Command::new(env!("CARGO_BIN_EXE_stepwise"))
            .args(command)
            .env_clear()
            .env("STEPWISE_DATA", lesson.path())
            .output()
            .unwrap();
        let log = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(log.contains("of another database"), "{command:?}: {log}");
    }
}

#[test]
fn a_new_folder_is_private_and_an_existing_one_is_not_changed() {
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let place = TempDir::new().unwrap();
    let made = place.path().join("made");
    Process::with_data(&made, &[]).until_ready();
    assert_eq!(mode(&made), 0o700);
    let there = place.path().join("there");
    fs::create_dir(&there).unwrap();
    fs::set_permissions(&there, fs::Permissions::from_mode(0o750)).unwrap();
    Process::with_data(&there, &[]).until_ready();
    assert_eq!(mode(&there), 0o750);
}
