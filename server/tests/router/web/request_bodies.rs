//! Tests of request bodies: read only on routes that accept one, and up to the size of the route.

use crate::{common::*, on_every_database};
use axum::{
    body::{Body, Bytes, HttpBody, to_bytes},
    extract::ConnectInfo,
    http::{Method, Request, StatusCode, header, request::Builder},
};
use hyper::body::Frame;
use std::{
    convert::Infallible,
    net::SocketAddr,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll},
};
use tower::ServiceExt;

on_every_database!(
    a_body_is_read_only_where_one_is_accepted,
    a_body_is_read_up_to_the_size_of_its_route,
    a_pasted_list_may_be_longer_than_other_forms,
    a_file_is_read_up_to_the_size_of_its_route,
);

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";
const UPLOAD: &str = "multipart/form-data; boundary=x";
const CHUNK: usize = 1024;
const MEGABYTE: usize = 1024 * CHUNK;

/// A body that counts the bytes that the server has read from it.
struct CountedBody {
    left: usize,
    taken: Arc<AtomicUsize>,
}

impl HttpBody for CountedBody {
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

/// Sends a body of this length. Returns the status and the number of bytes that the server has read.
async fn sends_body(app: &TestApp, request: Builder, length: usize) -> (StatusCode, usize) {
    let taken = Arc::new(AtomicUsize::new(0));
    let body = Body::new(CountedBody {
        left: length,
        taken: Arc::clone(&taken),
    });
    // Without `Expect: 100-continue`, the server would read a refused body in order to discard it.
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

fn with_content_type(method: Method, path: &str, kind: &str) -> Builder {
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
        // Operations that accept no body.
        (Method::POST, "/api/v1/auth-jwt/refresh", JSON, 401),
        (Method::POST, "/api/v1/auth-jwt/logout", JSON, 401),
        (Method::DELETE, "/api/v1/classes/0", JSON, 401),
        // Content types that the route does not accept.
        (Method::POST, "/api/v1/auth-jwt/login", FORM, 415),
        (Method::POST, "/api/v1/auth-jwt/login", "text/plain", 415),
        (Method::POST, "/sign-in", "multipart/form-data", 400),
        (Method::POST, "/sign-in", "text/plain", 400),
        (Method::POST, "/sign-in", JSON, 400),
        (Method::POST, "/classes/0/names-file", FORM, 400),
        (Method::POST, "/classes/0/questions-file", JSON, 400),
        (Method::POST, "/classes/act", UPLOAD, 400),
        (Method::GET, "/classes/0/names-file", UPLOAD, 405),
        (Method::GET, "/classes/0/events", FORM, 404),
        (Method::POST, "/classes/0/events", FORM, 405),
        (Method::POST, "/account/data.json", JSON, 303),
    ] {
        let (answered, taken) = sends_body(&app, with_content_type(method.clone(), path, kind), MEGABYTE).await;
        assert_eq!((answered.as_u16(), taken), (status, 0), "{method} {path} {kind}");
    }
    // A route that accepts the body reads it.
    let (status, taken) = sends_body(&app, with_content_type(Method::POST, "/sign-in", FORM), 2 * CHUNK).await;
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
        let announced = with_content_type(Method::POST, path, kind).header(header::CONTENT_LENGTH, MEGABYTE);
        assert_eq!(
            sends_body(&app, announced, MEGABYTE).await,
            (StatusCode::PAYLOAD_TOO_LARGE, 0),
            "{path}"
        );
        let (status, taken) = sends_body(&app, with_content_type(Method::POST, path, kind), MEGABYTE).await;
        assert_eq!(status, 413, "{path}");
        assert!(taken <= 17 * CHUNK, "{path}: {taken}");
    }
    // Every form except the list of names and the message of an exercise has the small limit.
    for (path, method) in routes::server_functions() {
        if method == Method::POST && path != "/classes/act" && path != "/lesson/message-send" {
            let (status, taken) = sends_body(&app, with_content_type(method, &path, FORM), 20 * CHUNK).await;
            assert_eq!(status, 413, "{path}");
            assert!(taken <= 17 * CHUNK, "{path}: {taken}");
        }
    }
}

async fn a_pasted_list_may_be_longer_than_other_forms(app: TestApp) {
    let class = app.class_of(500).await;
    // The names have the maximum length, and each character has the longest encoding: twelve bytes in a form.
    let names = vec!["🦊".repeat(60); 500].join("\r\n");
    let form = browser::encoded(&[("names", &names)]);
    assert!(form.len() > 300 * CHUNK && form.len() < 384 * CHUNK, "{}", form.len());
    let done = class.action("names", &[("names", &names)]).await;
    assert!(done.is_done(), "{}", done.status);
    let (status, taken) = sends_body(&app, with_content_type(Method::POST, "/classes/act", FORM), MEGABYTE).await;
    assert_eq!(status, 413);
    assert!(taken <= 385 * CHUNK, "{taken}");
}

async fn a_file_is_read_up_to_the_size_of_its_route(app: TestApp) {
    for (path, kind, most) in [
        ("/classes/0/names-file", UPLOAD, 384),
        ("/classes/0/questions-file", UPLOAD, 64),
        ("/lesson/message-send", FORM, 64),
    ] {
        let request = || with_content_type(Method::POST, path, kind);
        let announced = request().header(header::CONTENT_LENGTH, MEGABYTE);
        let refused = (StatusCode::PAYLOAD_TOO_LARGE, 0);
        assert_eq!(sends_body(&app, announced, MEGABYTE).await, refused, "{path}");
        let (status, taken) = sends_body(&app, request(), MEGABYTE).await;
        assert_eq!(status, 413, "{path}");
        assert!(taken <= (most + 1) * CHUNK, "{path}: {taken}");
        let (status, taken) = sends_body(&app, request(), most * CHUNK).await;
        assert_eq!((status.as_u16(), taken), (400, most * CHUNK), "{path}");
    }
}
