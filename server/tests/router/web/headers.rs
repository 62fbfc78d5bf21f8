//! Tests of the headers of every response.

use crate::{common::*, on_every_database};
use std::collections::BTreeSet;

on_every_database!(
    every_page_has_a_strict_content_security_policy_and_obeys_it,
    responses_with_personal_data_are_not_stored,
    cookies_cannot_be_read_by_scripts,
    under_https_cookies_are_bound_to_this_host,
    headers_that_need_https_are_sent_under_https_only,
);

/// Loads every page in five browsers: of an anonymous user, of a teacher, and of three students in different states.
async fn all_pages(app: &TestApp) -> Vec<(String, Answer)> {
    let class = app.class_of(2).await;
    let student = app.browser();
    student.signs_in(&class.seats[0]).await;
    let (connected, pending) = (app.browser(), app.browser());
    connected.connects(&class.seats[1]).await;
    pending.signs_in(&class.seats[1]).await;
    let mut answers = Vec::new();
    for page in routes::pages() {
        let page = routes::filled(&page, &class.id, &class.teacher_token);
        for person in [&app.browser(), &class.teacher, &student, &connected, &pending] {
            answers.push((page.clone(), person.gets(&page).await));
        }
    }
    answers.push(("/nowhere".to_owned(), student.gets("/nowhere").await));
    // The page after a refused form.
    let wrong = [("username", "kestrel-4821"), ("password", "wrong")];
    let visitor = app.browser();
    visitor.opens("/sign-in").await;
    answers.push((
        "/sign-in".to_owned(),
        visitor.submits_and_follows("/sign-in", &wrong).await,
    ));
    answers
}

async fn every_page_has_a_strict_content_security_policy_and_obeys_it(app: TestApp) {
    let mut nonces = BTreeSet::new();
    let (mut pages, mut scripts) = (0, 0);
    for (path, page) in all_pages(&app).await {
        if !page.is_page() {
            assert!(page.status.is_redirection(), "{path}");
            continue;
        }
        pages += 1;
        let nonce = page.nonce().unwrap_or_else(|| panic!("{path}: a nonce")).to_owned();
        let policy = page.header("content-security-policy");
        for part in [
            "default-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "form-action 'self'",
            "style-src 'self'",
        ] {
            assert!(policy.split("; ").any(|known| known == part), "{path}: {policy}");
        }
        assert!(
            !policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"),
            "{path}"
        );
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(page.header(name), value, "{path}");
        }
        assert!(page.header("permissions-policy").contains("camera=(self)"), "{path}");
        for tag in html::tags(&page.body) {
            assert!(tag.name != "style", "{path}: a style element");
            for (name, value) in &tag.attributes {
                assert!(name != "style", "{path}: <{} style={value}>", tag.name);
                assert!(!name.starts_with("on"), "{path}: <{} {name}>", tag.name);
                assert!(!value.trim_start().starts_with("javascript:"), "{path}: {value}");
                if ["src", "href", "action", "srcset", "data", "poster"].contains(&name.as_str()) && tag.name != "a" {
                    let here = value.is_empty() || value.starts_with(['/', '#', '?']) && !value.starts_with("//");
                    assert!(here, "{path}: <{} {name}={value}>", tag.name);
                }
            }
            if tag.name == "script" {
                scripts += 1;
                assert_eq!(tag.attribute("nonce"), Some(nonce.as_str()), "{path}: {}", tag.content);
            }
        }
        assert!(
            nonce.len() >= 22 && nonces.insert(nonce),
            "{path}: the nonce was there before"
        );
    }
    assert!(pages > 30 && scripts >= pages, "{pages} pages, {scripts} scripts");
}

async fn responses_with_personal_data_are_not_stored(app: TestApp) {
    for (path, page) in all_pages(&app).await {
        if !["/", "/guide", "/join", "/forgot"].contains(&path.as_str()) {
            assert_eq!(page.header("cache-control"), "no-store", "{path}");
        }
    }
    let class = app.class_of(1).await;
    let student = app.browser();
    student.signs_in(&class.seats[0]).await;
    // The browser may keep these pages for its button "back" if they do not show the name of a user.
    for path in ["/", "/guide", "/join", "/forgot"] {
        let kept = app.browser().gets(path).await;
        assert_eq!(kept.header("cache-control"), "private, no-cache", "{path}");
        assert_eq!(student.gets(path).await.header("cache-control"), "no-store", "{path}");
    }
    let board = class
        .teacher
        .loads("/sfn/board-changes", &[("id", &class.id), ("since", "-1")])
        .await;
    let passwords = class.teacher.calls("/sfn/seat-passwords", &[("id", &class.id)]).await;
    for answer in [board, passwords] {
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(
            answer.header("content-security-policy"),
            "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"
        );
    }
}

/// All cookies that are set while a class is opened and a student goes through the lesson.
async fn all_cookies(app: &TestApp) -> Vec<String> {
    let teacher = app.browser();
    let form = teacher.opens("/").await.field("form");
    let opened = teacher
        .submits("/classes", &[("form", &form), ("seats", "1"), ("title", "")])
        .await;
    let id = opened.leads_to().strip_prefix("/classes/").unwrap().to_owned();
    let passwords: Vec<(u16, String)> = teacher.calls("/sfn/seat-passwords", &[("id", &id)]).await.json();
    let board: domain::view::BoardChanges = teacher
        .loads("/sfn/board-changes", &[("id", &id), ("since", "-1")])
        .await
        .json();
    let login = board.seats[0].login.clone();
    let student = app.browser();
    let wrong = student.gives_password(&login, "wrong").await;
    let signed_in = student.gives_password(&login, &passwords[0].1).await;
    let secret = student.opens_set_up().await;
    let connected = student.gives_set_up_code(&secret.code_at(app.now())).await;
    let saved = student.calls("/set-up/saved", &[]).await;
    let out = student.calls("/sign-out", &[]).await;
    let preferences = student.calls("/language", &[("lang", "ru")]).await;
    let colours = student.calls("/theme", &[("theme", "dark")]).await;
    let answers = [opened, wrong, signed_in, connected, saved, out, preferences, colours];
    let cookies: Vec<String> = answers
        .iter()
        .flat_map(|answer| answer.cookies())
        .map(str::to_owned)
        .collect();
    assert!(cookies.len() >= 8, "{cookies:?}");
    cookies
}

fn has(cookie: &str, attribute: &str) -> bool {
    cookie
        .split(';')
        .any(|part| part.trim().eq_ignore_ascii_case(attribute))
}

async fn cookies_cannot_be_read_by_scripts(app: TestApp) {
    for cookie in all_cookies(&app).await {
        assert!(has(&cookie, "Path=/"), "{cookie}");
        // A response that removes a cookie sets an empty value, which needs no protection.
        if has(&cookie, "Max-Age=0") {
            continue;
        }
        assert!(has(&cookie, "HttpOnly"), "{cookie}");
        assert!(
            has(&cookie, "SameSite=Lax") || has(&cookie, "SameSite=Strict"),
            "{cookie}"
        );
        assert!(!has(&cookie, "Secure"), "plain http would never send it back: {cookie}");
    }
}

async fn under_https_cookies_are_bound_to_this_host(app: TestApp) {
    let app = app.with(|config| config.site.base_url = Some("https://stepwise.test".to_owned()));
    for cookie in all_cookies(&app).await {
        assert!(
            has(&cookie, "HttpOnly") && has(&cookie, "Path=/") && has(&cookie, "Secure"),
            "{cookie}"
        );
        assert!(cookie.starts_with("__Host-"), "{cookie}");
        assert!(!cookie.to_ascii_lowercase().contains("domain="), "{cookie}");
    }
}

async fn headers_that_need_https_are_sent_under_https_only(app: TestApp) {
    let plain = app.browser().gets("/").await;
    let app = app.with(|config| config.site.base_url = Some("https://stepwise.test".to_owned()));
    let https = app.browser().gets("/").await;
    for (name, value) in [
        ("strict-transport-security", "max-age=31536000"),
        ("cross-origin-opener-policy", "same-origin"),
    ] {
        assert_eq!(https.header(name), value);
        assert_eq!(plain.header(name), "", "browsers complain of {name} on every page");
    }
}
