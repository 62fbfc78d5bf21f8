//! Tests of a database server that starts later than Stepwise, restarts, or never answers.

use crate::{
    database::{Kind, TestDatabase},
    database_proxy::Proxy,
    on_every_server,
    process::{Browser, Process},
};
use std::time::{Duration, Instant};

on_every_server!(
    the_server_waits_for_a_database_that_starts_later,
    the_server_stops_if_the_database_never_answers,
    a_lesson_continues_after_a_restart_of_the_database,
    a_lesson_continues_on_new_connections_when_the_old_ones_are_silent,
);

async fn the_server_waits_for_a_database_that_starts_later(kind: Kind) {
    let database = TestDatabase::create(kind, false).await;
    let (proxy, url) = Proxy::before(&database.url);
    let server = Process::start(&[("DATABASE_URL", &url), ("STEPWISE_LOG", "trace")]);
    server.until("it says so", || server.has_logged("waiting for the database"));
    assert_eq!(server.get("/healthz").status, 200);
    for path in ["/readyz", "/", "/sign-in"] {
        let answer = server.get(path);
        assert_eq!(answer.status, 503, "{path}");
        assert!(answer.header("retry-after").is_some(), "{path}");
    }
    proxy.open().await;
    server.until_ready();
    assert_eq!(server.get("/").status, 200);
    let password = url.split(':').nth(2).unwrap().split('@').next().unwrap();
    assert!(
        !server.has_logged(password),
        "the log contains the password of the database"
    );
    drop(server);
    proxy.close().await;
    database.destroy().await;
}

async fn the_server_stops_if_the_database_never_answers(kind: Kind) {
    let scheme = if kind == Kind::Postgres { "postgres" } else { "mysql" };
    let (_way, url) = Proxy::before(&format!("{scheme}://stepwise:secret-word@127.0.0.1:1/stepwise"));
    let mut server = Process::start(&[
        ("DATABASE_URL", &url),
        ("STEPWISE_DB_WAIT", "1"),
        ("STEPWISE_LOG", "trace"),
    ]);
    let (is_success, _) = server.waits_for_exit();
    assert!(!is_success);
    server.until("it says why", || server.has_logged("gave no answer within"));
    assert!(!server.has_logged("secret-word"));
}

async fn a_lesson_continues_after_a_restart_of_the_database(kind: Kind) {
    let database = TestDatabase::create(kind, false).await;
    let (proxy, url) = Proxy::before(&database.url);
    proxy.open().await;
    let server = Process::ready(&[("DATABASE_URL", &url)]);
    let teacher = Browser::of(server.port);
    let board = format!("/classes/{}", teacher.opens_a_class(30));
    let changes = format!("/sfn/board-changes?id={}&since=0", board.rsplit('/').next().unwrap());
    assert_eq!(teacher.get(&board).status, 200);
    assert_eq!(teacher.get(&changes).status, 200);

    proxy.close().await;
    // While the database is unreachable, the server answers requests for pages and data with 503 and `Retry-After`.
    // This includes the first request, before the server has noticed that the database is unreachable.
    let first = teacher.get(&changes);
    assert_eq!(first.status, 503, "{}", first.body);
    assert!(first.header("retry-after").is_some());
    assert!(
        first.body.contains("unavailable"),
        "the board knows what that means: {}",
        first.body
    );
    server.until("it has noticed", || server.has_logged("the database is unreachable"));
    let began = Instant::now();
    for _ in 0..10 {
        let page = teacher.get_with(&board, "Accept: text/html\r\nAccept-Language: ru\r\n");
        assert_eq!(page.status, 503);
        assert!(page.body.contains("Одну минуту"), "{}", page.body);
        assert_eq!(teacher.get("/readyz").status, 503);
        assert_eq!(teacher.get("/healthz").status, 200);
    }
    assert!(
        began.elapsed() < Duration::from_secs(5),
        "requests do not wait for a connection"
    );

    proxy.open().await;
    server.until("it is back", || server.get("/readyz").status == 200);
    for _ in 0..20 {
        assert_eq!(teacher.get(&board).status, 200);
        assert_eq!(teacher.get(&changes).status, 200);
    }
    drop(server);
    proxy.close().await;
    database.destroy().await;
}

/// The system reports a connection to a host that has disappeared only after a quarter of an hour.
async fn a_lesson_continues_on_new_connections_when_the_old_ones_are_silent(kind: Kind) {
    let database = TestDatabase::create(kind, false).await;
    let (proxy, url) = Proxy::before(&database.url);
    proxy.open().await;
    let server = Process::ready(&[("DATABASE_URL", &url), ("STEPWISE_DB_CONNECTIONS", "3")]);
    let teacher = Browser::of(server.port);
    let board = format!("/classes/{}", teacher.opens_a_class(30));
    std::thread::scope(|scope| {
        for _ in 0..20 {
            scope.spawn(|| assert_eq!(teacher.get(&board).status, 200));
        }
    });
    proxy.silence();
    // Connections that were used within the last second are not tested.
    std::thread::sleep(Duration::from_secs(1));
    let began = Instant::now();
    // The watch of the database has a silent connection too, and refuses requests until it has replaced it.
    server.until("the board is back", || {
        (0..20).all(|_| teacher.get(&board).status == 200)
    });
    assert!(began.elapsed() < Duration::from_secs(15), "{:?}", began.elapsed());
    drop(server);
    proxy.close().await;
    database.destroy().await;
}
