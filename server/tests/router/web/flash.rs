//! Tests that, without scripts, a refusal is shown once on the page of its form, and that no address can show a
//! refusal.

use crate::{common::*, on_every_database};
use domain::{locale::Locale, lockout::MAX_MAILS_PER_NETWORK, refusal::Refusal};
use texts::Texts;

on_every_database!(
    a_refusal_is_shown_once_and_is_not_in_the_address,
    an_address_cannot_make_a_page_show_a_message,
    a_refusal_is_shown_on_its_own_page_within_a_minute_only,
    every_public_form_keeps_the_typed_values_and_marks_the_wrong_field,
    forms_of_signed_in_users_keep_the_typed_values_too,
    a_form_sent_without_a_referer_returns_to_its_page,
    under_https_a_refusal_is_bound_to_this_host,
    an_empty_second_code_does_not_replace_the_answer_to_the_first,
);

const EN: Texts = Texts::of(Locale::En);
const WRONG: [(&str, &str); 2] = [("username", "otter-1234"), ("password", "wrong-pass")];

/// The name of the field with the focus.
fn focused(page: &Answer) -> Option<String> {
    let tags = html::tags(&page.body);
    let field = tags.iter().find(|tag| tag.attribute("autofocus").is_some())?;
    field.attribute("name").map(str::to_owned)
}

fn wrong(page: &Answer) -> Vec<String> {
    let tags = html::tags(&page.body);
    let wrong = tags.iter().filter(|tag| tag.attribute("aria-invalid") == Some("true"));
    wrong
        .filter_map(|tag| tag.attribute("name").map(str::to_owned))
        .collect()
}

fn alerts(page: &Answer) -> bool {
    let tags = html::tags(&page.body);
    tags.iter().any(|tag| tag.attribute("role") == Some("alert"))
}

async fn a_refusal_is_shown_once_and_is_not_in_the_address(app: TestApp) {
    let visitor = app.browser();
    visitor.opens("/sign-in?login=otter-1234").await;
    let answer = visitor.submits("/sign-in", &WRONG).await;
    assert_eq!(answer.status, 302);
    assert_eq!(answer.leads_to(), "/sign-in?login=otter-1234");
    let carried = visitor.cookie("refused").unwrap();
    assert!(!carried.contains("sign") && carried.len() < 1000);
    let cookie = answer
        .cookies()
        .into_iter()
        .find(|cookie| cookie.starts_with("refused="))
        .unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Max-Age=60"));

    let page = visitor.opens("/sign-in?login=otter-1234").await;
    assert_eq!(page.status.as_u16(), Refusal::SignInFailed.status());
    assert!(page.says(EN.refusal_sign_in_failed()) && alerts(&page));
    assert_eq!(page.field("username"), "otter-1234");
    assert!(!page.body.contains("wrong-pass"));
    assert_eq!(visitor.cookie("refused"), None, "it was said");

    let again = visitor.opens("/sign-in?login=otter-1234").await;
    assert_eq!(again.status, 200);
    assert!(!alerts(&again) && focused(&again).is_none() && wrong(&again).is_empty());
}

async fn an_address_cannot_make_a_page_show_a_message(app: TestApp) {
    let visitor = app.browser();
    // Base64 of {"code":"sign_in_failed","at":0}.
    let problem = "eyJjb2RlIjoic2lnbl9pbl9mYWlsZWQiLCJhdCI6MH0=";
    for (forged, page) in [
        (format!("/sign-in?__path=%2Fsign-in&__err={problem}"), "/sign-in"),
        (format!("/sign-in?%5F_path=/sign-in&_%5fe%72r={problem}"), "/sign-in"),
        (
            format!("/sign-in?login=otter-1234&__err={problem}&__path=%2Fsign-in"),
            "/sign-in?login=otter-1234",
        ),
        (format!("/join?__path=%2Fjoin&__err={problem}"), "/join"),
        (format!("/?__path=%2Fclasses&__err={problem}"), "/"),
    ] {
        let answer = visitor.gets(&forged).await;
        assert_eq!((answer.status.as_u16(), answer.leads_to()), (302, page), "{forged}");
        let page = visitor.opens(&forged).await;
        assert_eq!(page.status, 200, "{forged}");
        assert!(!alerts(&page), "{forged}");
    }
}

async fn a_refusal_is_shown_on_its_own_page_within_a_minute_only(app: TestApp) {
    let visitor = app.browser();
    visitor.opens("/sign-in").await;
    visitor.submits("/sign-in", &WRONG).await;
    let carried = visitor.cookie("refused").unwrap();
    for page in ["/", "/join", "/register", "/sign-in?login=otter-1234"] {
        assert!(!alerts(&visitor.opens(page).await), "{page}");
    }
    assert!(alerts(&visitor.opens("/sign-in").await));

    let late = app.browser();
    late.sets_cookie("refused", &carried);
    app.waits(61);
    assert!(!alerts(&late.opens("/sign-in").await));
    late.sets_cookie("refused", "nonsense");
    assert_eq!(late.opens("/sign-in").await.status, 200);
}

async fn every_public_form_keeps_the_typed_values_and_marks_the_wrong_field(app: TestApp) {
    let visitor = app.browser();
    let sends = async |page: &str, action: &str, fields: &[(&str, &str)]| {
        let opened = visitor.opens(page).await;
        let seal = match opened.body.contains("name=\"form\"") {
            true => opened.field("form"),
            false => String::new(),
        };
        let fields = [&[("form", seal.as_str())], fields].concat();
        let refused = visitor.submits_and_follows(action, &fields).await;
        assert_eq!(visitor.here(), page);
        assert!(
            alerts(&refused) && refused.status.is_client_error(),
            "{page}: {}",
            refused.status
        );
        refused
    };
    let page = sends("/sign-in", "/sign-in", &WRONG).await;
    assert_eq!(page.field("username"), "otter-1234");
    assert_eq!(
        (focused(&page).as_deref(), wrong(&page)),
        (Some("password"), vec!["password".to_owned()])
    );

    let page = sends("/join", "/join", &[("join_code", "qq-22")]).await;
    assert_eq!(page.field("join_code"), "qq-22");
    assert_eq!(
        (focused(&page).as_deref(), wrong(&page)),
        (Some("join_code"), vec!["join_code".to_owned()])
    );

    let fields = [
        ("username", "ada"),
        ("email", "nowhere"),
        ("password", "short"),
        ("password_again", "other"),
    ];
    let page = sends("/register", "/register", &fields).await;
    assert_eq!(
        (page.field("username"), page.field("email")),
        ("ada".to_owned(), "nowhere".to_owned())
    );
    assert_eq!(focused(&page).as_deref(), Some("email"));
    assert!(!wrong(&page).contains(&"username".to_owned()) && wrong(&page).contains(&"password".to_owned()));
    assert!(!page.body.contains("\"short\""));

    let page = sends("/", "/classes", &[("seats", "0"), ("title", "7b")]).await;
    assert_eq!(
        (page.field("title"), page.field("seats")),
        ("7b".to_owned(), "0".to_owned())
    );
    assert_eq!(
        (focused(&page).as_deref(), wrong(&page)),
        (Some("seats"), vec!["seats".to_owned()])
    );

    for _ in 0..MAX_MAILS_PER_NETWORK {
        visitor.calls("/forgot", &[("username", "somebody")]).await;
    }
    let page = sends("/forgot", "/forgot", &[("username", "grace")]).await;
    assert_eq!(page.field("username"), "grace");
    assert_eq!(focused(&page).as_deref(), Some("username"));
}

async fn forms_of_signed_in_users_keep_the_typed_values_too(app: TestApp) {
    let class = app.class_of(2).await;
    let menu = format!("{}/menu", class.page());
    class.teacher.opens(&menu).await;
    let more = [("id", class.id.as_str()), ("what", "add_seats"), ("seats", "501")];
    let page = class.teacher.submits_and_follows("/classes/act", &more).await;
    assert!(alerts(&page) && page.field("seats") == "501");
    assert_eq!(class.teacher.opens(&menu).await.field("seats"), "1", "once");

    let seat = format!("{}/seats/1", class.page());
    class.teacher.opens(&seat).await;
    let label = "a".repeat(200);
    let labelled = [
        ("id", class.id.as_str()),
        ("number", "1"),
        ("act", "label"),
        ("label", label.as_str()),
    ];
    let page = class.teacher.submits_and_follows("/classes/seat", &labelled).await;
    assert!(alerts(&page) && page.status.is_client_error());
    assert_eq!(page.field("label"), label);

    let ada = member::ada(&app).await;
    ada.browser.opens("/account/email").await;
    let fields = [
        ("email", "\"new\" <b>@school"),
        ("password", "not-mine"),
        ("code", "123456"),
    ];
    let page = ada.browser.submits_and_follows("/account/email", &fields).await;
    assert!(alerts(&page), "{}", page.status);
    assert_eq!(page.field("email"), "\"new\" <b>@school");
    assert!(!page.body.contains("not-mine") && !page.body.contains("123456"));
}

async fn a_form_sent_without_a_referer_returns_to_its_page(app: TestApp) {
    use axum::http::{Method, header};
    let visitor = app.browser();
    let send = async |path: &str, body: &str| {
        let mut request = visitor
            .form_request(Method::POST, path)
            .header(header::ACCEPT, "text/html");
        request.headers_mut().unwrap().remove(header::REFERER);
        visitor.sends(request, body).await
    };
    let answer = send("/sign-in", "username=otter-1234&password=wrong-pass").await;
    assert_eq!((answer.status.as_u16(), answer.leads_to()), (302, "/sign-in"));
    assert!(alerts(&visitor.opens("/sign-in").await));
    let seat = &app.class_of(1).await.seats[0];
    app.browser().connects(seat).await;
    visitor.signs_in(seat).await;
    for (form, fields, page) in [
        ("/sign-in/enrolment-code", "code=aaaa-aaaa-aaaa-aaaa", "/sign-in/code"),
        ("/sign-in/send", "by=email", "/sign-in/code"),
        ("/sign-in/help", "", "/sign-in/code?with=help"),
        (
            "/sign-in/recovery-code",
            "recovery_code=aaaa-aaaa-aaaa-aaaa",
            "/sign-in/code?with=recovery-code",
        ),
    ] {
        let answer = send(form, fields).await;
        assert_eq!((answer.status.as_u16(), answer.leads_to()), (302, page), "{form}");
    }
    assert!(alerts(&visitor.opens("/sign-in/code?with=recovery-code").await));
    let answer = send("/classes/act", "id=0193&what=pause").await;
    assert_eq!((answer.status.as_u16(), answer.leads_to()), (302, "/"));
}

async fn under_https_a_refusal_is_bound_to_this_host(app: TestApp) {
    let app = app.with(|config| config.site.base_url = Some("https://stepwise.test".to_owned()));
    let visitor = app.browser();
    visitor.opens("/sign-in").await;
    let answer = visitor.submits("/sign-in", &WRONG).await;
    let cookies = answer.cookies();
    let cookie = cookies
        .iter()
        .find(|cookie| cookie.starts_with("__Host-refused="))
        .unwrap();
    assert!(cookie.contains("; Secure") && cookie.contains("Path=/;"));
    assert!(alerts(&visitor.opens("/sign-in").await));
    assert_eq!(visitor.cookie("__Host-refused"), None);
}

async fn an_empty_second_code_does_not_replace_the_answer_to_the_first(app: TestApp) {
    let class = app.class_of(1).await;
    let (secret, codes) = app.browser().connects(&class.seats[0]).await;
    let student = app.browser();
    student.signs_in(&class.seats[0]).await;
    let forms = [
        (
            "/sign-in/code",
            "code",
            secret.wrong_code(app.now()),
            EN.refusal_recovery_code_wrong(),
        ),
        (
            "/sign-in/recovery-code",
            "recovery_code",
            codes[0].replace(|c: char| c.is_ascii_alphabetic(), "z"),
            EN.refusal_not_a_code(),
        ),
    ];
    for (form, field, wrong, other) in forms {
        student
            .opens(form.replace("recovery-code", "code?with=recovery-code").as_str())
            .await;
        let page = student.here();
        student.submits(form, &[(field, &wrong)]).await;
        let answer = student.cookie("refused");
        assert!(answer.is_some());
        student.submits(form, &[(field, "")]).await;
        assert_eq!(student.cookie("refused"), answer, "{form}");
        let shown = student.opens(&page).await;
        assert!(
            alerts(&shown) && !shown.says(EN.refusal_not_a_code()) && !shown.says(other),
            "{form}"
        );
        // Without an answer that waits to be shown, an empty code gets an answer of its own.
        let shown = student.submits_and_follows(form, &[(field, " ")]).await;
        assert!(alerts(&shown), "{form}");
    }
}
