//! Tests of starting and stopping the server: an obstacle is reported in one line, and signals stop the server cleanly.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    path::PathBuf,
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("stepwise-start-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn stepwise(data: &Folder, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stepwise"));
    command
        .arg("--data")
        .arg(&data.0)
        .args(arguments)
        .env_clear()
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// The last line of the error output, which names the reason.
fn last_line(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr)
        .lines()
        .last()
        .unwrap_or_default()
        .to_owned()
}

struct Running {
    child: Child,
    port: u16,
}

impl Running {
    fn start(data: &Folder) -> Self {
        let port = free_port();
        let mut child = stepwise(data, &["--addr", &format!("127.0.0.1:{port}")])
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        while !line.contains("is ready") {
            line.clear();
            assert_ne!(said.read_line(&mut line).unwrap(), 0, "it ended before it was ready");
        }
        assert!(line.contains(&format!("http://localhost:{port}")), "{line}");
        // Reads the rest of the output, because the process would block when the pipe is full.
        std::thread::spawn(move || std::io::copy(&mut said, &mut std::io::sink()));
        Self { child, port }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    fn stop(mut self, signal: &str) -> bool {
        let killed = Command::new("kill")
            .args([signal, &self.child.id().to_string()])
            .status()
            .unwrap();
        assert!(killed.success());
        let patience = Instant::now() + Duration::from_secs(5);
        while Instant::now() < patience {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.success();
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        panic!("it did not stop");
    }
}

#[test]
fn the_server_starts_in_an_empty_folder_and_stops_at_either_signal() {
    let data = Folder::new("empty");
    for signal in ["-INT", "-TERM"] {
        let running = Running::start(&data);
        assert!(running.get("/healthz").starts_with("HTTP/1.1 200"));
        assert!(running.get("/readyz").starts_with("HTTP/1.1 200"));
        let port = running.port.to_string();
        let check = stepwise(&data, &[])
            .args(["healthcheck", "--addr", &format!("127.0.0.1:{port}")])
            .output();
        // `healthcheck` refuses the flag `--data` of `serve`. Without that flag it succeeds.
        assert!(!check.unwrap().status.success());
        let check = Command::new(env!("CARGO_BIN_EXE_stepwise"))
            .args(["healthcheck", "--addr", &format!("127.0.0.1:{port}")])
            .output();
        assert!(check.unwrap().status.success());
        assert!(running.stop(signal), "{signal}");
    }
    assert!(data.0.join("keys").exists() && data.0.join("stepwise.sqlite").exists());
}

#[test]
fn a_taken_port_is_reported_in_one_line() {
    let data = Folder::new("port");
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = stepwise(&data, &["--addr", &address]).output().unwrap();
    assert!(!output.status.success());
    for part in [address.as_str(), "taken", "--addr"] {
        assert!(last_line(&output).contains(part), "{}", last_line(&output));
    }
    assert_eq!(fs::read_dir(&data.0).unwrap().count(), 0, "nothing was touched");
}

#[test]
fn an_unusable_folder_is_reported_in_one_line() {
    let data = Folder::new("folder");
    let file = data.0.join("file");
    fs::write(&file, b"").unwrap();
    let inside = Folder(file.join("data"));
    let output = stepwise(&inside, &["--addr", "127.0.0.1:0"]).output().unwrap();
    assert!(!output.status.success());
    assert!(last_line(&output).contains("cannot be used"), "{}", last_line(&output));
}

#[test]
fn a_newer_schema_is_refused() {
    let data = Folder::new("newer");
    Running::start(&data).stop("-TERM");
    let database = data.0.join("stepwise.sqlite");
    let url = format!("sqlite://{}?mode=rw", database.display());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let db = backend::db::connect(&url, 1).await.unwrap();
        let step = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29991231_000001_future', 0)";
        sea_orm::ConnectionTrait::execute_unprepared(db.migration_connection(), step)
            .await
            .unwrap();
    });
    let output = stepwise(&data, &["--addr", "127.0.0.1:0"]).output().unwrap();
    assert!(!output.status.success());
    let said = last_line(&output);
    assert!(
        said.contains("newer") && said.contains("m29991231_000001_future"),
        "{said}"
    );
}

#[test]
fn a_shared_database_without_keys_is_refused_before_it_is_opened() {
    let data = Folder::new("keys");
    let output = stepwise(
        &data,
        &[
            "--addr",
            "127.0.0.1:0",
            "--database-url",
            "postgres://nobody@127.0.0.1:9/x",
        ],
    )
    .output()
    .unwrap();
    assert!(!output.status.success());
    assert!(
        last_line(&output).contains("STEPWISE_SEAL_KEYS"),
        "{}",
        last_line(&output)
    );
}

#[test]
fn credentials_for_a_mail_server_without_tls_are_refused_at_the_start() {
    let data = Folder::new("smtp");
    for url in [
        "smtp://user:secret@mail.example.org",
        "smtp://user:secret@mail.example.org?tls=opportunistic",
    ] {
        let output = stepwise(&data, &["--addr", "127.0.0.1:0", "--smtp-url", url])
            .output()
            .unwrap();
        assert!(!output.status.success());
        let said = last_line(&output);
        assert!(
            said.contains("STEPWISE_SMTP_URL") && said.contains("smtps://") && !said.contains("secret"),
            "{said}"
        );
        assert_eq!(fs::read_dir(&data.0).unwrap().count(), 0, "nothing was touched");
    }
}

#[test]
fn a_bad_setting_is_reported_with_a_hint_to_the_help() {
    let data = Folder::new("settings");
    let output = stepwise(&data, &["--base-url", "example.org"]).output().unwrap();
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("--base-url"));
    let output = stepwise(&data, &["--log", "=="]).output().unwrap();
    assert!(
        !output.status.success() && last_line(&output).contains("STEPWISE_LOG"),
        "{}",
        last_line(&output)
    );
    let help = Command::new(env!("CARGO_BIN_EXE_stepwise"))
        .arg("--help")
        .output()
        .unwrap();
    let help = String::from_utf8_lossy(&help.stdout);
    for name in [
        "STEPWISE_ADDR",
        "STEPWISE_DATA",
        "STEPWISE_LAN",
        "DATABASE_URL",
        "STEPWISE_SEAL_KEYS",
    ] {
        assert!(help.contains(name), "{name}");
    }
}
