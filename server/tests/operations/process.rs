//! The binary in its own process, and a browser that sends requests to it over TCP.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex, OnceLock},
    thread,
    time::{Duration, Instant},
};
use tempfile::TempDir;

pub const TIMEOUT: Duration = Duration::from_secs(30);
const KEYS: &str = "test:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

pub struct Process {
    child: Child,
    pub port: u16,
    log: Arc<Mutex<Vec<String>>>,
    /// The data folder, removed together with the process.
    own: Option<TempDir>,
}

impl Process {
    /// Starts with a new data folder. The folder contains the database, unless `settings` name another one.
    pub fn start(settings: &[(&str, &str)]) -> Self {
        let data = TempDir::new().unwrap();
        let given = [
            ("STEPWISE_SEAL_KEYS", KEYS),
            ("STEPWISE_MAC_KEYS", KEYS),
            ("STEPWISE_JWT_PRIVATE_KEY", token_key()),
        ];
        let mut process = Self::with_data(data.path(), &[&given, settings].concat());
        process.own = Some(data);
        process
    }

    /// Starts with an existing data folder, its database and its keys. The folder is not deleted with the process.
    pub fn with_data(data: &Path, settings: &[(&str, &str)]) -> Self {
        let port = free_port();
        let mut command = Command::new(env!("CARGO_BIN_EXE_stepwise"));
        command
            .env_clear()
            .env("STEPWISE_DATA", data)
            .env("STEPWISE_ADDR", format!("127.0.0.1:{port}"))
            .env("STEPWISE_CLASSES_PER_HOUR", "100000")
            .envs(settings.iter().copied())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let log = Arc::new(Mutex::new(Vec::new()));
        let log_writer = Arc::clone(&log);
        thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                log_writer.lock().unwrap().push(line);
            }
        });
        let process = Self {
            child,
            port,
            log,
            own: None,
        };
        process.until("it listens", || {
            TcpStream::connect(("127.0.0.1", port)).is_ok()
                || process.has_logged("stepwise: ")
                || process.has_logged("\"ERROR\"")
        });
        process
    }

    pub fn ready(settings: &[(&str, &str)]) -> Self {
        let process = Self::start(settings);
        process.until_ready();
        process
    }

    pub fn until_ready(&self) {
        self.until("it is ready", || self.get("/readyz").status == 200);
    }

    /// Waits until `is_so` returns true. After the timeout, panics with all log lines of the process.
    pub fn until(&self, what: &str, is_so: impl Fn() -> bool) {
        let began = Instant::now();
        while !is_so() {
            assert!(began.elapsed() < TIMEOUT, "{what}: {:#?}", self.lines());
            thread::sleep(Duration::from_millis(20));
        }
    }

    pub fn lines(&self) -> Vec<String> {
        self.log.lock().unwrap().clone()
    }

    pub fn has_logged(&self, text: &str) -> bool {
        self.lines().iter().any(|line| line.contains(text))
    }

    pub fn get(&self, path: &str) -> Answer {
        Browser::of(self.port).get(path)
    }

    pub fn signal(&self, signal: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
    }

    /// Waits for the end of the process. Returns whether it exited successfully, and how long that took.
    pub fn waits_for_exit(&mut self) -> (bool, Duration) {
        let began = Instant::now();
        while began.elapsed() < TIMEOUT {
            if let Some(status) = self.child.try_wait().unwrap() {
                return (status.success(), began.elapsed());
            }
            thread::sleep(Duration::from_millis(20));
        }
        panic!("it did not end: {:#?}", self.lines());
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The key that signs API tokens. On a database server, all keys must be set, because several replicas share them.
fn token_key() -> &'static str {
    static KEY: OnceLock<String> = OnceLock::new();
    KEY.get_or_init(|| {
        let made = Command::new("openssl").args(["genrsa", "2048"]).output().unwrap();
        String::from_utf8(made.stdout).unwrap()
    })
}

pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// A browser that uses a new connection for every request and keeps cookies.
#[derive(Clone)]
pub struct Browser {
    port: u16,
    jar: Arc<Mutex<BTreeMap<String, String>>>,
}

pub struct Answer {
    pub status: u16,
    /// The status line and the headers, in lower case.
    pub head: String,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        let line = self
            .head
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        line.map(str::trim)
    }

    pub fn parse(text: &str) -> Option<Self> {
        let (head, body) = text.split_once("\r\n\r\n")?;
        Some(Self {
            status: head.split(' ').nth(1)?.parse().ok()?,
            head: head.to_ascii_lowercase(),
            body: body.to_owned(),
        })
    }
}

impl Browser {
    pub fn of(port: u16) -> Self {
        Self {
            port,
            jar: Arc::default(),
        }
    }

    pub fn get(&self, path: &str) -> Answer {
        self.get_with(path, "")
    }

    pub fn get_with(&self, path: &str, headers: &str) -> Answer {
        self.ask(&format!("GET {path} HTTP/1.1\r\n{headers}"), "")
    }

    pub fn post(&self, path: &str, form: &str) -> Answer {
        let head = format!(
            "POST {path} HTTP/1.1\r\nOrigin: http://localhost\r\nSec-Fetch-Site: same-origin\r\nAccept: text/html\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n",
            form.len()
        );
        self.ask(&head, form)
    }

    fn ask(&self, head: &str, body: &str) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(TIMEOUT)).unwrap();
        let cookies: Vec<String> = self
            .jar
            .lock()
            .unwrap()
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let cookies = cookies.join("; ");
        let request = format!("{head}Host: localhost\r\nCookie: {cookies}\r\nConnection: close\r\n\r\n{body}");
        stream.write_all(request.as_bytes()).unwrap();
        let mut text = Vec::new();
        stream.read_to_end(&mut text).unwrap();
        let text = String::from_utf8_lossy(&text);
        self.keep(&text);
        Answer::parse(&text).unwrap_or_else(|| panic!("no answer to {head}: {text}"))
    }

    fn keep(&self, text: &str) {
        let head = text.split("\r\n\r\n").next().unwrap_or_default();
        for line in head.lines() {
            let Some((name, value)) = line.split_once(": ") else {
                continue;
            };
            if name.eq_ignore_ascii_case("set-cookie")
                && let Some((name, value)) = value.split(';').next().and_then(|pair| pair.split_once('='))
            {
                self.jar.lock().unwrap().insert(name.to_owned(), value.to_owned());
            }
        }
    }

    /// Opens a class in this browser and returns its id.
    pub fn opens_a_class(&self, seats: u16) -> String {
        let page = self.get("/").body;
        let form = page.split("name=\"form\"").nth(1).expect("the form's mark");
        let form = form.split("value=\"").nth(1).unwrap().split('"').next().unwrap();
        let opened = self.post("/classes", &format!("form={form}&seats={seats}&title=7b"));
        assert_eq!(opened.status, 302, "{}", opened.body);
        let board = opened.header("location").unwrap().to_owned();
        board.rsplit("/classes/").next().unwrap().to_owned()
    }
}
