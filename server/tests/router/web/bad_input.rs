//! Tests of forms with invalid input: status, message in the visitor's language, and that nothing is stored.

use crate::{common::*, on_every_database};
use axum::{
    body::Body,
    http::{Method, Request, header},
};
use domain::{locale::Locale, refusal::Refusal};
use texts::Texts;
use tower::ServiceExt;

on_every_database!(
    a_refusal_without_scripts_has_a_page_with_its_status,
    an_impossible_number_of_students_is_refused_with_a_message,
    a_title_that_is_too_long_is_refused_with_a_message,
    a_title_is_shown_as_plain_text,
    a_form_without_a_field_is_refused_with_a_message,
    json_instead_of_a_form_is_refused_with_a_message,
    a_form_with_a_broken_seal_is_refused_with_a_message,
    a_form_that_is_too_large_is_refused_with_a_message,
    a_large_form_without_a_content_length_is_refused_too,
    an_expired_session_is_redirected_to_the_sign_in,
    an_unknown_page_answers_404_with_a_message,
);

const LANGUAGES: [(&str, Locale); 3] = [
    ("en-GB,en", Locale::En),
    ("ru-RU,ru;q=0.9,en;q=0.5", Locale::Ru),
    ("fr", Locale::Fr),
];

/// Sends the form without scripts in each language and as the hydrated page does. Expects `refusal` and that nothing is
/// stored.
async fn refused(app: &TestApp, seats: &str, title: &str, refusal: Refusal, words: impl Fn(Texts) -> String) {
    let before = app.dump().await;
    for (language, locale) in LANGUAGES {
        let teacher = app.browser().speaking(language);
        let form = teacher.opens("/").await.field("form");
        let fields = [("form", form.as_str()), ("seats", seats), ("title", title)];
        let page = teacher.submits_and_follows("/classes", &fields).await;
        let words = words(Texts::of(locale));
        assert!(page.says(&words), "{seats:?} {words:?}: {}", html::text(&page.body));
        assert!(page.body.contains(&format!("<html lang=\"{}\"", locale.tag())));
        // The page contains the form again.
        assert!(!page.field("form").is_empty());
        assert_eq!(teacher.calls("/classes", &fields).await.refusal(), refusal);
    }
    assert_eq!(app.dump().await, before);
}

async fn an_impossible_number_of_students_is_refused_with_a_message(app: TestApp) {
    for seats in ["0", "501", "-1", "abc", "", "1.5", "70000", "3; DROP TABLE seat", "３"] {
        let refusal = Refusal::SeatsOutOfRange { most: 500 };
        refused(&app, seats, "7b", refusal, |texts| {
            texts.refusal_seats_out_of_range(500)
        })
        .await;
    }
}

async fn a_title_that_is_too_long_is_refused_with_a_message(app: TestApp) {
    for title in ["x".repeat(10_000), "я".repeat(81), "🦦".repeat(81)] {
        let refusal = Refusal::TitleTooLong { most: 80 };
        refused(&app, "3", &title, refusal, |texts| texts.refusal_title_too_long(80)).await;
    }
}

async fn a_title_is_shown_as_plain_text(app: TestApp) {
    let teacher = app.browser();
    let form = teacher.opens("/").await.field("form");
    let title = "</title><b>Ж</b> & \"7b\" ".to_owned() + &"🦦".repeat(50);
    let fields = [("form", form.as_str()), ("seats", "3"), ("title", title.as_str())];
    let board = teacher.submits_and_follows("/classes", &fields).await;
    assert!(board.says(&title), "{}", html::text(&board.body));
    let raw = board.body.find("<b>Ж").map(|at| &board.body[at.saturating_sub(60)..]);
    assert!(
        raw.is_none(),
        "{}",
        raw.unwrap_or_default().chars().take(150).collect::<String>()
    );
}

/// Sends a body that is not the form, without scripts in each language and as the hydrated page does. Expects the
/// refusal "bad request".
async fn not_ours(app: &TestApp, kind: &str, body: &str) {
    let before = app.dump().await;
    for (language, locale) in LANGUAGES {
        let teacher = app.browser().speaking(language);
        teacher.opens("/").await;
        let request = |accept: &str| {
            let mut request = teacher
                .form_request(Method::POST, "/classes")
                .header(header::ACCEPT, accept);
            request
                .headers_mut()
                .unwrap()
                .insert(header::CONTENT_TYPE, kind.parse().unwrap());
            request
        };
        let answer = teacher.sends(request("text/html"), body.to_owned()).await;
        let page = teacher.opens(answer.leads_to()).await;
        let words = Texts::of(locale).refusal_bad_request();
        assert!(page.says(words), "{body}: {}", html::text(&page.body));
        let answer = teacher.sends(request("application/json"), body.to_owned()).await;
        assert_eq!((answer.status.as_u16(), answer.refusal()), (400, Refusal::BadRequest));
    }
    assert_eq!(app.dump().await, before);
}

const FORM: &str = "application/x-www-form-urlencoded";

async fn a_form_without_a_field_is_refused_with_a_message(app: TestApp) {
    let form = app.browser().opens("/").await.field("form");
    not_ours(&app, FORM, "").await;
    not_ours(&app, FORM, &browser::encoded(&[("form", &form), ("title", "7b")])).await;
    not_ours(&app, FORM, "seats=3&title=7b").await;
}

async fn json_instead_of_a_form_is_refused_with_a_message(app: TestApp) {
    let form = app.browser().opens("/").await.field("form");
    let json = format!(r#"{{"form":"{form}","seats":"3","title":"7b"}}"#);
    not_ours(&app, "application/json", &json).await;
    not_ours(&app, FORM, &json).await;
}

async fn a_form_with_a_broken_seal_is_refused_with_a_message(app: TestApp) {
    let form = app.browser().opens("/").await.field("form");
    let cut = &form[..form.len() - 3];
    let swapped = format!("{}{}", &form[1..], &form[..1]);
    // This seal is a valid seal of the server, but not the seal of a form.
    let stranger = app
        .stepwise
        .sealer()
        .seal("something-else", "x", app.now(), std::time::Duration::from_secs(60))
        .unwrap();
    for form in [
        "",
        "x",
        cut,
        &swapped,
        &stranger,
        "018f0000-0000-7000-8000-000000000000",
    ] {
        not_ours(
            &app,
            FORM,
            &browser::encoded(&[("form", form), ("seats", "3"), ("title", "7b")]),
        )
        .await;
    }
}

async fn a_form_that_is_too_large_is_refused_with_a_message(app: TestApp) {
    let before = app.dump().await;
    for (language, locale) in LANGUAGES {
        let teacher = app.browser().speaking(language);
        let form = teacher.opens("/").await.field("form");
        let fields = [
            ("form", form.as_str()),
            ("seats", "3"),
            ("title", &"x".repeat(1_000_000)),
        ];
        let page = teacher.submits("/classes", &fields).await;
        assert_eq!(page.status, 413);
        assert!(page.says(Texts::of(locale).message_too_large_title()));
    }
    assert_eq!(app.dump().await, before);
}

async fn a_large_form_without_a_content_length_is_refused_too(app: TestApp) {
    let request = Request::post("/classes")
        .header(header::HOST, "stepwise.test")
        .header(header::ACCEPT, "text/html")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin");
    let request = request.body(Body::from(vec![b'x'; 1_000_000])).unwrap();
    let answer = app.router.clone().oneshot(request).await.unwrap();
    assert_eq!(answer.status(), 413);
}

async fn an_expired_session_is_redirected_to_the_sign_in(app: TestApp) {
    let class = app.class_of(1).await;
    for (language, locale) in LANGUAGES {
        let student = app.browser().speaking(language);
        // The student has chosen this language. Otherwise the pages would be in that of the class.
        student.sets_cookie("lang", locale.tag());
        student.signs_in(&class.seats[0]).await;
        student.opens("/lesson").await;
        app.waits(12 * 3600);
        assert_eq!(
            student.gives_set_up_code("123456").await.refusal(),
            Refusal::SignInFirst
        );
        let page = student.submits_and_follows("/set-up", &[("code", "123456")]).await;
        assert!(student.here().starts_with("/sign-in"), "{}", student.here());
        assert!(page.says(Texts::of(locale).sign_in_title()));
        app.clock.set(test_app::BEGIN);
    }
    let forged = app.browser();
    forged.sets_cookie("session", "AAAAAAAAAAAAAAAAAAAAAA");
    assert_eq!(forged.gives_set_up_code("123456").await.refusal(), Refusal::SignInFirst);
    forged.sets_cookie("session", "no session at all");
    assert_eq!(forged.opens("/").await.status, 200);
}

async fn an_unknown_page_answers_404_with_a_message(app: TestApp) {
    for (language, locale) in LANGUAGES {
        let visitor = app.browser().speaking(language);
        for path in [
            "/nowhere",
            "/classes/none",
            "/sfn/nothing",
            "/pkg/nothing.js",
            "/classes/link-saved",
        ] {
            let page = visitor.gets(path).await;
            assert!(page.status.is_client_error(), "{path}: {}", page.status);
            assert!(
                page.says(Texts::of(locale).message_not_found_title()),
                "{path}: {}",
                page.body
            );
        }
    }
}

async fn a_refusal_without_scripts_has_a_page_with_its_status(app: TestApp) {
    let visitor = app.browser();
    let form = visitor.opens("/").await.field("form");
    let fields = [("form", form.as_str()), ("seats", "abc"), ("title", "7b")];
    let page = visitor.submits_and_follows("/classes", &fields).await;
    assert_eq!(page.status, Refusal::SeatsOutOfRange { most: 500 }.status());
    assert!(page.is_page());
    visitor.opens("/sign-in").await;
    let page = visitor
        .submits_and_follows("/sign-in", &[("username", "otter-1234"), ("password", "wrong")])
        .await;
    assert_eq!(page.status, Refusal::SignInFailed.status());
    assert!(page.is_page());
}
