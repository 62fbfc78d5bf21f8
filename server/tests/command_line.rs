//! Tests of the command-line interface: administrators, migrations, keys, checks, backups.

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
        self.runs_with(&[], arguments)
    }

    fn runs_with(&self, variables: &[(&str, &str)], arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_stepwise"))
            .args(arguments)
            .arg("--data")
            .arg(&self.0)
            .env_clear()
            .envs(variables.iter().copied())
            .output()
            .unwrap()
    }

    /// Runs the command, asserts that it succeeds and returns its output.
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

    /// Runs the command, asserts that it fails and returns the last line of its error output.
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
fn an_operator_creates_an_administrator_invites_and_rescues() {
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
    // If an administrator has lost an unused link, the operator runs the same command again to make a new link.
    let again = folder.says(&["admin", "create", "root", "root@school.example"]);
    assert!(again.contains("/forgot/") && again != said, "{again}");
    let taken = folder.complains(&["admin", "create", "root", "somebody@else.example"]);
    assert!(taken.contains("the user name is taken by an account"), "{taken}");
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
    for part in ["has the form of a student login", "not an e-mail address"] {
        assert!(complaint.contains(part), "{complaint}");
    }
}

#[test]
fn an_operator_checks_schema_keys_and_the_whole_configuration() {
    let folder = Folder::new("look");
    fs::write(folder.0.join("stepwise.sqlite"), b"").unwrap();
    let before = folder.says(&["migrate", "status"]);
    assert!(
        before.lines().count() >= 5 && before.lines().all(|line| line.starts_with("pending")),
        "{before}"
    );
    let check = folder.says(&["check"]);
    assert!(check.contains("schema: applied at the next start: m2"), "{check}");
    folder.says(&["migrate", "up"]);
    let after = folder.says(&["migrate", "status"]);
    assert!(after.lines().all(|line| line.starts_with("applied")), "{after}");
    assert!(folder.complains(&["keys", "list"]).contains("no keys yet"));
    let check = folder.says(&["check"]);
    assert!(check.contains("keys: they are made at the next start"), "{check}");
    assert!(!folder.0.join("keys").exists() && !folder.0.join("jwt.pem").exists());
    folder.says(&["admin", "invite"]);
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
fn a_backup_is_complete_and_is_never_overwritten() {
    let place = Folder::new("backup");
    place.says(&["admin", "create", "ada", "ada@example.org"]);
    let copy = place.0.join("copy.sqlite");
    let to = copy.to_str().unwrap();
    assert!(place.says(&["backup", to]).contains("complete copy"));
    #[cfg(unix)]
    assert_eq!(
        std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&copy).unwrap().permissions()) & 0o777,
        0o600
    );
    let again = place.complains(&["backup", to]);
    assert!(
        again.contains("copy.sqlite: there is a file already: choose another name"),
        "{again}"
    );
    // The copy works in another folder with the same keys: it contains the member.
    let elsewhere = Folder::new("restored");
    fs::copy(&copy, elsewhere.0.join("stepwise.sqlite")).unwrap();
    fs::copy(place.0.join("keys"), elsewhere.0.join("keys")).unwrap();
    elsewhere.says(&["admin", "deactivate", "ada"]);
    let shared = place.complains(&["backup", "x", "--database-url", "postgres://nobody@127.0.0.1:9/x"]);
    assert!(shared.contains("pg_dump"), "{shared}");
}

#[test]
fn a_failed_or_killed_backup_does_not_block_the_next_one() {
    let place = Folder::new("backup-again");
    place.says(&["admin", "invite"]);
    let copy = place.0.join("copy.sqlite");
    let draft = place.0.join("copy.sqlite.draft");
    let to = copy.to_str().unwrap();
    let database = place.0.join("stepwise.sqlite");
    let aside = place.0.join("aside.sqlite");
    fs::rename(&database, &aside).unwrap();
    fs::create_dir(&database).unwrap();
    place.complains(&["backup", to]);
    fs::remove_dir(&database).unwrap();
    assert!(!draft.exists() && !copy.exists());
    fs::rename(&aside, &database).unwrap();
    fs::write(&draft, "half of a copy, by a run that was killed").unwrap();
    place.says(&["backup", to]);
    assert!(!draft.exists());
    assert!(fs::read(&copy).unwrap().starts_with(b"SQLite format 3"));
    // Another process is writing a backup to the same file.
    let busy = fs::File::create(place.0.join("other.sqlite.draft")).unwrap();
    busy.lock().unwrap();
    let other = place.0.join("other.sqlite");
    let said = place.complains(&["backup", other.to_str().unwrap()]);
    assert!(said.contains("cannot be made") && !other.exists(), "{said}");
}

#[test]
fn check_and_server_refuse_a_required_passkey_where_browsers_create_none() {
    let folder = Folder::new("passkeys");
    folder.says(&["admin", "invite"]);
    let rule = ["--addr", "127.0.0.1:0", "--admin-factors", "passkey"];
    for url in ["http://school.example", "https://192.0.2.7"] {
        for command in ["check", "serve"] {
            let complaint = folder.complains(&[&[command, "--base-url", url], &rule[..]].concat());
            assert!(
                complaint.contains("STEPWISE_ADMIN_FACTORS"),
                "{command} {url}: {complaint}"
            );
        }
    }
    for arguments in [&["check"][..], &["check", "--base-url", "https://school.example"]] {
        let said = folder.says(&[arguments, &rule[..]].concat());
        assert!(said.contains("administrators: sign in with a passkey only"), "{said}");
    }
}

#[test]
fn read_only_commands_create_nothing() {
    let folder = Folder::new("nothing");
    let copy = folder.0.join("copy.sqlite");
    for arguments in [
        &["migrate", "status"][..],
        &["check"],
        &["keys", "list"],
        &["keys", "rotate"],
        &["backup", copy.to_str().unwrap()],
    ] {
        let said = folder.complains(arguments);
        let place = format!("there is no database in {}", folder.0.display());
        assert!(said.contains(&place), "{arguments:?}: {said}");
        assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 0, "{arguments:?}");
    }
    fs::remove_dir(&folder.0).unwrap();
    folder.complains(&["check"]);
    assert!(!folder.0.exists());
}

#[test]
fn read_only_commands_report_a_newer_database() {
    let folder = Folder::new("newer");
    folder.says(&["admin", "invite"]);
    let url = format!("sqlite://{}?mode=rw", folder.0.join("stepwise.sqlite").display());
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let db = backend::db::connect(&url, 1).await.unwrap();
        let step = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29991231_000001_future', 0)";
        let done = sea_orm::ConnectionTrait::execute_unprepared(db.migration_connection(), step);
        done.await.unwrap();
        db.close().await;
    });
    for arguments in [&["migrate", "status"][..], &["check"], &["keys", "list"]] {
        let said = folder.complains(arguments);
        assert!(
            said.contains("the database is newer than this program (m29991231_000001_future)"),
            "{arguments:?}: {said}"
        );
    }
}

#[test]
fn a_mistake_in_the_settings_is_reported_without_secrets() {
    let folder = Folder::new("slips");
    folder.says(&["admin", "invite"]);
    let said = folder.runs_with(&[("STEPWISE_BASEURL", "https://school.example")], &["check"]);
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    assert!(said.contains("STEPWISE_BASEURL is not a setting"), "{said}");
    let refused = folder.runs_with(&[("STEPWISE_METRICS_TOKEN", "hunter2")], &["check"]);
    let complaint = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(
        !refused.status.success() && complaint.contains("--metrics-token"),
        "{complaint}"
    );
    assert!(!complaint.contains("hunter2"), "{complaint}");
}
