//! Tests of the sign-in with user name and password: equal responses, tolerant input, session ids, language, duration,
//! no default account.

use crate::{always_on_every_database, common::*, on_every_database};
use domain::{locale::Locale, refusal::Refusal};
use texts::Texts;

on_every_database!(
    names_and_passwords_are_accepted_as_phones_write_them,
    the_session_id_changes_at_every_step_of_the_sign_in,
    a_member_is_led_to_the_set_up_and_a_student_to_the_lesson,
    a_refusal_is_shown_in_the_visitor_s_language,
    the_sign_in_pages_have_no_link_to_the_sign_in,
    a_sign_in_lasts_twelve_hours,
    there_is_no_default_account,
);

always_on_every_database!(an_unknown_name_and_a_wrong_password_look_the_same_and_cost_the_same,);

async fn an_unknown_name_and_a_wrong_password_look_the_same_and_cost_the_same(app: TestApp) {
    let class = app.class_of(2).await;
    app.has_a_member("ada", "correct horse battery").await;
    let connected = &class.seats[1];
    app.browser().connects(connected).await;
    let unknown_login = if class.seats[0].login == "kestrel-4821" {
        "kestrel-4822"
    } else {
        "kestrel-4821"
    };
    // Known and unknown names: first names that look like the logins of students, then names that look like members'
    // names.
    let pairs = [
        (
            [class.seats[0].login.as_str(), connected.login.as_str(), unknown_login],
            (1, 0),
        ),
        (["ada", "bertrand", "kestrel"], (0, 1)),
    ];
    for (names, (opened, verified)) in pairs {
        let mut seen = Vec::new();
        for name in names {
            let mut looks = Vec::new();
            // The name is locked before the last attempts, so the server refuses them without a comparison.
            for password in ["wrong", "amber-otter-4821", "", "x", "y", "z", "locked now"] {
                let before = app.stepwise.work_done();
                let answer = app.browser().gives_password(name, password).await;
                let after = app.stepwise.work_done();
                let work = (after.opened - before.opened, after.verified - before.verified);
                let locked = answer.status == 429;
                assert_eq!(work, if locked { (0, 0) } else { (opened, verified) }, "{name}");
                let mut headers: Vec<_> = answer.headers.keys().map(|name| name.as_str().to_owned()).collect();
                headers.sort();
                looks.push((answer.status, answer.body, headers));
            }
            let page = app
                .browser()
                .submits_and_follows("/sign-in", &[("username", name), ("password", "w")])
                .await;
            looks.push((page.status, html::text(&page.body), Vec::new()));
            seen.push(looks);
        }
        assert_eq!(seen[0], seen[2], "{names:?}");
        assert_eq!(seen[1], seen[2], "{names:?}");
    }
}

async fn names_and_passwords_are_accepted_as_phones_write_them(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let name = format!(" {} ", seat.login.to_uppercase());
    let mut password = format!("{} ", seat.password);
    password[..1].make_ascii_uppercase();
    assert!(app.browser().gives_password(&name, &password).await.is_done());
    for wrong in ["", "'", "' OR 1=1 --", "%", "\u{0}"] {
        assert_eq!(
            app.browser()
                .gives_password(&format!("x{wrong}"), wrong)
                .await
                .refusal(),
            Refusal::SignInFailed
        );
    }
    let long = "a".repeat(5_000);
    assert_eq!(
        app.browser().gives_password(&long, &long).await.refusal(),
        Refusal::SignInFailed
    );
}

/// After each step of the sign-in, a copy of the earlier cookies gives no access any more.
async fn the_session_id_changes_at_every_step_of_the_sign_in(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let person = class.teacher.copied();
    let (granted, before) = (person.copied(), person.session());
    person.signs_in(seat).await;
    assert_ne!(person.session(), before);
    assert_eq!(granted.gets(&class.page()).await.status, 404);

    let secret = person.opens_set_up().await;
    let (first, before) = (person.copied(), person.session());
    assert!(person.gives_set_up_code(&secret.code_at(app.now())).await.is_done());
    assert_ne!(person.session(), before);
    assert!(!first.is_signed_in().await);

    let (in_lesson, before) = (person.copied(), person.session());
    person.signs_out().await;
    assert_ne!(person.session(), before);
    assert!(!in_lesson.is_signed_in().await);

    app.waits(30);
    person.signs_in(seat).await;
    let (half, before) = (person.copied(), person.session());
    assert!(person.gives_code(&secret.code_at(app.now())).await.is_done());
    assert_ne!(person.session(), before);
    app.waits(30);
    assert_eq!(
        half.gives_code(&secret.code_at(app.now())).await.refusal(),
        Refusal::SignInFirst
    );

    let nobody = app.browser();
    nobody.signs_in(seat).await;
    let (pending, before) = (nobody.copied(), nobody.session());
    nobody.calls("/sign-in/cancel", &[]).await;
    assert_ne!(nobody.session(), before);
    assert_eq!(
        pending.gives_code(&secret.code_at(app.now())).await.refusal(),
        Refusal::SignInFirst
    );
}

async fn a_member_is_led_to_the_set_up_and_a_student_to_the_lesson(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    app.has_a_member("ada", "correct horse battery").await;
    let fields = [("username", "Ada"), ("password", "correct horse battery")];
    assert_eq!(app.browser().submits("/sign-in", &fields).await.leads_to(), "/set-up");
    let fields = [("username", seat.login.as_str()), ("password", &seat.password)];
    assert_eq!(app.browser().submits("/sign-in", &fields).await.leads_to(), "/lesson");
    app.browser().connects(seat).await;
    assert_eq!(
        app.browser().submits("/sign-in", &fields).await.leads_to(),
        "/sign-in/code"
    );
}

async fn a_refusal_is_shown_in_the_visitor_s_language(app: TestApp) {
    for (language, locale) in [("en", Locale::En), ("ru", Locale::Ru), ("fr", Locale::Fr)] {
        let visitor = app.browser().speaking(language);
        visitor.opens("/sign-in").await;
        let fields = [("username", "kestrel-4821"), ("password", "wrong")];
        let page = visitor.submits_and_follows("/sign-in", &fields).await;
        assert!(page.says(Texts::of(locale).refusal_sign_in_failed()));
        assert_eq!(page.field("username"), "kestrel-4821");
        assert!(!page.body.contains("value=\"wrong\""));
    }
}

async fn the_sign_in_pages_have_no_link_to_the_sign_in(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    app.browser().connects(seat).await;
    let visitor = app.browser();
    assert!(visitor.opens("/").await.body.contains("href=\"/sign-in\""));
    assert!(!visitor.opens("/sign-in").await.body.contains("href=\"/sign-in\""));
    visitor.gives_password(&seat.login, &seat.password).await;
    assert!(!visitor.opens("/sign-in/code").await.body.contains("href=\"/sign-in\""));
}

async fn a_sign_in_lasts_twelve_hours(app: TestApp) {
    let class = app.class_of(1).await;
    let student = app.browser();
    student.signs_in(&class.seats[0]).await;
    app.waits(12 * 3600 - 1);
    assert!(student.is_signed_in().await);
    app.waits(1);
    assert!(!student.is_signed_in().await);
}

async fn there_is_no_default_account(app: TestApp) {
    for table in [
        "account",
        "factor",
        "recovery_code",
        "class",
        "web_session",
        "mailed_link",
    ] {
        assert_eq!(app.count(table).await, 0, "{table}");
    }
    for name in [
        "admin",
        "administrator",
        "root",
        "demo",
        "test",
        "teacher",
        "user",
        "stepwise",
    ] {
        for password in [name, "admin", "password", "changeme", "demo", "stepwise"] {
            // The lockout begins after the sixth wrong password, so the server compares all six passwords for a name.
            let refused = app.browser().gives_password(name, password).await;
            assert!(!refused.is_done(), "{name}, {password}");
        }
    }
    assert_eq!(app.count("account").await, 0);
}
