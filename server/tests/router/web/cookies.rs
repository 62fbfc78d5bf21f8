//! Tests that under https only cookies with the `__Host-` prefix are read, except for the time zone.

use crate::{common::api_client::*, common::*, on_every_database};
use axum::http::{Method, Request, header};
use domain::locale::Locale;
use texts::Texts;

on_every_database!(
    a_planted_session_cookie_is_not_read_by_pages,
    a_planted_token_cookie_is_not_read_by_the_api,
    a_planted_preference_is_not_read,
    without_https_the_plain_names_are_read_and_no_other,
    of_two_cookies_with_one_name_the_first_is_read,
    under_https_cookies_of_the_api_give_no_access_to_pages,
);

fn under_https(app: &TestApp) -> TestApp {
    app.with(|config| config.site.base_url = Some("https://stepwise.test".to_owned()))
}

fn page(path: &str, cookies: &str) -> axum::http::request::Builder {
    Request::get(path)
        .header(header::ACCEPT, "text/html")
        .header(header::COOKIE, cookies)
}

async fn a_planted_session_cookie_is_not_read_by_pages(app: TestApp) {
    let app = under_https(&app);
    let class = app.class_of(2).await;
    let (mine, theirs) = (&class.seats[0], &class.seats[1]);
    let (student, attacker) = (app.browser(), app.browser());
    student.signs_in(mine).await;
    attacker.signs_in(theirs).await;
    let (own, planted) = (student.session().unwrap(), attacker.session().unwrap());
    let nobody = app.browser();
    for names in [
        "session",
        "__Secure-session",
        "__host-session",
        "__HOST-session",
        "__Host-Session",
        "__Host-session ",
    ] {
        let alone = nobody.sends(page("/lesson", &format!("{names}={planted}")), "").await;
        assert_eq!((alone.status.as_u16(), alone.leads_to()), (302, "/sign-in"), "{names}");
        for cookies in [
            format!("{names}={planted}; __Host-session={own}"),
            format!("__Host-session={own}; {names}={planted}"),
        ] {
            let lesson = nobody.sends(page("/lesson", &cookies), "").await;
            assert!(lesson.says(&mine.login) && !lesson.says(&theirs.login), "{names}");
        }
    }
    // Cookies of other kinds without the prefix have no effect either.
    for name in ["trusted_browser", "browser", "refused", "recovery_codes"] {
        let cookies = format!("{name}=planted; __Host-session={own}");
        let lesson = nobody.sends(page("/lesson", &cookies), "").await;
        assert!(lesson.says(&mine.login), "{name}");
        assert!(lesson.cookies().is_empty(), "{name}: {:?}", lesson.cookies());
    }
}

async fn a_planted_token_cookie_is_not_read_by_the_api(app: TestApp) {
    let app = under_https(&app);
    let client = app.api_client();
    let (ada, bob) = (
        client.becomes_a_member("ada").await,
        client.becomes_a_member("bob").await,
    );
    let ask = async |method: Method, path: &str, cookies: String| {
        let request = request(method, path).header(header::COOKIE, cookies);
        client.sends(request, "").await
    };
    let info = "/auth-jwt/user-info";
    for name in ["access_token", "__Secure-access_token", "__host-access_token"] {
        let alone = ask(Method::GET, info, format!("{name}={}", bob.access)).await;
        assert_eq!(refused(&alone), (401, "sign_in_first".into()), "{name}");
        for cookies in [
            format!("{name}={}; __Host-access_token={}", bob.access, ada.access),
            format!("__Host-access_token={}; {name}={}", ada.access, bob.access),
        ] {
            let who = ask(Method::GET, info, cookies).await;
            assert!(
                who.status == 200 && who.body.contains("ada@school.example"),
                "{name}: {}",
                who.body
            );
        }
    }
    for name in ["refresh_token", "__Secure-refresh_token"] {
        let planted = format!("{name}={}", bob.refresh);
        let refresh = ask(Method::POST, "/auth-jwt/refresh", planted.clone()).await;
        assert_eq!(refused(&refresh), (401, "sign_in_first".into()), "{name}");
        let logout = ask(Method::POST, "/auth-jwt/logout", planted).await;
        assert_eq!(refused(&logout), (401, "sign_in_first".into()), "{name}");
    }
    assert_eq!(client.user_info(&bob.access).await.status, 200);
    let own = format!("__Host-refresh_token={}", ada.refresh);
    assert_eq!(ask(Method::POST, "/auth-jwt/refresh", own.clone()).await.status, 200);
    let out = ask(Method::POST, "/auth-jwt/logout", own).await;
    assert_eq!(out.status, 204);
    for cookie in out.cookies() {
        assert!(
            cookie.starts_with("__Host-") && cookie.contains("Max-Age=0") && cookie.contains("Secure"),
            "{cookie}"
        );
    }
}

async fn a_planted_preference_is_not_read(app: TestApp) {
    let app = under_https(&app);
    let visitor = app.browser();
    let planted = visitor.sends(page("/", "lang=fr; theme=dark"), "").await;
    assert!(planted.body.contains("<html lang=\"en\"") && !planted.body.contains("data-theme=\"dark\""));
    let own = visitor
        .sends(page("/", "lang=fr; __Host-lang=ru; __Host-theme=dark"), "")
        .await;
    assert!(own.body.contains("<html lang=\"ru\"") && own.body.contains("data-theme=\"dark\""));
    // The language and the theme in cookies without the prefix have no effect in responses to missing files and in the
    // API either.
    let missing = visitor.sends(page("/pkg/nothing.js", "lang=fr; theme=dark"), "").await;
    assert!(missing.says(Texts::of(Locale::En).message_not_found_title()));
    let problem = request(Method::GET, "/nowhere").header(header::COOKIE, "lang=fr");
    let detail = app.api_client().sends(problem, "").await;
    assert!(
        detail.body.contains(Texts::of(Locale::En).refusal_not_found()),
        "{}",
        detail.body
    );
    // The page's script writes the time zone without the prefix. The time zone affects only the times on a page.
    let zone = visitor.sends(page("/", "utc_offset=180"), "").await;
    assert!(zone.body.contains("data-utc-offset=\"180\""));
}

async fn without_https_the_plain_names_are_read_and_no_other(app: TestApp) {
    let class = app.class_of(2).await;
    let (student, other) = (app.browser(), app.browser());
    student.signs_in(&class.seats[0]).await;
    other.signs_in(&class.seats[1]).await;
    let (own, theirs) = (student.session().unwrap(), other.session().unwrap());
    let nobody = app.browser();
    let cookies = format!("__Host-session={theirs}; session={own}; __Host-lang=fr");
    let lesson = nobody.sends(page("/lesson", &cookies), "").await;
    assert!(lesson.says(&class.seats[0].login) && lesson.body.contains("<html lang=\"en\""));
    let alone = nobody
        .sends(page("/lesson", &format!("__Host-session={theirs}")), "")
        .await;
    assert_eq!(alone.leads_to(), "/sign-in");
}

async fn of_two_cookies_with_one_name_the_first_is_read(app: TestApp) {
    let class = app.class_of(2).await;
    for (app, name) in [(app.clone(), "session"), (under_https(&app), "__Host-session")] {
        let (first, second) = (app.browser(), app.browser());
        first.signs_in(&class.seats[0]).await;
        second.signs_in(&class.seats[1]).await;
        let cookies = format!(
            "{name}={}; {name}={}",
            first.session().unwrap(),
            second.session().unwrap()
        );
        let lesson = app.browser().sends(page("/lesson", &cookies), "").await;
        assert!(
            lesson.says(&class.seats[0].login) && !lesson.says(&class.seats[1].login),
            "{name}"
        );
    }
}

/// Under https, the cookies of the API have the path `/`, so browsers send them with pages too.
async fn under_https_cookies_of_the_api_give_no_access_to_pages(app: TestApp) {
    let app = under_https(&app);
    let ada = app.api_client().becomes_a_member("ada").await;
    let both = format!(
        "__Host-access_token={}; __Host-refresh_token={}",
        ada.access, ada.refresh
    );
    for path in routes::pages() {
        let path = routes::filled(&path, "0192f0c1-2a3b-7c4d-8e5f-0123456789ab", "no-link");
        let with = app.browser().sends(page(&path, &both), "").await;
        let without = app.browser().gets(&path).await;
        assert_eq!(
            (with.status, with.leads_to()),
            (without.status, without.leads_to()),
            "{path}"
        );
        assert!(!with.body.contains("ada@school.example"), "{path}");
    }
}
