//! Tests that a killed process (`kill -9`) leaves no incomplete change: after the next start, the database contains all
//! changes that the server has acknowledged.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

use domain::view::BoardChanges;
use sea_orm::{ConnectionTrait, Statement};
use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::Duration,
};

const SEATS: usize = 500;
/// Milliseconds between sending the form and killing the process. In the first case the server has not begun to process
/// the form, in the last case it has finished.
const MOMENTS: [u64; 8] = [0, 20, 50, 90, 140, 200, 300, 450];

struct Server {
    child: Child,
    port: u16,
}

impl Server {
    fn start(data: &PathBuf) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut child = Command::new(env!("CARGO_BIN_EXE_stepwise"))
            .arg("--data")
            .arg(data)
            .args(["--addr", &format!("127.0.0.1:{port}")])
            .env_clear()
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        while !line.contains("is ready") {
            line.clear();
            assert_ne!(said.read_line(&mut line).unwrap(), 0, "it ended before it was ready");
        }
        // Reads the rest of the output, because the process would block when the pipe is full.
        std::thread::spawn(move || std::io::copy(&mut said, &mut std::io::sink()));
        Self { child, port }
    }

    /// Sends SIGKILL, which no process can handle.
    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// Sends one request on a new connection. Returns `None` if the server was killed before it responded.
fn asks(port: u16, method: &str, path: &str, cookie: &str, body: &str) -> Option<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nSec-Fetch-Site: same-origin\r\n\
         Cookie: {cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    (!answer.is_empty()).then_some(answer)
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    Some(text.split_once(before)?.1.split_once(after)?.0)
}

/// Opens a class. Returns its id and the teacher's session cookie, if the server acknowledged the new class.
fn opens_a_class(port: u16) -> Option<(String, String)> {
    let page = asks(port, "GET", "/", "", "")?;
    let form = between(&page, "name=\"form\" value=\"", "\"")?;
    let body = format!("form={form}&seats={SEATS}&title=Killed");
    let answer = asks(port, "POST", "/classes", "", &body)?;
    let class = between(&answer, "location: /classes/", "\r\n")?.to_owned();
    let session = between(&answer, "set-cookie: session=", ";")?;
    Some((class, format!("session={session}")))
}

/// Signs in a student of the class. Returns the login if the server acknowledged the sign-in.
fn signs_in(port: u16, class: &str, cookie: &str) -> Option<String> {
    let json = |answer: &str| Some(answer.split_once("\r\n\r\n")?.1.to_owned());
    let board = asks(
        port,
        "GET",
        &format!("/sfn/board-changes?id={class}&since=-1"),
        cookie,
        "",
    )?;
    let board: BoardChanges = serde_json::from_str(&unchunked(&json(&board)?)).unwrap();
    let passwords = asks(
        port,
        "POST",
        "/sfn/seat-passwords",
        cookie,
        &format!("id={class}&number=1"),
    )?;
    let passwords: Vec<(u16, String)> = serde_json::from_str(&unchunked(&json(&passwords)?)).unwrap();
    let login = board.seats[0].login.clone();
    let body = format!("username={login}&password={}", passwords[0].1);
    let answer = asks(port, "POST", "/sign-in", "", &body)?;
    assert!(answer.contains("location: /lesson"), "{answer}");
    Some(login)
}

/// Decodes a chunked body, which the server sends if it does not know the length of the body.
fn unchunked(body: &str) -> String {
    if body.starts_with(['{', '[']) {
        return body.to_owned();
    }
    let (mut rest, mut whole) = (body, String::new());
    while let Some((length, after)) = rest.split_once("\r\n") {
        let length = usize::from_str_radix(length, 16).unwrap();
        if length == 0 {
            break;
        }
        whole.push_str(&after[..length]);
        rest = &after[length + 2..];
    }
    whole
}

#[test]
fn acknowledged_changes_survive_a_kill_and_nothing_is_half_done() {
    let data = std::env::temp_dir().join(format!("stepwise-killed-{}", std::process::id()));
    let _ = fs::remove_dir_all(&data);
    fs::create_dir_all(&data).unwrap();
    let (mut acknowledged, mut green) = (Vec::new(), Vec::new());
    for moment in MOMENTS {
        let server = Server::start(&data);
        let port = server.port;
        let opening = std::thread::spawn(move || opens_a_class(port));
        std::thread::sleep(Duration::from_millis(moment));
        server.kill();
        acknowledged.extend(opening.join().unwrap().map(|(class, _)| class));
    }
    // Kills the server right after its response.
    for _ in 0..2 {
        let server = Server::start(&data);
        let (class, cookie) = opens_a_class(server.port).unwrap();
        green.push(signs_in(server.port, &class, &cookie).unwrap());
        acknowledged.push(class);
        server.kill();
    }
    Server::start(&data).kill();
    let url = format!("sqlite://{}?mode=rw", data.join("stepwise.sqlite").display());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let db = backend::db::connect(&url, 1).await.unwrap();
        let asks = async |query: &str| {
            let statement = Statement::from_string(db.backend(), query);
            let rows = db.read.query_all_raw(statement).await.unwrap();
            let texts = rows.iter().map(|row| row.try_get_by_index::<String>(0).unwrap());
            texts.collect::<Vec<_>>()
        };
        let classes = asks("SELECT lower(hex(id)) FROM class").await;
        for class in &acknowledged {
            assert!(classes.contains(&class.replace('-', "")), "{class} in {classes:?}");
        }
        let seats = asks("SELECT DISTINCT CAST(COUNT(*) AS TEXT) FROM seat GROUP BY class_id").await;
        assert_eq!(seats, [SEATS.to_string()], "all seats of a class or none");
        let people = asks("SELECT CAST(COUNT(*) AS TEXT) FROM account").await;
        assert_eq!(
            people,
            [(SEATS * classes.len()).to_string()],
            "no student without a class"
        );
        for login in &green {
            let badge = format!(
                "SELECT username FROM account JOIN seat ON seat.account_id = account.id \
                 WHERE username = '{login}' AND signed_in_at IS NOT NULL"
            );
            assert_eq!(asks(&badge).await.len(), 1, "a badge of {login} that was green");
        }
    });
    fs::remove_dir_all(&data).unwrap();
}
