//! Tests of the classroom mode as a process: a double click opens the start page, a second one the same page.

use crate::process::{Answer, TIMEOUT};
use std::{
    fs,
    io::{Read, Write},
    net::TcpStream,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// A desktop with a browser that writes down the addresses that it gets.
struct Desktop {
    folder: TempDir,
}

impl Desktop {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let desktop = Self { folder };
        fs::create_dir(desktop.path("bin")).unwrap();
        let browser = desktop.path("bin/xdg-open");
        let script = format!("#!/bin/sh\necho \"$1\" >>{}\n", desktop.path("opened").display());
        fs::write(&browser, script).unwrap();
        fs::set_permissions(&browser, fs::Permissions::from_mode(0o755)).unwrap();
        desktop
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn data(&self) -> PathBuf {
        self.path("data")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_stepwise"));
        command
            .args(arguments)
            .arg("--data")
            .arg(self.data())
            .env_clear()
            .env("PATH", format!("{}:/usr/bin:/bin", self.path("bin").display()))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    fn starts(&self) -> Child {
        self.command(&["classroom"]).spawn().unwrap()
    }

    /// The addresses that the browser has got so far.
    fn opened(&self) -> Vec<String> {
        let opened = fs::read_to_string(self.path("opened")).unwrap_or_default();
        opened.lines().map(str::to_owned).collect()
    }

    fn waits_for_address(&self, number: usize) -> StartPage {
        waits_for("the browser is opened", || self.opened().len() >= number);
        StartPage::of(&self.opened()[number - 1])
    }
}

/// The address of the start page in the browser.
struct StartPage {
    host: String,
    path: String,
}

impl StartPage {
    fn of(address: &str) -> Self {
        let (host, path) = address.strip_prefix("http://").unwrap().split_once('/').unwrap();
        Self {
            host: match host.contains(':') {
                true => host.to_owned(),
                false => format!("{host}:80"),
            },
            path: format!("/{path}"),
        }
    }

    /// Opens the address and returns the cookie of the browser.
    fn opens(&self) -> String {
        let answer = self.raw("GET", &self.path, "");
        assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
        let cookie = answer.split("set-cookie: ").nth(1).unwrap().split(';').next().unwrap();
        assert_eq!(self.asks("GET", &self.path, "").status, 403, "the token works once");
        cookie.to_owned()
    }

    fn asks(&self, method: &str, path: &str, cookie: &str) -> Answer {
        Answer::parse(&self.raw(method, path, cookie)).unwrap()
    }

    fn raw(&self, method: &str, path: &str, cookie: &str) -> String {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        stream.set_read_timeout(Some(TIMEOUT)).unwrap();
        let host = &self.host;
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nAccept: text/html\r\nSec-Fetch-Site: same-origin\r\n\
             Cookie: {cookie}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        text
    }
}

fn waits_for(what: &str, is_so: impl Fn() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < TIMEOUT, "{what}");
        thread::sleep(Duration::from_millis(20));
    }
}

fn ends_well(mut program: Child) {
    let began = Instant::now();
    while began.elapsed() < TIMEOUT {
        if let Some(status) = program.try_wait().unwrap() {
            assert!(status.success(), "{status}");
            return;
        }
        thread::sleep(Duration::from_millis(20));
    }
    let _ = program.kill();
    panic!("it did not end");
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.collect()
}

#[test]
fn a_second_start_opens_the_page_of_the_first_and_the_buttons_end_the_program() {
    let desktop = Desktop::new();
    let first = desktop.starts();
    let page = desktop.waits_for_address(1);
    assert!(
        page.host.starts_with("localhost:"),
        "{}: browsers use passkeys under this name only",
        page.host
    );
    let cookie = page.opens();
    // The second start opens the page of the first one and ends.
    ends_well(desktop.starts());
    let again = desktop.waits_for_address(2);
    assert_eq!(again.host, page.host);
    assert_eq!(again.asks("GET", &again.path, "").status, 303);
    // A server with the same data is stopped with a sentence.
    let refused = desktop
        .command(&["serve", "--addr", "127.0.0.1:0"])
        .stderr(Stdio::piped())
        .output();
    assert!(says(&refused.unwrap(), "another Stepwise already uses the data in"));
    let closed = page.asks("POST", "/start/close", &cookie);
    assert_eq!(closed.status, 200, "{}", closed.body);
    ends_well(first);
    let kept = names_in(&desktop.data());
    assert!(
        kept.contains(&"stepwise.sqlite".to_owned()) && kept.contains(&"keys".to_owned()),
        "{kept:?}"
    );
    assert!(!kept.contains(&"running.json".to_owned()), "{kept:?}");

    // After a restart, the old cookie is worth nothing, and the data is still there until it is deleted.
    let third = desktop.starts();
    let page = desktop.waits_for_address(3);
    assert_eq!(page.asks("GET", "/start", &cookie).status, 403);
    let cookie = page.opens();
    fs::write(desktop.data().join("notes.txt"), "a file of the teacher").unwrap();
    assert_eq!(page.asks("POST", "/start/delete", &cookie).status, 200);
    ends_well(third);
    assert_eq!(names_in(&desktop.data()), ["notes.txt"]);
}

#[test]
fn only_the_owner_of_the_data_can_read_the_key_for_the_start_page() {
    let desktop = Desktop::new();
    let program = desktop.starts();
    let page = desktop.waits_for_address(1);
    let mode = fs::metadata(desktop.data().join("running.json"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    let cookie = page.opens();
    assert_eq!(page.asks("POST", "/start/close", &cookie).status, 200);
    ends_well(program);
}

fn says(output: &Output, text: &str) -> bool {
    !output.status.success() && String::from_utf8_lossy(&output.stderr).contains(text)
}
