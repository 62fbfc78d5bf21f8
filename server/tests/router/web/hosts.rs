//! Tests of the `Host` header: if the site has an address, only its host is answered.

use crate::{common::api_client, common::*, on_every_database};
use axum::{
    body::Body,
    http::{Method, Request, header},
};
use domain::locale::Locale;
use texts::Texts;
use tower::ServiceExt;

on_every_database!(
    another_host_is_refused_if_the_site_has_an_address,
    without_an_address_every_host_is_answered,
);

const JSON: &str = "application/json";

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
        // Health checks use the IP address as host.
        for probe in ["/healthz", "/readyz"] {
            assert_eq!(ask(probe, "*/*", host).await.status, 200, "{host} {probe}");
        }
        assert_eq!(
            ask("/metrics", "*/*", host).await.status,
            404,
            "{host}: of another machine"
        );
    }
    // It is possible that the request target is a whole URL. In this case the host in the URL and the `Host` header
    // must both be right.
    for (target, host, status) in [
        ("https://learn.example.org/", Some("learn.example.org"), 200),
        ("http://learn.example.org:443/", Some("learn.example.org"), 200),
        ("https://learn.example.org/", None, 200),
        ("https://evil.example/", Some("learn.example.org"), 421),
        ("https://learn.example.org/", Some("evil.example"), 421),
        ("https://evil.example/", None, 421),
        // Requests of HTTP/1.0 are possible without a `Host` header.
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

/// In a classroom, browsers reach the server by several addresses and names.
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
