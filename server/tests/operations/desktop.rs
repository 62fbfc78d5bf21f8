//! A desktop on which the program is started, and its start page in a browser.

use crate::process::{Answer, TIMEOUT};
use std::{
    fs,
    io::{Read, Write},
    net::TcpStream,
    os::unix::fs::PermissionsExt,
    path::PathBuf,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// A desktop with a browser that writes down the addresses that it gets.
pub struct Desktop {
    folder: TempDir,
}

impl Desktop {
    pub fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let desktop = Self { folder };
        fs::create_dir(desktop.path("bin")).unwrap();
        let browser = desktop.path("bin/xdg-open");
        let script = format!("#!/bin/sh\necho \"$1\" >>{}\n", desktop.path("opened").display());
        fs::write(&browser, script).unwrap();
        fs::set_permissions(&browser, fs::Permissions::from_mode(0o755)).unwrap();
        desktop
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn data(&self) -> PathBuf {
        self.path("data")
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
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

    pub fn starts(&self) -> Program {
        Program::start(&mut self.command(&["classroom"]))
    }

    /// Starts the program as a file manager does: without arguments and without a terminal, from a folder of its own.
    pub fn double_click(&self) -> Command {
        let program = self.path("stick/stepwise");
        if !program.exists() {
            let built = env!("CARGO_BIN_EXE_stepwise");
            fs::create_dir_all(self.path("stick")).unwrap();
            fs::hard_link(built, &program)
                .or_else(|_| fs::copy(built, &program).map(drop))
                .unwrap();
        }
        let mut command = Command::new(program);
        command
            .env_clear()
            .env("PATH", format!("{}:/usr/bin:/bin", self.path("bin").display()))
            .env("HOME", self.path("home"))
            .env("TMPDIR", self.folder.path())
            .env("DISPLAY", ":0")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    /// The addresses that the browser has got so far.
    pub fn opened(&self) -> Vec<String> {
        let opened = fs::read_to_string(self.path("opened")).unwrap_or_default();
        opened.lines().map(str::to_owned).collect()
    }

    pub fn waits_for_address(&self, number: usize) -> StartPage {
        StartPage::of(&self.waits_for_opened(number))
    }

    pub fn waits_for_opened(&self, number: usize) -> String {
        waits_for("the browser is opened", || self.opened().len() >= number);
        self.opened().swap_remove(number - 1)
    }
}

/// A started program, which ends at the latest with its test.
pub struct Program(Child);

impl Program {
    pub fn start(command: &mut Command) -> Self {
        Self(command.spawn().unwrap())
    }

    pub fn ends_well(mut self) {
        let mut ended = None;
        waits_for("it ends", || {
            ended = self.0.try_wait().unwrap();
            ended.is_some()
        });
        assert!(ended.unwrap().success(), "{ended:?}");
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The address of the start page in the browser.
pub struct StartPage {
    pub host: String,
    pub path: String,
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
    pub fn opens(&self) -> String {
        let answer = self.raw("GET", &self.path, "");
        assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
        let cookie = answer.split("set-cookie: ").nth(1).unwrap().split(';').next().unwrap();
        assert_eq!(self.asks("GET", &self.path, "").status, 403, "the token works once");
        cookie.to_owned()
    }

    pub fn asks(&self, method: &str, path: &str, cookie: &str) -> Answer {
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

pub fn waits_for(what: &str, mut is_so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < TIMEOUT, "{what}");
        thread::sleep(Duration::from_millis(20));
    }
}
