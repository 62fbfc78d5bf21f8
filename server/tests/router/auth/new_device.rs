//! Tests of the mail about a sign-in from a new device, which members can turn off.

use crate::{
    common::{browser::encoded, member::*, *},
    on_every_database,
};
use axum::http::{Method, header};
use backend::notify::OutgoingMessage;
use domain::{audit::AuditKind, locale::Locale};
use texts::Texts;

on_every_database!(
    a_sign_in_from_a_new_device_is_mailed_once,
    the_first_sign_in_and_sign_ins_of_students_are_not_mailed,
    a_member_turns_the_mails_off_and_on_with_a_form,
    an_api_login_is_mailed_once_a_month,
    a_browser_is_known_by_every_name_of_its_member,
);

const FIREFOX: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";

/// The waiting mails about new devices. All other waiting mails are removed.
async fn told(app: &TestApp) -> Vec<OutgoingMessage> {
    let subject = Texts::of(Locale::En).mail_new_device_subject();
    let mails = app.mails().await.into_iter();
    mails.filter(|letter| letter.subject == subject).collect()
}

async fn signs_in_again(browser: &Browser, ada: &Member) {
    assert!(browser.signs_in_as("ada", PASSWORD, &ada.secret).await.is_done());
}

async fn a_sign_in_from_a_new_device_is_mailed_once(app: TestApp) {
    let ada = ada(&app).await;
    let new = app.browser();
    assert!(new.gives_password("ada", PASSWORD).await.is_done());
    assert!(told(&app).await.is_empty(), "the password alone is no sign-in");
    let code = ada.code();
    let request = new
        .form_request(Method::POST, "/sign-in/code")
        .header(header::ACCEPT, "application/json")
        .header(header::USER_AGENT, FIREFOX);
    assert!(new.sends(request, encoded(&[("code", &code)])).await.is_done());
    let letters = told(&app).await;
    assert_eq!(letters.len(), 1);
    let text = &letters[0].text;
    assert_eq!(letters[0].to, address_of("ada"));
    assert!(text.contains("Firefox, Windows") && text.contains(" UTC"), "{text}");
    assert!(text.contains("2026-11-20 09:0"), "{text}");
    assert!(text.contains("/forgot"), "what to do: {text}");
    // After the sign-in the browser is known, and its next sign-in is not mailed. A sign-in from another browser is
    // mailed, also with a recovery code.
    new.signs_out().await;
    signs_in_again(&new, &ada).await;
    assert!(told(&app).await.is_empty());
    let other = app.browser();
    assert!(other.gives_password("ada", PASSWORD).await.is_done());
    assert!(other.gives_recovery_code(&ada.codes[0]).await.is_done());
    assert_eq!(told(&app).await.len(), 1);
}

async fn the_first_sign_in_and_sign_ins_of_students_are_not_mailed(app: TestApp) {
    let ada = ada(&app).await;
    // A sign-in in the browser of the registration is not mailed, because this browser is known.
    ada.browser.signs_out().await;
    signs_in_again(&ada.browser, &ada).await;
    assert!(told(&app).await.is_empty());
    // No mail is sent to an address that is not confirmed, because the address can belong to another person.
    let bob = app.browser();
    let (secret, _) = bob.becomes_a_member("bob").await;
    app.mails().await;
    assert!(app.browser().signs_in_as("bob", PASSWORD, &secret).await.is_done());
    assert!(app.mails().await.is_empty());
    let class = app.class_of(1).await;
    let student = app.browser();
    let (secret, _) = student.connects(&class.seats[0]).await;
    let other = app.browser();
    assert!(other.signs_in(&class.seats[0]).await.is_done());
    app.waits(30);
    assert!(other.gives_code(&secret.code_at(app.now())).await.is_done());
    assert!(app.mails().await.is_empty());
}

async fn a_member_turns_the_mails_off_and_on_with_a_form(app: TestApp) {
    let ada = ada(&app).await;
    let en = Texts::of(Locale::En);
    let ticked = |page: &Answer| {
        let tag = html::tags(&page.body)
            .into_iter()
            .find(|tag| tag.attribute("name") == Some("wanted"))
            .expect("a checkbox");
        tag.attribute("checked").is_some()
    };
    assert!(ticked(&ada.browser.opens("/account").await));
    // Browsers do not send the field of a checkbox that is not ticked, so a missing field means no.
    let off = ada.browser.submits_and_follows("/account/new-device-mail", &[]).await;
    assert!(off.says(en.account_done_language()) && !ticked(&off));
    signs_in_again(&app.browser(), &ada).await;
    assert!(told(&app).await.is_empty());
    let on = [("wanted", "yes")];
    for _ in 0..2 {
        let page = ada.browser.submits_and_follows("/account/new-device-mail", &on).await;
        assert!(ticked(&page));
    }
    signs_in_again(&app.browser(), &ada).await;
    assert_eq!(told(&app).await.len(), 1);
    let events = account(&ada.browser).await.events;
    for kind in [AuditKind::NewDeviceMailOff, AuditKind::NewDeviceMailOn] {
        assert_eq!(events.iter().filter(|event| event.kind == kind).count(), 1, "{kind:?}");
    }
}

async fn an_api_login_is_mailed_once_a_month(app: TestApp) {
    let ada = ada(&app).await;
    let client = app.api_client();
    client.logs_in_again("ada", &ada.secret).await;
    let letters = told(&app).await;
    assert_eq!(letters.len(), 1);
    assert!(letters[0].text.contains("JSON API"), "{}", letters[0].text);
    for _ in 0..3 {
        let tokens = client.logs_in_again("ada", &ada.secret).await;
        let out = client
            .calls(&tokens.access, Method::POST, "/auth-jwt/logout", None)
            .await;
        assert_eq!(out.status, 204);
    }
    assert!(told(&app).await.is_empty(), "not for every login");
    app.waits(31 * 24 * 3600);
    client.logs_in_again("ada", &ada.secret).await;
    assert_eq!(told(&app).await.len(), 1);
    // The API login that connects the first factor belongs to the registration, so the next API login is not reported
    // as new.
    let bob = client.becomes_a_member("bob").await;
    app.browser().confirms_email("bob").await;
    app.mails().await;
    client.logs_in_again("bob", &bob.secret).await;
    assert!(told(&app).await.is_empty());
}

/// Passwords of a known browser wait in a line of their own, so a flood from the same network does not delay them.
async fn a_browser_is_known_by_every_name_of_its_member(app: TestApp) {
    let ada = ada(&app).await;
    for (typed, other) in [
        ("ada".to_owned(), address_of("ada")),
        (address_of("ada"), "ada".to_owned()),
    ] {
        app.waits(30);
        let browser = app.browser();
        assert!(browser.signs_in_as(&typed, PASSWORD, &ada.secret).await.is_done());
        let auth = &app.stepwise.auth;
        let device = auth.device(browser.cookie("browser").as_deref()).expect("a device");
        assert!(auth.has_signed_in(&device, &[&typed]) && auth.has_signed_in(&device, &[&other]));
        assert!(!auth.has_signed_in(&device, &["bob"]));
    }
}
