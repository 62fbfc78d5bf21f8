//! Tests of the way between stages 3 and 4: a student signs out and signs in again, and of what stays when the class is
//! over.

use crate::{common::*, on_every_database};
use domain::locale::Locale;
use texts::Texts;

on_every_database!(
    a_student_who_comes_back_finds_the_login_filled_in_and_reads_why_the_code_must_be_new,
    the_page_of_the_recovery_codes_offers_to_come_back_at_once,
    a_student_who_leaves_the_computer_leaves_no_login,
    the_next_student_finds_an_empty_form,
    the_login_is_filled_in_for_a_minute_only,
    the_code_page_says_how_long_the_next_code_takes,
    a_class_that_is_over_still_says_what_was_learned,
);

const EN: Texts = Texts::of(Locale::En);
const AGAIN: [(&str, &str); 1] = [("again", "yes")];

/// The value of the field for the name.
fn filled_in(page: &Answer) -> Option<String> {
    let tags = html::tags(&page.body);
    let field = tags.iter().find(|tag| tag.attribute("name") == Some("username"))?;
    field.attribute("value").map(str::to_owned)
}

fn focused(page: &Answer) -> Option<String> {
    let tags = html::tags(&page.body);
    let field = tags.iter().find(|tag| tag.attribute("autofocus").is_some())?;
    field.attribute("name").map(str::to_owned)
}

/// A student who has passed stage 3 and looks at the lesson page.
async fn connected(app: &TestApp, seat: &Seat) -> (Browser, Secret) {
    let student = app.browser();
    let (secret, _) = student.connects(seat).await;
    let lesson = student.opens("/lesson").await;
    let tags = html::tags(&lesson.body);
    assert!(tags.iter().any(|tag| tag.attribute("name") == Some("again")));
    (student, secret)
}

async fn a_student_who_comes_back_finds_the_login_filled_in_and_reads_why_the_code_must_be_new(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let (student, secret) = connected(&app, seat).await;
    let out = student.submits("/sign-out", &AGAIN).await;
    assert_eq!(out.leads_to(), "/sign-in", "the login is not in the address");
    let page = student.opens("/sign-in").await;
    assert_eq!(filled_in(&page).as_ref(), Some(&seat.login));
    assert_eq!(focused(&page).as_deref(), Some("password"));
    assert!(page.says(&EN.returning_lead(&seat.login)) && page.says(EN.returning_not_you()));
    assert!(page.says(EN.returning_why_title()) && page.says(EN.returning_why_text()));
    assert!(!student.is_signed_in().await);

    assert!(student.signs_in(seat).await.is_done());
    app.waits(30);
    assert!(student.gives_code(&secret.code_at(app.now())).await.is_done());
    assert_eq!(student.cookie("returning"), None);
    assert_eq!(class.badges(seat).await, 4);
}

async fn the_page_of_the_recovery_codes_offers_to_come_back_at_once(app: TestApp) {
    let class = app.class_of(1).await;
    let student = app.browser();
    student.sees_recovery_codes(&class.seats[0]).await;
    let offers = async || {
        let page = student.opens("/set-up/recovery-codes").await;
        let tags = html::tags(&page.body);
        tags.iter().any(|tag| tag.attribute("formaction") == Some("/sign-out"))
    };
    assert!(offers().await);
    assert!(class.action("pause", &[]).await.is_done());
    assert!(!offers().await, "no further stage can be reached now");
    assert!(class.action("go_on", &[]).await.is_done());

    student
        .submits("/sign-out", &[("saved", "yes"), ("again", "yes")])
        .await;
    let page = student.opens("/sign-in").await;
    assert_eq!(filled_in(&page).as_ref(), Some(&class.seats[0].login));
    assert!(
        page.says(EN.returning_why_title()),
        "the page says when the next code comes"
    );
}

async fn a_student_who_leaves_the_computer_leaves_no_login(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let (student, _) = connected(&app, seat).await;
    let out = student.submits("/sign-out", &[]).await;
    assert_eq!(out.leads_to(), "/sign-out?next=code");
    for page in ["/sign-out?next=code", "/sign-in", "/", "/join"] {
        assert!(!student.opens(page).await.body.contains(&seat.login), "{page}");
    }
}

async fn the_next_student_finds_an_empty_form(app: TestApp) {
    let class = app.class_of(3).await;
    let [first, second, third] = &class.seats[..] else {
        panic!()
    };
    let (browser, _) = connected(&app, first).await;
    browser.submits("/sign-out", &AGAIN).await;
    browser.opens("/sign-in").await;
    let emptied = browser.submits_and_follows("/sign-in/forget", &[]).await;
    assert_eq!(browser.here(), "/sign-in");
    assert_eq!(filled_in(&emptied).unwrap_or_default(), "");
    assert!(!emptied.body.contains(&first.login));

    // A student who signs in without emptying the form leaves nothing of the first one either.
    let (browser, _) = connected(&app, second).await;
    browser.submits("/sign-out", &AGAIN).await;
    browser.signs_in(third).await;
    assert_eq!(browser.cookie("returning"), None);
    browser.submits("/sign-out", &[]).await;
    assert!(!browser.opens("/sign-in").await.body.contains(&second.login));
}

async fn the_login_is_filled_in_for_a_minute_only(app: TestApp) {
    let class = app.class_of(1).await;
    let (student, _) = connected(&app, &class.seats[0]).await;
    student.submits("/sign-out", &AGAIN).await;
    let kept = student.cookie("returning").unwrap();
    app.waits(61);
    assert!(!student.opens("/sign-in").await.body.contains(&class.seats[0].login));
    student.sets_cookie("returning", &kept[1..]);
    assert_eq!(student.opens("/sign-in").await.status, 200);
}

async fn the_code_page_says_how_long_the_next_code_takes(app: TestApp) {
    let class = app.class_of(2).await;
    let [first, second] = &class.seats[..] else { panic!() };
    let (student, secret) = connected(&app, first).await;
    student.submits("/sign-out", &[]).await;
    student.signs_in(first).await;
    let page = student.opens("/sign-in/code").await;
    assert!(page.says(EN.returning_why_title()) && page.says(EN.lesson_code_wait()));
    app.waits(30);
    assert!(
        !student.opens("/sign-in/code").await.says(EN.returning_why_title()),
        "the code is due"
    );
    assert!(student.gives_code(&secret.code_at(app.now())).await.is_done());

    // Another student in this browser does not wait for the code of the first one.
    let (student, _) = connected(&app, second).await;
    student.submits("/sign-out", &AGAIN).await;
    student.signs_in(first).await;
    assert!(!student.opens("/sign-in/code").await.says(EN.returning_why_title()));
}

async fn a_class_that_is_over_still_says_what_was_learned(app: TestApp) {
    let class = app.class_of(2).await;
    let (done, beginner) = (app.browser(), app.browser());
    let (secret, _) = done.connects(&class.seats[0]).await;
    assert!(done.signs_in_with_code(&class.seats[0], &secret).await.is_done());
    beginner.signs_in(&class.seats[1]).await;
    assert!(class.action("end", &[]).await.is_done());
    let later = app.browser();
    later.opens("/sign-in").await;
    let fields = [
        ("username", class.seats[0].login.as_str()),
        ("password", &class.seats[0].password),
    ];
    let refused = later.submits_and_follows("/sign-in", &fields).await;
    let pages = [
        done.opens("/lesson").await,
        beginner.opens("/lesson").await,
        beginner.opens("/set-up").await,
        refused,
    ];
    for (n, page) in pages.iter().enumerate() {
        for text in [EN.lesson_helps_leak(), EN.lesson_not_phish(), EN.lesson_home_text()] {
            assert!(page.says(text), "page {n}");
        }
    }
}
