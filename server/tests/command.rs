//! What an operator does from the command line, as she types it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

use std::{
    fs,
    path::PathBuf,
    process::{Command, Output},
};

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("stepwise-command-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn runs(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_stepwise"))
            .args(arguments)
            .arg("--data")
            .arg(&self.0)
            .env_clear()
            .output()
            .unwrap()
    }

    /// What it says when it works.
    fn says(&self, arguments: &[&str]) -> String {
        let output = self.runs(arguments);
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            output.status.success(),
            "{said}{}",
            String::from_utf8_lossy(&output.stderr)
        );
        said
    }

    /// The one line when it does not.
    fn complains(&self, arguments: &[&str]) -> String {
        let output = self.runs(arguments);
        assert!(!output.status.success());
        String::from_utf8_lossy(&output.stderr)
            .lines()
            .last()
            .unwrap_or_default()
            .to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn an_operator_makes_an_administrator_invites_and_rescues() {
    let folder = Folder::new("admin");
    let said = folder.says(&[
        "admin",
        "create",
        "root",
        "root@school.example",
        "--base-url",
        "https://stepwise.example.org",
    ]);
    assert!(said.contains("https://stepwise.example.org/forgot/"), "{said}");
    assert!(
        folder
            .says(&["admin", "create", "root", "root@school.example"])
            .contains("is an administrator")
    );
    assert!(folder.says(&["admin", "invite"]).contains("/register?invitation="));
    assert!(
        folder
            .says(&["admin", "reset-factors", "root"])
            .contains("connects a phone")
    );
    assert!(folder.says(&["admin", "deactivate", "root"]).contains("cannot sign in"));
    assert!(
        folder
            .complains(&["admin", "reset-factors", "nobody"])
            .contains("no member of that name")
    );
    assert!(
        folder
            .complains(&["admin", "create", "kestrel-4821", "nowhere"])
            .contains("username")
    );
}

#[test]
fn an_operator_looks_at_schema_keys_and_everything() {
    let folder = Folder::new("look");
    let before = folder.says(&["migrate", "status"]);
    assert!(
        before.lines().count() >= 5 && before.lines().all(|line| line.starts_with("pending")),
        "{before}"
    );
    folder.says(&["migrate", "up"]);
    let after = folder.says(&["migrate", "status"]);
    assert!(after.lines().all(|line| line.starts_with("applied")), "{after}");
    assert!(folder.says(&["keys", "list"]).contains("k1: 0 sealed"));
    assert!(folder.says(&["keys", "rotate"]).contains("0 sealed again"));
    let check = folder.says(&["check"]);
    for part in ["settings:", "folder:", "database: SQLite", "keys: k1", "mail: into"] {
        assert!(check.contains(part), "{part} in {check}");
    }
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let away = format!("smtp://{}", taken.local_addr().unwrap());
    drop(taken);
    assert!(
        folder
            .complains(&["check", "--smtp-url", &away])
            .contains("mail server")
    );
    assert!(
        folder
            .complains(&["check", "--smtp-url", "http://u:secret@h"])
            .contains("STEPWISE_SMTP_URL")
    );
}
