//! Tests that unsafe requests from other origins are refused on every route.

use crate::{common::*, on_every_database};
use axum::http::{Method, Request, header};
use domain::locale::Locale;
use texts::Texts;

on_every_database!(
    requests_from_other_origins_are_refused_on_every_route,
    a_school_network_without_fetch_metadata_works,
    behind_a_proxy_the_public_address_is_the_own_origin,
    the_own_origin_may_be_in_capitals_or_have_its_port,
);

const FOREIGN: [&[(&str, &str)]; 6] = [
    &[("sec-fetch-site", "cross-site")],
    &[("sec-fetch-site", "same-site")],
    &[("sec-fetch-site", "cross-site"), ("origin", "http://stepwise.test")],
    &[("origin", "http://evil.test")],
    &[("origin", "http://stepwise.test.evil.test")],
    &[("origin", "null")],
];

async fn requests_from_other_origins_are_refused_on_every_route(app: TestApp) {
    let class = app.class_of(2).await;
    let student = app.browser();
    student.connects(&class.seats[0]).await;
    let pending = app.browser();
    pending.signs_in(&class.seats[0]).await;
    let form = app.browser().opens("/").await.field("form");
    let fields = routes::fields(&class.id, &class.teacher_token, &form, "nobody");
    let functions = routes::server_functions().into_iter().map(|(path, _)| path);
    let pages = routes::pages()
        .into_iter()
        .map(|page| routes::filled(&page, &class.id, &class.teacher_token));
    // Routes with a POST that are no server functions.
    let uploads = ["names-file", "questions-file"].map(|path| format!("{}/{path}", class.page()));
    let others = uploads.into_iter().chain(["/account/data.json".to_owned()]);
    let before = app.dump().await;
    let mut tried = 0;
    for path in functions.chain(pages).chain(others) {
        for (method, headers) in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE]
            .into_iter()
            .flat_map(|method| FOREIGN.map(|headers| (method.clone(), headers)))
        {
            for victim in [&class.teacher, &student, &pending] {
                let mut request = Request::builder()
                    .method(method.clone())
                    .uri(&path)
                    .header(header::ACCEPT, "text/html")
                    .header(header::ACCEPT_LANGUAGE, "ru")
                    .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
                for (name, value) in headers {
                    request = request.header(*name, *value);
                }
                let answer = victim.sends(request, browser::encoded(&fields)).await;
                assert_eq!(answer.status, 403, "{method} {path} {headers:?}");
                assert!(answer.cookies().is_empty());
                if method == Method::POST {
                    assert!(answer.says(Texts::of(Locale::Ru).message_foreign_title()), "{path}");
                }
                tried += 1;
            }
        }
    }
    assert!(tried > 1000, "{tried}");
    assert_eq!(app.dump().await, before);
}

/// Over plain HTTP and in old browsers, requests have no `Sec-Fetch-Site`, and the server checks `Origin` only.
async fn a_school_network_without_fetch_metadata_works(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let student = app.browser();
    let body = browser::encoded(&[("username", &seat.login), ("password", &seat.password)]);
    let request = Request::post("/sign-in")
        .header(header::ACCEPT, "text/html")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::ORIGIN, "http://stepwise.test");
    assert_eq!(student.sends(request, body).await.leads_to(), "/lesson");
}

async fn the_own_origin_may_be_in_capitals_or_have_its_port(app: TestApp) {
    for url in ["http://Learn.Example.org", "http://learn.example.org:80"] {
        let app = app.with(|config| config.site.base_url = Some(url.to_owned()));
        let request = Request::post("/language")
            .header(header::ACCEPT, "text/html")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ORIGIN, "http://learn.example.org");
        assert_eq!(app.browser().sends(request, "lang=fr").await.status, 302, "{url}");
    }
}

async fn behind_a_proxy_the_public_address_is_the_own_origin(app: TestApp) {
    let app = app.with(|config| config.site.base_url = Some("https://learn.example.org".to_owned()));
    for (origin, status) in [
        ("https://learn.example.org", 302),
        ("http://learn.example.org", 403),
        ("https://example.org", 403),
    ] {
        let request = Request::post("/language")
            .header(header::ACCEPT, "text/html")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ORIGIN, origin);
        assert_eq!(app.browser().sends(request, "lang=fr").await.status, status, "{origin}");
    }
}
