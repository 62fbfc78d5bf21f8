//! Tests of how pages are sent: compressed, and with early requests for what their islands need.

use crate::{common::*, on_every_database};
use axum::http::{Request, header};

on_every_database!(
    pages_are_compressed_over_plain_http_only,
    pages_with_secrets_do_not_repeat_their_address,
    streams_and_data_are_not_compressed,
    only_pages_with_islands_request_the_program_early,
);

async fn encoding_of(browser: &Browser, path: &str) -> String {
    let request = Request::get(path)
        .header(header::ACCEPT, "text/html")
        .header(header::ACCEPT_ENCODING, "gzip, deflate, br, zstd")
        .body(String::new().into())
        .unwrap();
    let response = browser.requests(request).await;
    assert_eq!(response.status(), 200, "{path}");
    let encoding = response.headers().get(header::CONTENT_ENCODING);
    encoding.map_or_else(String::new, |encoding| encoding.to_str().unwrap().to_owned())
}

async fn pages_are_compressed_over_plain_http_only(app: TestApp) {
    let class = app.class_of(2).await;
    for path in ["/sign-in", &class.page()] {
        assert_eq!(encoding_of(&class.teacher, path).await, "gzip", "{path}");
    }
    // Under https an attacker could guess secrets from the lengths of compressed pages.
    let https = app.with(|config| config.site.base_url = Some("https://stepwise.test".to_owned()));
    assert_eq!(encoding_of(&https.browser(), "/sign-in").await, "");
}

/// A page that repeats its address beside a secret would reveal the secret by the length of its compressed response.
async fn pages_with_secrets_do_not_repeat_their_address(app: TestApp) {
    const CHOSEN: &str = "chosen-by-an-attacker";
    let class = app.class_of(2).await;
    let student = app.browser();
    student.signs_in(&class.seats[0]).await;
    let board = class.page();
    let teachers = [
        format!("{board}?show=all"),
        format!("{board}/handouts?"),
        format!("{board}/seats/1?"),
    ];
    let pages = teachers.iter().map(|page| (&class.teacher, page.as_str()));
    for (browser, page) in pages.chain([(&student, "/set-up?")]) {
        for parameter in ["x", "order", "done", "show"] {
            let answer = browser.gets(&format!("{page}&{parameter}={CHOSEN}")).await;
            assert!(answer.is_page(), "{page}: {}", answer.status);
            assert!(!answer.body.contains(CHOSEN), "{page} {parameter}");
        }
    }
}

async fn streams_and_data_are_not_compressed(app: TestApp) {
    let class = app.class_of(2).await;
    for path in ["events?page=rows", "handouts.csv"] {
        let path = format!("{}/{path}", class.page());
        assert_eq!(encoding_of(&class.teacher, &path).await, "", "{path}");
    }
}

async fn only_pages_with_islands_request_the_program_early(app: TestApp) {
    let visitor = app.browser();
    for (path, many) in [("/sign-in", 2), ("/register", 2), ("/", 0), ("/guide", 0)] {
        let page = visitor.gets(path).await;
        let (head, _) = page.body.split_once("</head>").unwrap();
        let nonce = format!(" nonce=\"{}\">", page.nonce().unwrap());
        let scripts = head.split("<link rel=\"modulepreload\"").skip(1);
        let allowed = scripts.filter(|script| script.split_inclusive('>').next().unwrap().ends_with(&nonce));
        assert_eq!(allowed.count(), many, "{path}");
        assert_eq!(head.matches(" as=\"fetch\"").count(), many / 2, "{path}");
    }
}
