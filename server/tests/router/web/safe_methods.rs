//! Tests that GET and HEAD change nothing, except for the first GET of the set-up.

use crate::{
    common::{member::*, *},
    exercises::finished,
    on_every_database,
    passkeys::ada_with_passkey,
};
use axum::http::{Method, Request, header};
use domain::exercises::Exercise;

on_every_database!(
    a_get_request_changes_nothing,
    exercises_downloads_and_streams_change_nothing,
    pages_and_calls_of_a_member_change_nothing,
    an_image_of_a_wrong_class_code_changes_nothing,
    a_page_sets_the_device_cookie_and_changes_nothing_else,
    the_first_get_of_the_set_up_reaches_stage_two_and_later_ones_change_nothing
);

async fn a_get_request_changes_nothing(app: TestApp) {
    let class = app.class_of(3).await;
    let [new, connected, half] = &class.seats[..] else {
        panic!()
    };
    let beginner = app.browser();
    beginner.signs_in(new).await;
    beginner.opens_set_up().await;
    let finished = app.browser();
    let (secret, _) = finished.connects(connected).await;
    finished.signs_in_with_code(connected, &secret).await;
    let other = app.browser();
    other.connects(half).await;
    let pending = app.browser();
    pending.signs_in(half).await;
    // A browser of a teacher who has also signed in as a student, unlike `class.teacher`.
    let trying = app.browser();
    trying.opens_a_class(1).await;
    trying.signs_in(new).await;
    trying.opens_set_up().await;
    let form = app.browser().opens("/").await.field("form");
    let fields = routes::fields(&class.id, &class.teacher_token, &form, "nobody");
    let query = browser::encoded(&fields);
    let before = app.dump().await;
    let stranger = app.browser();
    for (who, person) in [
        ("stranger", &stranger),
        ("beginner", &beginner),
        ("finished", &finished),
        ("pending", &pending),
        ("teacher", &class.teacher),
        ("trying", &trying),
    ] {
        for page in routes::pages() {
            let page = routes::filled(&page, &class.id, &class.teacher_token);
            for path in [
                page.clone(),
                format!("{page}?show=all&next=code&with=recovery-code"),
                format!("{page}?{query}"),
            ] {
                person.gets(&path).await;
                assert_eq!(app.dump().await, before, "{who} looked at {path}");
            }
        }
        for (path, _) in routes::server_functions() {
            for accept in ["text/html", "application/json"] {
                let request = Request::get(format!("{path}?{query}")).header(header::ACCEPT, accept);
                person.sends(request, query.clone()).await;
                assert_eq!(app.dump().await, before, "{who} fetched {path}");
            }
        }
    }
}

async fn exercises_downloads_and_streams_change_nothing(app: TestApp) {
    let class = app.class_of(1).await;
    for exercise in Exercise::ALL {
        class.sets_gate(exercise, "open").await;
    }
    let on = [("id", class.id.as_str()), ("on", "true")];
    assert!(class.teacher.calls("/classes/questions", &on).await.is_done());
    let (student, ..) = finished(&app, &class, 0).await;
    let before = app.dump().await;
    let exercises = Exercise::ALL.map(|exercise| format!("/lesson/{}", exercise.code()));
    let others = [
        "/lesson/questions",
        "/lesson/files/canteen-menu",
        "/lesson/files/invoices",
    ];
    for path in exercises.into_iter().chain(others.map(str::to_owned)) {
        assert!(!student.gets(&path).await.status.is_server_error(), "{path}");
        assert_eq!(app.dump().await, before, "{path}");
    }
    for file in ["handouts.csv", "results.csv", "grades.csv"] {
        assert_eq!(
            class.teacher.gets(&format!("{}/{file}", class.page())).await.status,
            200
        );
        assert_eq!(app.dump().await, before, "{file}");
    }
    for page in ["", "?page=rows", "?page=projector"] {
        let path = format!("{}{page}", class.events());
        let mut stream = class.teacher.streams(&path, None).await;
        assert_eq!(stream.next().await.unwrap().name, "changes");
    }
    assert_eq!(student.streams_lesson().await.next().await.unwrap().name, "state");
    assert_eq!(app.dump().await, before, "streams");
}

async fn pages_and_calls_of_a_member_change_nothing(app: TestApp) {
    let app = app.with_passkeys();
    let (ada, _) = ada_with_passkey(&app).await;
    let class = ada.browser.opens_own_class(1).await;
    let fields = [("name", "Wall"), ("scope", "read"), ("days", "30")];
    assert!(
        ada.browser
            .changes("/account/tokens", &ada.code(), &fields)
            .await
            .is_done()
    );
    let page: app::server_fns::TokensPage = ada.browser.loads("/sfn/tokens", &[]).await.json();
    let (client, token) = (app.api_client(), page.fresh.unwrap());
    // The first call stores when the token was used, at most once a minute.
    assert_eq!(client.user_info(&token).await.status, 200);
    let before = app.dump().await;
    let passkey = account(&ada.browser).await.factors.passkeys[0].id.to_string();
    let pages = routes::pages()
        .into_iter()
        .map(|page| page.replace("{passkey}", &passkey));
    for page in pages.map(|page| routes::filled(&page, &class, "nothing")) {
        ada.browser.gets(&page).await;
        assert_eq!(app.dump().await, before, "{page}");
    }
    let loads = routes::server_functions()
        .into_iter()
        .filter(|(_, method)| method == Method::GET);
    for (path, _) in loads {
        ada.browser.loads(&path, &[("id", &class), ("since", "-1")]).await;
        assert_eq!(app.dump().await, before, "{path}");
    }
    let calls = routes::api_operations();
    let calls = calls.iter().filter_map(|call| call.strip_prefix("GET /api/v1"));
    // A look-up of a name takes one out of its budget, which it must do in every method.
    for path in calls.filter(|path| !path.starts_with("/user/")) {
        let path = path.replace("{id}", &class);
        client.calls(&token, Method::GET, &path, None).await;
        assert_eq!(app.dump().await, before, "{path}");
    }
}

/// The request that a page of another site causes: `<img src="https://stepwise.example/join/AAAAAA">`.
async fn an_image_of_a_wrong_class_code_changes_nothing(app: TestApp) {
    let class = app.class_of(1).await;
    let code = class.join_code().await;
    class.lets_students_take_seats(true).await;
    let visitor = app.browser();
    visitor.opens("/join").await;
    let before = app.dump().await;
    for n in 0..40 {
        let letter = char::from(b"ACDEFGHJKLMNPQRTUVWXY"[n % 21]);
        for path in [
            format!("/join/AAAAA{letter}"),
            format!("/join/AAAAA{letter}?k=AAAAAAAA"),
            format!("/sfn/join?join_code=AAAAA{letter}&proof=AAAAAAAA"),
            format!("/join?join_code=AAAAA{letter}"),
            format!("/join/seat?join_code=AAAAA{letter}&form=x"),
            "/sign-in?username=ada&password=wrong".to_owned(),
            "/api/v1/user/ada".to_owned(),
        ] {
            let image = Request::get(&path)
                .header(header::ACCEPT, "image/avif,image/webp,*/*;q=0.8")
                .header("sec-fetch-site", "cross-site")
                .header("sec-fetch-dest", "image");
            visitor.sends(image, "").await;
        }
    }
    assert_eq!(app.dump().await, before);
    assert!(visitor.types_class_code(&code).await.is_done());
}

async fn a_page_sets_the_device_cookie_and_changes_nothing_else(app: TestApp) {
    let class = app.class_of(1).await;
    let code = class.join_code().await;
    let before = app.dump().await;
    for path in [
        "/join".to_owned(),
        "/sign-in".to_owned(),
        format!("/join/{code}"),
        app.join_path(&code),
    ] {
        let visitor = app.browser();
        visitor.opens(&path).await;
        let device = visitor.cookie("browser").unwrap_or_else(|| panic!("{path}"));
        visitor.opens("/join").await;
        visitor.opens("/sign-in").await;
        assert_eq!(visitor.cookie("browser"), Some(device), "{path}: once is enough");
    }
    assert_eq!(app.dump().await, before);
    let https = app.with(|config| config.site.base_url = Some("https://stepwise.test".to_owned()));
    let visitor = https.browser();
    let page = visitor.gets("/join").await;
    let named = page.cookies().into_iter().find(|cookie| cookie.contains("browser="));
    let named = named.expect("a device cookie");
    assert!(named.starts_with("__Host-browser="));
    for attribute in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/"] {
        assert!(named.contains(attribute), "{named}");
    }
}

async fn the_first_get_of_the_set_up_reaches_stage_two_and_later_ones_change_nothing(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let student = app.browser();
    student.signs_in(seat).await;
    for (name, value) in [
        ("sec-purpose", "prefetch;prerender"),
        ("purpose", "prefetch"),
        ("x-moz", "prefetch"),
    ] {
        let ahead = Request::get("/set-up")
            .header(header::ACCEPT, "text/html")
            .header(name, value);
        assert_eq!(student.sends(ahead, "").await.status, 503);
    }
    let head = Request::builder()
        .method(Method::HEAD)
        .uri("/set-up")
        .header(header::ACCEPT, "text/html");
    student.sends(head, "").await;
    assert_eq!(class.badges(seat).await, 1);
    let secret = student.opens_set_up().await;
    assert_eq!(class.badges(seat).await, 2);
    let (version, before) = (class.version().await, app.dump().await);
    assert_eq!(student.opens_set_up().await, secret);
    assert_eq!((class.version().await, app.dump().await), (version, before));
}
