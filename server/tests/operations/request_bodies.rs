//! Tests of request bodies over a real connection: the server stops reading a slow body, refuses a large one at once, and
//! holds only some large ones in memory.

use crate::process::{Answer, Browser, Process, TIMEOUT};
use std::{
    io::{Read, Write},
    net::TcpStream,
    thread,
    time::{Duration, Instant},
};

const FORM: &str = "Content-Type: application/x-www-form-urlencoded\r\nOrigin: http://localhost\r\n";

fn sends(server: &Process, head: &str) -> TcpStream {
    let mut stream = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    stream.set_read_timeout(Some(TIMEOUT)).unwrap();
    stream
        .write_all(format!("{head}Host: localhost\r\n\r\n").as_bytes())
        .unwrap();
    stream
}

/// Reads the response until the server closes the connection.
fn answer(mut stream: TcpStream) -> Answer {
    let mut text = Vec::new();
    stream.read_to_end(&mut text).unwrap();
    let text = String::from_utf8_lossy(&text);
    Answer::parse(&text).unwrap_or_else(|| panic!("no answer: {text}"))
}

#[test]
fn a_body_that_is_too_large_is_refused_before_it_is_sent() {
    let server = Process::ready(&[]);
    let began = Instant::now();
    let head = format!("POST /sign-in HTTP/1.1\r\n{FORM}Content-Length: 1048576\r\n");
    let refused = answer(sends(&server, &head));
    assert_eq!((refused.status, refused.header("connection")), (413, Some("close")));
    // A client that sends the body in spite of the refusal still receives the response.
    let mut stubborn = sends(&server, &head);
    stubborn.write_all(&vec![b'x'; 1_048_576]).unwrap();
    assert_eq!(answer(stubborn).status, 413);
    // The server does not wait for a body on a route that accepts none.
    let head = "POST /nowhere HTTP/1.1\r\nConnection: close\r\nContent-Length: 1048576\r\n";
    assert_eq!(answer(sends(&server, head)).status, 404);
    let head = "GET /sign-in HTTP/1.1\r\nConnection: close\r\nContent-Length: 1048576\r\n";
    assert_eq!(answer(sends(&server, head)).status, 200);
    assert!(began.elapsed() < Duration::from_secs(8), "{:?}", began.elapsed());
}

#[test]
fn a_body_without_a_length_is_read_up_to_its_limit() {
    let server = Process::ready(&[]);
    let mut stream = sends(
        &server,
        &format!("POST /sign-in HTTP/1.1\r\n{FORM}Transfer-Encoding: chunked\r\n"),
    );
    let chunk = format!("400\r\n{}\r\n", "x".repeat(0x400));
    for _ in 0..17 {
        stream.write_all(chunk.as_bytes()).unwrap();
    }
    assert_eq!(answer(stream).status, 413);
}

#[test]
fn a_body_that_arrives_too_slowly_ends_the_request() {
    let server = Process::ready(&[]);
    let began = Instant::now();
    let head = format!("POST /sign-in HTTP/1.1\r\n{FORM}Content-Length: 1000\r\n");
    let mut drips = sends(&server, &head);
    let drips = thread::spawn(move || {
        // A client that sends one byte from time to time does not keep the connection open.
        for _ in 0..40 {
            if drips.write_all(b"x").is_err() {
                break;
            }
            thread::sleep(Duration::from_millis(500));
        }
        drips
    });
    let silent = answer(sends(&server, &head));
    assert_eq!((silent.status, silent.header("connection")), (408, Some("close")));
    let silent_for = began.elapsed();
    assert!((5..15).contains(&silent_for.as_secs()), "{silent_for:?}");
    // If the server closes the connection before the last bytes arrive, it is possible that the client loses the
    // response.
    let mut text = Vec::new();
    let ended = drips.join().unwrap().read_to_end(&mut text);
    assert!(ended.is_err() || text.starts_with(b"HTTP/1.1 408"), "{text:?}");
    assert!(began.elapsed() < Duration::from_secs(25), "{:?}", began.elapsed());
}

/// Number of bodies above 16 KiB that the server holds in memory at once.
const MAX_LARGE_BODIES: usize = 32;

/// Sends a complete list of names that is longer than other forms.
fn sends_large_form(server: &Process) -> Answer {
    let form = format!("id=0&what=names&names={}", "x".repeat(20_000));
    let head = format!(
        "POST /classes/act HTTP/1.1\r\n{FORM}Connection: close\r\nContent-Length: {}\r\n",
        form.len()
    );
    let mut stream = sends(server, &head);
    stream.write_all(form.as_bytes()).unwrap();
    answer(stream)
}

#[test]
fn stalled_large_bodies_are_limited_in_number_and_delay_no_small_form() {
    let server = Process::ready(&[]);
    let normal = sends_large_form(&server).status;
    assert_ne!(normal, 503);
    let head = format!("POST /classes/act HTTP/1.1\r\n{FORM}Transfer-Encoding: chunked\r\n");
    let chunk = format!("4400\r\n{}\r\n", "x".repeat(0x4400));
    let stalled: Vec<TcpStream> = (0..MAX_LARGE_BODIES)
        .map(|_| {
            let mut stream = sends(&server, &head);
            stream.write_all(chunk.as_bytes()).unwrap();
            stream
        })
        .collect();
    // The server can read the stalled bodies later than the first of these forms.
    server.until("a further large body is refused", || {
        let refused = sends_large_form(&server);
        let headers = ["retry-after", "connection"].map(|name| refused.header(name));
        refused.status == 503 && headers == [Some("3"), Some("close")]
    });
    let began = Instant::now();
    let small = Browser::of(server.port).post("/sign-in", "username=kestrel-4821&password=amber-otter-4821");
    assert_eq!(small.status, 302);
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    drop(stalled);
    server.until("a large body is read again", || {
        sends_large_form(&server).status == normal
    });
}
