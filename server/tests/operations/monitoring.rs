//! Tests of monitoring: the metrics, the clients that are allowed to read them, request ids, log lines of the first
//! start.

use crate::process::{Browser, Process, free_port};

#[test]
fn metrics_are_served_to_this_machine_only_by_default() {
    let server = Process::ready(&[]);
    let watcher = Browser::of(server.port);
    let board = format!("/classes/{}", watcher.opens_a_class(3));
    assert_eq!(watcher.get(&board).status, 200);
    watcher.post("/sign-in", "username=kestrel-4821&password=amber-otter-4821");
    let metrics = watcher.get("/metrics");
    assert_eq!(metrics.status, 200);
    for line in [
        "stepwise_http_requests_total{method=\"GET\",route=\"/classes/{id}\",status=\"200\"} 1",
        "stepwise_http_request_duration_seconds_bucket{method=\"GET\",route=\"/classes/{id}\",le=\"20\"} 1",
        "stepwise_sign_ins_total{step=\"password\",outcome=\"wrong\"} 1",
        "stepwise_refusals_total{code=\"sign_in_failed\"} 1",
        "stepwise_open_classes 1",
        "stepwise_database_up 1",
        "stepwise_db_connections{state=\"idle\"}",
        "stepwise_database_statements_total ",
        "process_resident_memory_bytes",
    ] {
        assert!(metrics.body.contains(line), "{line}\n{}", metrics.body);
    }
    let board = board.rsplit('/').next().unwrap();
    assert!(!metrics.body.contains(board) && !metrics.body.contains("kestrel"));
    // A request through a proxy on this machine is refused: the client behind the proxy can be on another machine.
    assert_eq!(
        watcher.get_with("/metrics", "X-Forwarded-For: 203.0.113.9\r\n").status,
        404
    );
}

#[test]
fn metrics_are_served_to_clients_with_the_token() {
    let token = "a-token-of-some-length";
    let server = Process::ready(&[("STEPWISE_METRICS_TOKEN", token)]);
    let watcher = Browser::of(server.port);
    assert_eq!(watcher.get("/metrics").status, 404);
    assert_eq!(
        watcher
            .get_with("/metrics", "Authorization: Bearer another-one-of-it\r\n")
            .status,
        404
    );
    let with_it = format!("Authorization: Bearer {token}\r\nX-Forwarded-For: 203.0.113.9\r\n");
    assert_eq!(watcher.get_with("/metrics", &with_it).status, 200);
}

#[test]
fn metrics_can_have_an_address_of_their_own() {
    let port = free_port();
    let server = Process::ready(&[("STEPWISE_METRICS_ADDR", &format!("127.0.0.1:{port}"))]);
    assert_eq!(server.get("/metrics").status, 404);
    let watcher = Browser::of(port);
    assert_eq!(watcher.get("/metrics").status, 200);
    assert_eq!(watcher.get("/readyz").status, 200);
    assert_eq!(watcher.get("/sign-in").status, 404);
}

#[test]
fn every_request_has_an_id_in_its_response_and_in_the_log() {
    let server = Process::ready(&[("STEPWISE_LOG_FORMAT", "json"), ("STEPWISE_LOG", "debug")]);
    let answer = server.get("/sign-in");
    let id = answer.header("x-request-id").expect("a name").to_owned();
    assert_eq!(id.len(), 16);
    server.until("it is logged", || server.has_logged(&id));
    let line = server.lines().into_iter().find(|line| line.contains(&id)).unwrap();
    let line: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(line["message"], "answered");
    assert_eq!(line["status"], 200);
    assert_eq!(line["span"]["route"], "/sign-in");
    assert_eq!(line["span"]["id"], id.as_str());
    // Without a trusted proxy, a client cannot choose the request id.
    let chosen = Browser::of(server.port).get_with("/sign-in", "X-Request-Id: mine\r\n");
    assert_ne!(chosen.header("x-request-id"), Some("mine"));
    let trusting = Process::ready(&[("STEPWISE_TRUSTED_PROXIES", "1")]);
    let given = Browser::of(trusting.port).get_with("/sign-in", "X-Request-Id: of-the-proxy\r\n");
    assert_eq!(given.header("x-request-id"), Some("of-the-proxy"));
}

/// The first start logs one line for all migrations, because an operator sees this line first.
#[test]
fn the_first_start_reports_the_migration_once() {
    let server = Process::ready(&[]);
    let lines = server.lines();
    let told = |what: &str| lines.iter().filter(|line| line.contains(what)).count();
    assert_eq!(told("bringing the database up to date"), 1, "{lines:#?}");
    assert!(lines.len() < 12, "{lines:#?}");
}
