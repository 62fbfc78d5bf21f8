//! Tests of the classroom mode as a process: a double click opens the start page, a second one the same page.

use crate::{
    desktop::{Desktop, Program, waits_for},
    process::{Browser, free_port},
};
use std::{
    fs,
    net::TcpStream,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Output, Stdio},
};

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
    desktop.starts().ends_well();
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
    first.ends_well();
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
    third.ends_well();
    assert_eq!(names_in(&desktop.data()), ["notes.txt"]);
}

#[test]
fn a_double_click_opens_the_start_page_and_keeps_the_data_beside_the_program() {
    let desktop = Desktop::new();
    let data = desktop.path("stick/stepwise-data");
    for start in 1..=2 {
        let program = Program::start(&mut desktop.double_click());
        let page = desktop.waits_for_address(start);
        let cookie = page.opens();
        let shown = page.asks("GET", "/start", &cookie);
        assert!(shown.body.contains(data.to_str().unwrap()), "{}", shown.body);
        assert!(data.join("stepwise.sqlite").is_file());
        assert_eq!(page.asks("POST", "/start/close", &cookie).status, 200);
        program.ends_well();
    }
    assert!(!desktop.path("home").exists(), "nothing is stored for the user");
}

#[test]
fn a_double_click_that_cannot_start_shows_the_reason_in_the_browser() {
    let desktop = Desktop::new();
    fs::create_dir_all(desktop.path("stick/stepwise-data")).unwrap();
    fs::write(
        desktop.path("stick/stepwise-data/stepwise.sqlite"),
        "no database".repeat(500),
    )
    .unwrap();
    assert!(!desktop.double_click().status().unwrap().success());
    let address = desktop.waits_for_opened(1);
    let page = fs::read_to_string(address.strip_prefix("file://").unwrap()).unwrap();
    assert!(page.contains("<h1>Stepwise did not start</h1>"), "{page}");
    assert!(page.contains("not a database"), "{page}");
}

#[test]
fn a_start_without_arguments_that_has_settings_is_a_server() {
    let desktop = Desktop::new();
    let port = free_port();
    let mut server = desktop.double_click();
    let _server = Program::start(
        server
            .env("STEPWISE_ADDR", format!("127.0.0.1:{port}"))
            .env("STEPWISE_DATA", desktop.data()),
    );
    waits_for("it listens", || TcpStream::connect(("127.0.0.1", port)).is_ok());
    waits_for("it is ready", || Browser::of(port).get("/readyz").status == 200);
    assert_eq!(Browser::of(port).get("/start").status, 404);
    assert_eq!(desktop.opened(), [""; 0]);
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
    program.ends_well();
}

fn says(output: &Output, text: &str) -> bool {
    !output.status.success() && String::from_utf8_lossy(&output.stderr).contains(text)
}
