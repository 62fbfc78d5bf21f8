//! Tests with many connections at once: a stop signal breaks no running request, and slow clients do not delay other
//! clients.

use crate::process::{Answer, Browser, Process, TIMEOUT};
use nix::sys::resource::{Resource, getrlimit, setrlimit};
use std::{
    io::{Read, Write},
    net::{Shutdown, TcpStream},
    thread,
    time::{Duration, Instant},
};

#[test]
fn a_stop_signal_breaks_none_of_a_hundred_requests() {
    let mut server = Process::ready(&[]);
    let form = "username=kestrel-4821&password=amber-otter-4821";
    let head = format!(
        "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nAccept: text/html\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n",
        form.len()
    );
    let (begin, rest) = form.split_at(10);
    let mut halfway: Vec<TcpStream> = (0..100)
        .map(|_| {
            let mut stream = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
            stream.set_read_timeout(Some(TIMEOUT)).unwrap();
            stream.write_all(head.as_bytes()).unwrap();
            stream.write_all(begin.as_bytes()).unwrap();
            stream
        })
        .collect();
    server.signal("-TERM");
    server.until("it has heard", || server.has_logged("stopping"));
    let answers: Vec<_> = halfway
        .drain(..)
        .map(|mut stream| {
            thread::spawn(move || {
                stream.write_all(rest.as_bytes()).unwrap();
                let mut text = String::new();
                stream.read_to_string(&mut text).unwrap();
                Answer::parse(&text).expect("a whole answer").status
            })
        })
        .collect();
    for answer in answers {
        // The password is wrong. The response redirects to the page of the form, which shows the refusal.
        assert_eq!(answer.join().unwrap(), 302);
    }
    let (is_success, took) = server.waits_for_exit();
    assert!(is_success && took < Duration::from_secs(10), "{took:?}");
    assert!(!server.has_logged("not finished in time"));
}

#[test]
fn a_request_that_never_ends_does_not_prevent_the_stop() {
    let mut server = Process::ready(&[]);
    let mut stream = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    stream
        .write_all(b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\nhalf")
        .unwrap();
    // This request is sent after the unfinished one. Its response shows that the server has received both.
    assert_eq!(server.get("/healthz").status, 200);
    server.signal("-TERM");
    let (is_success, took) = server.waits_for_exit();
    assert!(is_success && took < Duration::from_secs(10), "{took:?}");
}

#[test]
fn a_thousand_slow_connections_do_not_delay_a_fast_one() {
    // Every connection uses one file descriptor in this process and one in the server, which inherits the limit.
    let (_, hard) = getrlimit(Resource::RLIMIT_NOFILE).unwrap();
    setrlimit(Resource::RLIMIT_NOFILE, hard.min(4096), hard).unwrap();
    let server = Process::ready(&[]);
    let slow: Vec<TcpStream> = (0..1000)
        .map(|n| {
            let mut stream = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
            let begin = match n % 3 {
                0 => "GET / HTTP/1.1\r\nHost: loc",
                1 => "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nusername=",
                _ => "",
            };
            stream.write_all(begin.as_bytes()).unwrap();
            stream
        })
        .collect();
    let began = Instant::now();
    let teacher = Browser::of(server.port);
    let board = format!("/classes/{}", teacher.opens_a_class(30));
    for _ in 0..10 {
        assert_eq!(teacher.get(&board).status, 200);
    }
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    for stream in &slow {
        let _ = stream.shutdown(Shutdown::Both);
    }
}
