//! Tests of the pages that a member can use without a factor, with the password alone, and when signed in.

use crate::{common::member::*, common::*, on_every_database};
use axum::http::Method;
use domain::refusal::Refusal;

on_every_database!(
    a_member_without_a_factor_can_reach_the_set_up_only,
    a_password_alone_gives_no_access_to_a_member_s_account,
    another_session_stays_pending_and_connecting_ends_the_others,
    classes_are_listed_for_their_owner_only,
    classes_can_be_for_members_only,
    pages_of_members_are_hidden_from_students,
);

/// Pages and functions that show no data of an account, that end a session, or that a new member needs for the set-up.
const OPEN_TO_ALL: [&str; 40] = [
    "/account/confirm-again",
    "/object",
    "/object/done",
    "/object/{token}",
    "/sfn/objection",
    "/undo-email",
    "/undo-email/done",
    "/undo-email/{token}",
    "/sfn/undo-email",
    "/",
    "/guide",
    "/lesson/family-sheet",
    "/sign-in",
    "/sign-in/code",
    "/sign-out",
    "/sign-in/forget",
    "/set-up",
    "/phone",
    "/register",
    "/forgot",
    "/forgot/{token}",
    "/confirm-email/{token}",
    "/teach/{token}",
    "/join",
    "/join/{code}",
    "/confirm-email",
    "/forgot/new-password",
    "/language",
    "/theme",
    "/teach",
    "/sfn/who",
    "/sfn/door",
    "/sfn/join",
    "/sfn/join-entry",
    "/sfn/registration",
    "/sfn/reset",
    "/sfn/open-class-form",
    "/sfn/set-up",
    "/phone/messages",
    "/sfn/messages",
];

async fn call(browser: &Browser, path: &str, method: &Method, fields: &[(&str, &str)]) -> Answer {
    match *method {
        Method::GET => browser.loads(path, fields).await,
        _ => browser.calls(path, fields).await,
    }
}

/// A member without a factor is refused like an anonymous user, but redirects lead to the set-up, and refusals say that
/// a factor is missing.
async fn a_member_without_a_factor_can_reach_the_set_up_only(app: TestApp) {
    let other = app.browser().opens_a_class(1).await;
    let ada = app.browser();
    ada.registers("ada").await;
    assert!(!ada.is_signed_in_as_member().await);
    for page in routes::pages() {
        if OPEN_TO_ALL.contains(&page.as_str()) {
            continue;
        }
        let path = routes::filled(&page, &other.id, &other.teacher_token);
        let (hers, theirs) = (ada.gets(&path).await, app.browser().gets(&path).await);
        assert_eq!(hers.status, theirs.status, "{path}");
        if hers.status.is_redirection() {
            assert_eq!((hers.leads_to(), theirs.leads_to()), ("/set-up", "/sign-in"), "{path}");
        } else {
            assert_eq!(hers.status, 404, "{path}");
        }
    }
    let mut refused = 0;
    for (path, method) in routes::server_functions() {
        if OPEN_TO_ALL.contains(&path.as_str()) {
            continue;
        }
        let fields = routes::fields(&other.id, "no-link", "no-form", "nobody");
        // Some functions end the session, so each call uses a copy of it.
        let hers = call(&ada.copied(), &path, &method, &fields).await;
        let theirs = call(&app.browser(), &path, &method, &fields).await;
        let (hers_status, theirs_status) = (hers.status.as_u16(), theirs.status.as_u16());
        if hers_status == 403 {
            assert_eq!(
                (hers.refusal(), theirs.refusal()),
                (Refusal::FactorFirst, Refusal::SignInFirst)
            );
            refused += 1;
        } else {
            assert_eq!(hers_status, theirs_status, "{path}");
        }
        ada.gives_password("ada", PASSWORD).await;
    }
    assert!(refused >= 10, "{refused}");
    for path in ["/account/data.json"] {
        assert_eq!(ada.submits(path, &[]).await.leads_to(), "/set-up");
        assert_eq!(app.browser().submits(path, &[]).await.leads_to(), "/sign-in");
    }
    // The session in which the member sets up a factor ends after an hour.
    app.waits(3600);
    assert_eq!(ada.gets("/set-up").await.leads_to(), "/sign-in");
}

async fn a_password_alone_gives_no_access_to_a_member_s_account(app: TestApp) {
    let ada = app.browser();
    ada.becomes_a_member("ada").await;
    let class = ada.opens_own_class(1).await;
    let half = app.browser();
    assert!(half.gives_password("ada", PASSWORD).await.is_done());
    for page in routes::pages() {
        let path = routes::filled(&page, &class, "no-link");
        if path == "/sign-in/code" {
            continue;
        }
        let (hers, theirs) = (half.gets(&path).await, app.browser().gets(&path).await);
        assert_eq!(
            (hers.status, hers.leads_to()),
            (theirs.status, theirs.leads_to()),
            "{path}"
        );
        assert!(!hers.body.contains("Welcome, ada"), "{path}");
    }
    for (path, method) in routes::server_functions() {
        if path.starts_with("/sign-in")
            || ["/sfn/challenge", "/register", "/classes", "/sfn/registration"].contains(&path.as_str())
        {
            continue;
        }
        let fields = routes::fields(&class, "no-link", "no-form", "nobody");
        half.gives_password("ada", PASSWORD).await;
        // Each call uses a copy of the cookies, so that its effects do not reach the next call.
        let (hers, theirs) = (
            call(&half.copied(), &path, &method, &fields).await,
            call(&app.browser(), &path, &method, &fields).await,
        );
        // The seal in the form differs every time.
        if path == "/sfn/open-class-form" {
            continue;
        }
        assert_eq!((hers.status, hers.body), (theirs.status, theirs.body), "{path}");
    }
    half.gives_password("ada", PASSWORD).await;
    assert_eq!(half.submits("/account/data.json", &[]).await.leads_to(), "/sign-in");
}

async fn another_session_stays_pending_and_connecting_ends_the_others(app: TestApp) {
    let (one, two) = (app.browser(), app.browser());
    one.registers("ada").await;
    assert!(two.gives_password("ada", PASSWORD).await.is_done());
    two.opens_set_up().await;
    let (secret, _) = one.connects_first().await;
    assert!(one.is_signed_in_as_member().await && !two.is_signed_in_as_member().await);
    assert_eq!(two.gets("/set-up").await.leads_to(), "/sign-in");
    two.gives_password("ada", PASSWORD).await;
    let three = app.browser();
    assert!(three.signs_in_as("ada", PASSWORD, &secret).await.is_done());
    assert!(three.is_signed_in_as_member().await && !two.is_signed_in_as_member().await);
}

async fn classes_are_listed_for_their_owner_only(app: TestApp) {
    let (ada, bob) = (app.browser(), app.browser());
    let (secret, _) = ada.becomes_a_member("ada").await;
    bob.becomes_a_member("bob").await;
    let class = ada.opens_own_class(3).await;
    let board = format!("/classes/{class}");
    assert!(ada.opens("/classes").await.body.contains(&board));
    assert!(!bob.opens("/classes").await.body.contains(&board));
    assert_eq!(bob.gets(&board).await.status, 404);
    // A member's class has no teacher link. The member can open the class in any browser while signed in.
    assert!(!ada.opens(&board).await.body.contains("/teach/"));
    let elsewhere = app.browser();
    assert_eq!(elsewhere.gets(&board).await.status, 404);
    elsewhere.gives_password("ada", PASSWORD).await;
    assert_eq!(elsewhere.gets(&board).await.status, 404);
    app.waits(30);
    elsewhere.gives_code(&secret.code_at(app.now())).await;
    assert_eq!(elsewhere.gets(&board).await.status, 200);
    ada.signs_out().await;
    assert_eq!(ada.gets(&board).await.status, 404);
    app.waits(25 * 3600);
    ada.signs_in_as("ada", PASSWORD, &secret).await;
    assert!(
        ada.opens("/classes")
            .await
            .says(texts::Texts::of(domain::locale::Locale::En).classes_past())
    );
}

async fn classes_can_be_for_members_only(app: TestApp) {
    let app = app.with(|config| config.settings.members_only = true);
    let ada = app.browser();
    ada.registers("ada").await;
    let nobody = app.browser().loads("/sfn/open-class-form", &[]).await;
    assert_eq!(nobody.json::<Option<String>>(), None);
    assert_eq!(
        ada.loads("/sfn/open-class-form", &[]).await.json::<Option<String>>(),
        None
    );
    ada.connects_first().await;
    ada.opens_own_class(2).await;
    let form = ada.opens("/classes").await.field("form");
    let fields = [("form", form.as_str()), ("seats", "1"), ("title", "")];
    assert_eq!(
        app.browser().calls("/classes", &fields).await.refusal(),
        Refusal::MembersOnly
    );
}

async fn pages_of_members_are_hidden_from_students(app: TestApp) {
    let class = app.class_of(1).await;
    let student = app.browser();
    student.signs_in(&class.seats[0]).await;
    for page in ["/classes", "/account", "/account/password", "/account/delete"] {
        assert_eq!(student.gets(page).await.status, 404, "{page}");
    }
    let fields = [("password", class.seats[0].password.as_str()), ("code", "123456")];
    for path in ["/account/phone", "/account/delete", "/account/end-others"] {
        assert_eq!(
            student.calls(path, &fields).await.refusal(),
            Refusal::NotFound,
            "{path}"
        );
    }
}
