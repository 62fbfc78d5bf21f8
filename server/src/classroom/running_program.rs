//! Tells a second start of the program where the first one runs, so that it opens the page of the first.

use serde::{Deserialize, Serialize};
use std::{
    fs::{self, OpenOptions},
    io::{self, Read as _, Write as _},
    net::{Ipv4Addr, SocketAddr, TcpStream},
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

/// Name of the file in the data folder.
pub const FILE: &str = "running.json";
const TIMEOUT: Duration = Duration::from_secs(3);
/// How long a second start waits for a first one that is not ready yet.
const START_TIMEOUT: Duration = Duration::from_secs(15);
const RETRY_INTERVAL: Duration = Duration::from_millis(200);

#[derive(Serialize, Deserialize)]
struct Entry {
    process: u32,
    #[serde(flatten)]
    place: StartPlace,
    key: String,
}

/// Where browsers on this computer open the start page.
#[derive(Serialize, Deserialize)]
pub struct StartPlace {
    pub host: String,
    pub port: u16,
}

/// The file while the program runs. It is removed at the end. After a crash it stays, but then the data is not locked,
/// and the next start replaces the file.
pub struct RunningProgram {
    path: PathBuf,
}

impl RunningProgram {
    pub fn announce(data: &Path, (host, port): (&str, u16), key: &str) -> io::Result<Self> {
        let entry = Entry {
            process: std::process::id(),
            place: StartPlace {
                host: host.to_owned(),
                port,
            },
            key: key.to_owned(),
        };
        let path = data.join(FILE);
        // A file that another start has left could have other permissions, so it is not written to.
        let _ = fs::remove_file(&path);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&path)?.write_all(&serde_json::to_vec(&entry)?)?;
        Ok(Self { path })
    }
}

impl Drop for RunningProgram {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// Asks the program that uses this data folder for a token of its start page. Returns the place of the page and the
/// token, or `None` if no program in classroom mode answers.
pub fn token_of_running_program(data: &Path) -> Option<(StartPlace, String)> {
    let began = Instant::now();
    loop {
        let found = read(data).and_then(|entry| {
            let token = ask(&entry).ok()?;
            Some((entry.place, token))
        });
        if found.is_some() || began.elapsed() > START_TIMEOUT {
            return found;
        }
        thread::sleep(RETRY_INTERVAL);
    }
}

fn read(data: &Path) -> Option<Entry> {
    serde_json::from_slice(&fs::read(data.join(FILE)).ok()?).ok()
}

fn ask(entry: &Entry) -> io::Result<String> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, entry.place.port));
    let mut stream = TcpStream::connect_timeout(&address, TIMEOUT)?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    write!(
        stream,
        "POST /start/token HTTP/1.0\r\nHost: {address}\r\nAuthorization: Bearer {}\r\nContent-Length: 0\r\n\r\n",
        entry.key
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_default();
    match head.split(' ').nth(1) {
        Some("200") => Ok(body.to_owned()),
        _ => Err(io::Error::other("another program answers on this port")),
    }
}
