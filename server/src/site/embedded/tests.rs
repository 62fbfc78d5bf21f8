//! Tests of the embedded site: encodings, caching and addresses.
use super::*;
use axum::body::{Body, to_bytes};
use tower::ServiceExt;

static SOME: &[File] = &[
    File {
        name: "",
        etag: "\"0\"",
        plain: b"js: x",
        br: None,
        gzip: None,
    },
    File {
        name: "/icon.svg",
        etag: "\"1\"",
        plain: b"<svg/>",
        br: None,
        gzip: Some(b"gzip of svg"),
    },
    File {
        name: "/pkg/a.js",
        etag: "\"2\"",
        plain: b"let a",
        br: Some(b"br of a"),
        gzip: Some(b"gzip of a"),
    },
];

async fn ask(path: &str, headers: &[(&str, &str)]) -> (StatusCode, HeaderMap, String) {
    let mut request = Request::get(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let router = routes_of(SOME, |name| {
        if name.starts_with("/pkg/") {
            "for ever"
        } else {
            "for an hour"
        }
    });
    let answer = router.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = answer.into_parts();
    let body = to_bytes(body, 1000).await.unwrap();
    (parts.status, parts.headers, String::from_utf8(body.to_vec()).unwrap())
}

#[tokio::test]
async fn a_file_comes_as_small_as_the_browser_takes_it() {
    for (accepted, encoding, content) in [
        ("gzip, deflate, br, zstd", Some("br"), "br of a"),
        ("gzip;q=0.5, br;q=0", Some("gzip"), "gzip of a"),
        ("identity", None, "let a"),
    ] {
        let (status, headers, body) = ask("/pkg/a.js", &[("accept-encoding", accepted)]).await;
        assert_eq!((status, body.as_str()), (StatusCode::OK, content));
        let said = headers
            .get(header::CONTENT_ENCODING)
            .map(|value| value.to_str().unwrap());
        assert_eq!(said, encoding);
        assert_eq!(headers[header::CONTENT_TYPE], "text/javascript");
        assert_eq!(headers[header::CACHE_CONTROL], "for ever");
        assert_eq!(headers[header::VARY], "accept-encoding");
    }
}

#[tokio::test]
async fn a_file_that_the_browser_has_is_not_sent_again() {
    let (status, headers, body) = ask("/icon.svg", &[]).await;
    assert_eq!((status, body.as_str()), (StatusCode::OK, "<svg/>"));
    let etag = headers[header::ETAG].to_str().unwrap();
    for known in [etag.to_owned(), format!("\"x\", W/{etag}")] {
        let (status, headers, body) = ask("/icon.svg", &[("if-none-match", &known)]).await;
        assert_eq!((status, body.as_str()), (StatusCode::NOT_MODIFIED, ""));
        assert_eq!(headers[header::CACHE_CONTROL], "for an hour");
    }
    assert_eq!(
        ask("/icon.svg", &[("if-none-match", "\"other\"")]).await.0,
        StatusCode::OK
    );
}

#[tokio::test]
async fn nothing_else_is_there() {
    for path in ["/", "/pkg/b.js", "/pkg/../icon.svg", "/pkg/"] {
        assert_eq!(ask(path, &[]).await.0, StatusCode::NOT_FOUND, "{path}");
    }
}
