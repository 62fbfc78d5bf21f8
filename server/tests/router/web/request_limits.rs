//! Tests of requests from unknown clients: bodies that no route accepts, wrong hosts, and thousands of addresses.

use crate::{common::api_client, common::*, on_every_database};
use axum::{
    body::{Body, Bytes, HttpBody, to_bytes},
    extract::ConnectInfo,
    http::{Method, Request, StatusCode, header, request::Builder},
};
use domain::{locale::Locale, refusal::Refusal};
use hyper::body::Frame;
use std::{
    convert::Infallible,
    net::{Ipv6Addr, SocketAddr},
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll},
};
use texts::Texts;
use tower::ServiceExt;

on_every_database!(
    a_body_is_read_only_where_one_is_accepted,
    a_body_is_read_up_to_the_size_of_its_route,
    a_pasted_list_may_be_longer_than_other_forms,
    another_host_is_refused_if_the_site_has_an_address,
    without_an_address_every_host_is_answered,
    networks_of_one_site_share_the_hourly_limit_of_classes,
    networks_of_one_site_share_the_hourly_limit_of_registrations,
);

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";
const CHUNK: usize = 1024;
const MEGABYTE: usize = 1024 * CHUNK;

/// A body that counts the bytes that the server has read from it.
struct Counted {
    left: usize,
    taken: Arc<AtomicUsize>,
}

impl HttpBody for Counted {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let Some(left) = self.left.checked_sub(CHUNK) else {
            return Poll::Ready(None);
        };
        self.left = left;
        self.taken.fetch_add(CHUNK, Ordering::Relaxed);
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(&[b'x'; CHUNK])))))
    }
}

/// Sends a body of this length. Returns the status and the number of bytes that were read.
async fn taken(app: &TestApp, request: Builder, length: usize) -> (StatusCode, usize) {
    let taken = Arc::new(AtomicUsize::new(0));
    let body = Body::new(Counted {
        left: length,
        taken: Arc::clone(&taken),
    });
    // A client that sends `Expect: 100-continue`: the server does not read and drop a refused body.
    let request = request
        .header(header::HOST, "stepwise.test")
        .header(header::EXPECT, "100-continue")
        .header(header::ORIGIN, "http://stepwise.test");
    let mut request = request.body(body).unwrap();
    let address = SocketAddr::from(([10, 0, 0, 9], 50_000));
    request.extensions_mut().insert(ConnectInfo(address));
    let answer = app.router.clone().oneshot(request).await.unwrap();
    let status = answer.status();
    to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    (status, taken.load(Ordering::Relaxed))
}

fn of_kind(method: Method, path: &str, kind: &str) -> Builder {
    Request::builder()
        .method(method)
        .uri(path)
        .header(header::CONTENT_TYPE, kind)
}

async fn a_body_is_read_only_where_one_is_accepted(app: TestApp) {
    app.api_client();
    for (method, path, kind, status) in [
        // GET and HEAD have no body.
        (Method::GET, "/", FORM, 200),
        (Method::GET, "/sign-in", FORM, 200),
        (Method::HEAD, "/", FORM, 200),
        (Method::GET, "/sfn/challenge", FORM, 401),
        (Method::GET, "/healthz", FORM, 200),
        (Method::GET, "/api/v1/classes", JSON, 401),
        // Unknown paths, and methods that a path does not have.
        (Method::POST, "/nowhere", FORM, 404),
        (Method::PUT, "/nowhere/at/all", "application/octet-stream", 404),
        (Method::POST, "/pkg/nothing.js", FORM, 405),
        (Method::PUT, "/sign-in", FORM, 405),
        (Method::POST, "/api/v1/nowhere", JSON, 404),
        (Method::POST, "/api/v1/auth-jwt/user-info", JSON, 405),
        // Operations without a body.
        (Method::POST, "/api/v1/auth-jwt/refresh", JSON, 401),
        (Method::POST, "/api/v1/auth-jwt/logout", JSON, 401),
        (Method::DELETE, "/api/v1/classes/0", JSON, 401),
        // Content types that the route does not accept.
        (Method::POST, "/api/v1/auth-jwt/login", FORM, 415),
        (Method::POST, "/api/v1/auth-jwt/login", "text/plain", 415),
        (Method::POST, "/sign-in", "multipart/form-data", 400),
        (Method::POST, "/sign-in", "text/plain", 400),
        (Method::POST, "/sign-in", JSON, 400),
    ] {
        let (answered, taken) = taken(&app, of_kind(method.clone(), path, kind), MEGABYTE).await;
        assert_eq!((answered.as_u16(), taken), (status, 0), "{method} {path} {kind}");
    }
    // A route that accepts the body reads it.
    let (status, taken) = taken(&app, of_kind(Method::POST, "/sign-in", FORM), 2 * CHUNK).await;
    assert_eq!((status.as_u16(), taken), (400, 2 * CHUNK));
}

async fn a_body_is_read_up_to_the_size_of_its_route(app: TestApp) {
    app.api_client();
    for (path, kind) in [
        ("/sign-in", FORM),
        ("/register", FORM),
        ("/classes", FORM),
        ("/account/password", FORM),
        ("/api/v1/user", JSON),
        ("/api/v1/auth-jwt/login", JSON),
        ("/api/v1/classes", JSON),
    ] {
        let announced = of_kind(Method::POST, path, kind).header(header::CONTENT_LENGTH, MEGABYTE);
        assert_eq!(
            taken(&app, announced, MEGABYTE).await,
            (StatusCode::PAYLOAD_TOO_LARGE, 0),
            "{path}"
        );
        let (status, taken) = taken(&app, of_kind(Method::POST, path, kind), MEGABYTE).await;
        assert_eq!(status, 413, "{path}");
        assert!(taken <= 17 * CHUNK, "{path}: {taken}");
    }
    // Every form except the list of names has the small limit.
    for (path, method) in routes::server_functions() {
        if method == Method::POST && path != "/classes/act" {
            let (status, taken) = taken(&app, of_kind(method, &path, FORM), 20 * CHUNK).await;
            assert_eq!(status, 413, "{path}");
            assert!(taken <= 17 * CHUNK, "{path}: {taken}");
        }
    }
}

async fn a_pasted_list_may_be_longer_than_other_forms(app: TestApp) {
    let class = app.class_of(500).await;
    // The longest names in the longest encoding: twelve bytes in the form for each character.
    let names = vec!["🦊".repeat(60); 500].join("\r\n");
    let form = browser::encoded(&[("names", &names)]);
    assert!(form.len() > 300 * CHUNK && form.len() < 384 * CHUNK, "{}", form.len());
    let done = class.action("names", &[("names", &names)]).await;
    assert!(done.is_done(), "{}", done.status);
    let (status, taken) = taken(&app, of_kind(Method::POST, "/classes/act", FORM), MEGABYTE).await;
    assert_eq!(status, 413);
    assert!(taken <= 385 * CHUNK, "{taken}");
}

async fn another_host_is_refused_if_the_site_has_an_address(app: TestApp) {
    let app = app.with(|config| config.site.base_url = Some("https://learn.example.org".to_owned()));
    let ask = async |path: &str, accept: &str, host: &str| {
        let request = Request::get(path)
            .header(header::ACCEPT, accept)
            .header("x-forwarded-host", "learn.example.org")
            .header(header::HOST, host);
        app.browser().sends(request, "").await
    };
    for host in ["learn.example.org", "LEARN.example.org.", "learn.example.org:443"] {
        assert_eq!(ask("/", "text/html", host).await.status, 200, "{host}");
        assert_eq!(ask("/api/openapi.json", JSON, host).await.status, 200, "{host}");
    }
    let texts = Texts::of(Locale::En);
    for host in [
        "evil.example",
        "learn.example.org.evil.example",
        "learn.example.org:8000",
        "127.0.0.1:3000",
        "[::1]",
        "localhost",
        "",
    ] {
        for path in ["/", "/sign-in", "/nowhere", "/classes/none/results.csv"] {
            let page = ask(path, "text/html", host).await;
            assert_eq!(page.status, 421, "{host} {path}");
            assert!(
                page.says(texts.message_misdirected_title()),
                "{host} {path}: {}",
                page.body
            );
            assert!(page.body.contains("href=\"https://learn.example.org\""), "{path}");
            assert!(!page.body.contains("evil.example"), "{path}");
            assert!(page.headers.contains_key("x-content-type-options"));
        }
        let call = ask("/api/v1/classes", JSON, host).await;
        assert_eq!(api_client::refused(&call), (421, "misdirected".into()), "{host}");
        let form = app
            .browser()
            .form_request(Method::POST, "/language")
            .header(header::HOST, host);
        let form = app.browser().sends(form.header(header::ACCEPT, JSON), "lang=fr").await;
        assert!(form.status == 421 && form.cookies().is_empty(), "{host}");
        // Probes use the IP address as host.
        for probe in ["/healthz", "/readyz"] {
            assert_eq!(ask(probe, "*/*", host).await.status, 200, "{host} {probe}");
        }
        assert_eq!(
            ask("/metrics", "*/*", host).await.status,
            404,
            "{host}: of another machine"
        );
    }
    // The request target may be a whole URL. Then both hosts must be right.
    for (target, host, status) in [
        ("https://learn.example.org/", Some("learn.example.org"), 200),
        ("http://learn.example.org:443/", Some("learn.example.org"), 200),
        ("https://learn.example.org/", None, 200),
        ("https://evil.example/", Some("learn.example.org"), 421),
        ("https://learn.example.org/", Some("evil.example"), 421),
        ("https://evil.example/", None, 421),
        // HTTP/1.0.
        ("/", None, 400),
        ("/healthz", None, 200),
    ] {
        let mut request = Request::get(target).header(header::ACCEPT, "text/html");
        if let Some(host) = host {
            request = request.header(header::HOST, host);
        }
        let answer = app
            .router
            .clone()
            .oneshot(request.body(Body::empty()).unwrap())
            .await
            .unwrap();
        assert_eq!(answer.status().as_u16(), status, "{target} {host:?}");
    }
    let two = Request::get("/")
        .header(header::HOST, "learn.example.org")
        .header(header::HOST, "learn.example.org");
    let answer = app
        .router
        .clone()
        .oneshot(two.body(Body::empty()).unwrap())
        .await
        .unwrap();
    assert_eq!(answer.status(), 400);
}

/// In a classroom the server is reached by several addresses and names.
async fn without_an_address_every_host_is_answered(app: TestApp) {
    for host in [
        "localhost:3000",
        "192.168.1.5:3000",
        "teacher.local:3000",
        "[fe80::1]:3000",
    ] {
        let request = Request::get("/")
            .header(header::ACCEPT, "text/html")
            .header(header::HOST, host);
        assert_eq!(app.browser().sends(request, "").await.status, 200, "{host}");
    }
}

/// A browser in another /64 of the same site.
fn in_network(app: &TestApp, network: u16) -> Browser {
    let mut browser = app.browser();
    browser.address = Ipv6Addr::new(0x2001, 0xdb8, 1, network, 0, 0, 0, 1).into();
    browser
}

async fn networks_of_one_site_share_the_hourly_limit_of_classes(app: TestApp) {
    let app = app.with(|config| config.settings.classes_per_hour = 2);
    let open = async |teacher: &Browser| {
        let form = teacher.opens("/").await.field("form");
        let fields = [("form", form.as_str()), ("seats", "1"), ("title", "")];
        teacher.calls("/classes", &fields).await
    };
    for network in 0..32 {
        let answer = open(&in_network(&app, network)).await;
        assert!(answer.is_done(), "{network}: {}", answer.body);
    }
    let full = in_network(&app, 100);
    let Refusal::TooManyClasses { until } = open(&full).await.refusal() else {
        panic!("the site is not limited")
    };
    assert_eq!(app.count("class").await, 32);
    // Other sites, and IPv4, have limits of their own.
    let mut elsewhere = app.browser();
    elsewhere.address = Ipv6Addr::new(0x2001, 0xdb8, 2, 100, 0, 0, 0, 1).into();
    assert!(open(&elsewhere).await.is_done());
    assert!(open(&app.browser()).await.is_done());
    app.waits(until.since(app.now()).as_secs() + 1);
    assert!(open(&full).await.is_done());
}

async fn networks_of_one_site_share_the_hourly_limit_of_registrations(app: TestApp) {
    let app = app.with(|config| config.settings.registrations_per_hour = 1);
    let register = async |network: u16| {
        let visitor = in_network(&app, network);
        let form = visitor.opens("/register").await.field("form");
        let (name, email) = (format!("ada{network}"), format!("ada{network}@school.example"));
        let fields = [
            ("form", form.as_str()),
            ("username", &name),
            ("email", &email),
            ("password", "correct horse battery"),
            ("password_again", "correct horse battery"),
        ];
        visitor.calls("/register", &fields).await
    };
    for network in 0..16 {
        let answer = register(network).await;
        assert!(answer.is_done(), "{network}: {}", answer.body);
    }
    assert!(matches!(
        register(16).await.refusal(),
        Refusal::TooManyRegistrations { .. }
    ));
    assert_eq!(app.count("account").await, 16);
}
