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
    // The link was lost before she followed it: the same command makes another.
    let again = folder.says(&["admin", "create", "root", "root@school.example"]);
    assert!(again.contains("/forgot/") && again != said, "{again}");
    let taken = folder.complains(&["admin", "create", "root", "somebody@else.example"]);
    assert!(taken.contains("somebody has this user name already"), "{taken}");
    assert!(folder.says(&["admin", "invite"]).contains("/register?invitation="));
    let said = folder.says(&["admin", "reset-factors", "root"]);
    assert!(said.contains("connects a phone"), "{said}");
    let code = said.lines().nth(1).unwrap_or_default().trim();
    assert!(code.len() == 19 && code.split('-').count() == 4, "{said}");
    assert!(folder.says(&["admin", "deactivate", "root"]).contains("cannot sign in"));
    assert!(
        folder
            .says(&["admin", "reactivate", "root"])
            .contains("can sign in again")
    );
    assert!(
        folder
            .complains(&["admin", "reset-factors", "nobody"])
            .contains("no member of that name")
    );
    let complaint = folder.complains(&["admin", "create", "kestrel-4821", "nowhere"]);
    for part in ["this is how students are called", "no e-mail address"] {
        assert!(complaint.contains(part), "{complaint}");
    }
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

#[test]
fn a_copy_of_the_database_is_whole_and_never_written_over() {
    let place = Folder::new("backup");
    place.says(&["admin", "create", "ada", "ada@example.org"]);
    let copy = place.0.join("copy.sqlite");
    let to = copy.to_str().unwrap();
    assert!(place.says(&["backup", to]).contains("whole copy"));
    #[cfg(unix)]
    assert_eq!(
        std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&copy).unwrap().permissions()) & 0o777,
        0o600
    );
    assert!(place.complains(&["backup", to]).contains("copy.sqlite"));
    // Elsewhere, with the same keys, the same member is there.
    let elsewhere = Folder::new("restored");
    fs::copy(&copy, elsewhere.0.join("stepwise.sqlite")).unwrap();
    fs::copy(place.0.join("keys"), elsewhere.0.join("keys")).unwrap();
    elsewhere.says(&["admin", "deactivate", "ada"]);
    let shared = place.complains(&["backup", "x", "--database-url", "postgres://nobody@127.0.0.1:9/x"]);
    assert!(shared.contains("pg_dump"), "{shared}");
}
