//! Tests of the log at start-up: JSON and plain text, misspelt settings, and a database that refuses connections.

use crate::process::{Process, free_port};
use serde_json::Value;
use std::time::Duration;

fn as_json(process: &Process) -> Vec<Value> {
    let parsed = |line: &String| serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}"));
    process.lines().iter().map(parsed).collect()
}

#[test]
fn a_json_log_contains_only_json() {
    let server = Process::ready(&[
        ("STEPWISE_LOG_FORMAT", "json"),
        ("STEPWISE_BASE_URL", "https://stepwise.example.org"),
    ]);
    server.until("it says so", || server.has_logged("Stepwise is ready"));
    let lines = as_json(&server);
    let ready = lines
        .iter()
        .find(|line| line["message"] == "Stepwise is ready")
        .unwrap();
    assert_eq!(ready["level"], "INFO");
    assert_eq!(ready["address"], "https://stepwise.example.org");
}

#[test]
fn a_failed_start_is_reported_as_json() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    // An error that ends the start is logged although the log is turned off.
    let mut server = Process::start(&[
        ("STEPWISE_LOG_FORMAT", "json"),
        ("STEPWISE_LOG", "off"),
        ("STEPWISE_ADDR", &address),
    ]);
    assert!(!server.waits_for_exit().0);
    server.until("it says why", || server.has_logged("ERROR"));
    let line = as_json(&server).pop().unwrap();
    assert_eq!(line["level"], "ERROR");
    assert!(line["message"].as_str().unwrap().contains("is taken"), "{line}");
    assert!(line["timestamp"].as_str().unwrap().ends_with('Z'), "{line}");
}

#[test]
fn a_log_in_a_file_has_no_colours_and_no_start_up_lines_of_libraries() {
    let server = Process::ready(&[("STEPWISE_BASE_URL", "https://stepwise.example.org")]);
    server.until("it says so", || server.has_logged("Stepwise is ready"));
    assert!(!server.has_logged("\u{1b}["), "{:#?}", server.lines());
    assert!(!server.has_logged("trusted origin"), "{:#?}", server.lines());
}

#[test]
fn a_misspelt_setting_is_reported() {
    let server = Process::ready(&[
        ("STEPWISE_ISUER", "Our school"),
        // Kubernetes sets this variable for a service that is called `stepwise`.
        ("STEPWISE_PORT", "tcp://192.0.2.7:8000"),
    ]);
    server.until("it says so", || server.has_logged("STEPWISE_ISUER is not a setting"));
    assert!(!server.has_logged("STEPWISE_PORT"), "{:#?}", server.lines());
}

#[test]
fn a_database_that_refuses_connections_is_reported_at_once_and_ends_the_start() {
    for scheme in ["postgres", "mysql"] {
        let port = free_port();
        let url = format!("{scheme}://stepwise:secret-word@127.0.0.1:{port}/stepwise");
        let mut server = Process::start(&[("DATABASE_URL", &url), ("STEPWISE_DB_WAIT", "6")]);
        server.until("it waits", || server.has_logged("waiting for the database, 0 of 6 s"));
        let (is_success, waited) = server.waits_for_exit();
        assert!(!is_success && waited < Duration::from_secs(8), "{waited:?}");
        server.until("it says why", || server.has_logged("gave no answer within"));
        let lines = server.lines();
        let told: Vec<&String> = lines.iter().filter(|line| line.contains("refused")).collect();
        // The error is logged at once, again after some seconds, and at the end.
        assert_eq!(told.len(), 3, "{lines:#?}");
        assert!(told.iter().all(|line| line.contains(&port.to_string())), "{lines:#?}");
        assert!(!server.has_logged("secret-word"));
    }
}
