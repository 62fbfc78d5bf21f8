//! Tests that pages give the same response to browsers and to other clients, whatever their `Accept` header contains.

use crate::{common::*, on_every_database};
use axum::http::{Method, Request, header};

on_every_database!(a_page_is_the_same_for_every_accept_header);

const ACCEPTS: [Option<&str>; 5] = [
    None,
    Some("*/*"),
    Some("application/json"),
    Some("image/avif,image/webp,*/*;q=0.8"),
    Some(""),
];

async fn a_page_is_the_same_for_every_accept_header(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    app.browser().connects(seat).await;
    let pending = app.browser();
    pending.signs_in(seat).await;
    let new_member = app.browser();
    app.has_a_member("bea", "correct horse battery").await;
    new_member.gives_password("bea", "correct horse battery").await;
    let mut redirected = 0;
    for path in routes::pages() {
        let path = routes::filled(&path, &class.id, "no-link");
        for (who, person) in [
            ("a stranger", &app.browser()),
            ("a pending sign-in", &pending),
            ("a member without a factor", &new_member),
            ("the teacher", &class.teacher),
        ] {
            let browser = person.gets(&path).await;
            redirected += usize::from(browser.status.is_redirection());
            for method in [Method::GET, Method::HEAD] {
                // These two pages record the first visit, so they refuse requests that show nothing to anybody.
                if method == Method::HEAD && (path == "/set-up" || path.starts_with("/lesson/files/")) {
                    continue;
                }
                for accept in ACCEPTS {
                    let mut request = Request::builder().method(method.clone()).uri(&path);
                    if let Some(accept) = accept {
                        request = request.header(header::ACCEPT, accept);
                    }
                    let client = person.sends(request, "").await;
                    let what = format!("{method} {path} of {who}, accepting {accept:?}");
                    assert_eq!(client.status, browser.status, "{what}");
                    assert_eq!(client.leads_to(), browser.leads_to(), "{what}");
                    assert!(!client.headers.contains_key("serverfnredirect"), "{what}");
                    if method == Method::GET {
                        assert_eq!(client.is_page(), browser.is_page(), "{what}");
                        assert_eq!(client.body.is_empty(), browser.body.is_empty(), "{what}");
                    }
                }
            }
        }
    }
    assert!(redirected > 20, "{redirected}");
}
