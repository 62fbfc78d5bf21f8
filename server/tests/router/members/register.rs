//! Tests of the registration: names, addresses, passwords, permission, and the facts that it does not reveal.

use crate::{always_on_every_database, common::member::*, common::*, on_every_database};
use backend::members::Registration;
use domain::{
    locale::Locale,
    refusal::Refusal,
    registration::{EmailFault, Faults, PasswordFault, UsernameFault},
};
use texts::Texts;

on_every_database!(
    a_new_member_is_redirected_to_the_set_up_and_then_to_the_classes,
    all_mistakes_are_shown_at_once_beside_their_fields,
    without_scripts_typed_values_are_kept_except_passwords,
    a_taken_name_is_reported_and_a_taken_address_is_not,
    registration_can_be_closed_or_by_invitation,
    the_registrations_of_one_network_are_limited,
    signed_in_members_are_told_so_on_the_registration_page,
    a_confirmed_address_is_acknowledged_where_the_member_is,
);

always_on_every_database!(
    a_form_sent_twice_makes_one_account,
    of_two_simultaneous_registrations_of_one_name_one_is_refused,
);

async fn a_new_member_is_redirected_to_the_set_up_and_then_to_the_classes(app: TestApp) {
    let person = app.browser();
    let form = person.opens("/register").await.field("form");
    let email = address_of("ada");
    let fields = [
        ("form", form.as_str()),
        ("username", " Ada "),
        ("email", &email),
        ("password", PASSWORD),
        ("password_again", PASSWORD),
    ];
    let page = person.submits_and_follows("/register", &fields).await;
    assert_eq!(person.here(), "/set-up");
    assert!(page.says(Texts::of(Locale::En).members_factor_first_title()));
    let (secret, codes) = person.connects_first().await;
    assert_eq!(codes.len(), 10);
    assert_eq!(person.submits("/set-up/saved", &[]).await.leads_to(), "/classes");
    let home = person.opens("/classes").await;
    assert!(home.says(&Texts::of(Locale::En).classes_welcome("ada")));
    let goodbye = person.submits_and_follows("/sign-out", &[]).await;
    assert!(goodbye.says(Texts::of(Locale::En).members_goodbye()));
    assert!(person.signs_in_as("ada", PASSWORD, &secret).await.is_done());
    assert!(person.is_signed_in_as_member().await);
}

async fn all_mistakes_are_shown_at_once_beside_their_fields(app: TestApp) {
    let person = app.browser();
    let refused = person
        .registers_with("a b", "nowhere", "short", "shorter")
        .await
        .refusal();
    assert_eq!(
        refused,
        Refusal::Faults {
            faults: Faults {
                username: Some(UsernameFault::Alphabet),
                email: Some(EmailFault::Shape),
                password: Some(PasswordFault::TooShort),
                again: true,
            }
        }
    );
    let long = "x7-".repeat(1_000);
    for (name, email, password) in [
        ("\u{430}da", "ada@school.example", PASSWORD),
        ("ad\u{212A}a", "ada@school.example", PASSWORD),
        ("kestrel-4821", "ada@school.example", PASSWORD),
        ("ada", "ada@school.example\r\nBcc: everybody@school.example", PASSWORD),
        ("ada", "ada@school.example", "password123"),
        ("ada-lovelace", "ada@school.example", "Ada-Lovelace"),
        ("ada", "ada@school.example", long.as_str()),
    ] {
        let answer = person.registers_with(name, email, password, password).await;
        assert!(matches!(answer.refusal(), Refusal::Faults { .. }), "{name:?} {email:?}");
    }
    let megabyte = "x".repeat(1_000_000);
    let answer = person
        .registers_with("ada", "ada@school.example", &megabyte, &megabyte)
        .await;
    assert_eq!(answer.status, 413);
    assert_eq!(app.count("account").await, 0);
    assert_eq!(app.count("mail").await, 0);
}

async fn without_scripts_typed_values_are_kept_except_passwords(app: TestApp) {
    for (language, locale) in [("en", Locale::En), ("ru", Locale::Ru), ("fr", Locale::Fr)] {
        let person = app.browser().speaking(language);
        let form = person.opens("/register").await.field("form");
        let fields = [
            ("form", form.as_str()),
            ("username", "kestrel-4821"),
            ("email", "ada@school.example"),
            ("password", "a secret of mine"),
            ("password_again", "another secret"),
        ];
        let page = person.submits_and_follows("/register", &fields).await;
        let texts = Texts::of(locale);
        assert_eq!(page.status, 422);
        assert!(page.says(texts.fault_username_of_a_student()));
        assert!(page.says(texts.fault_again()));
        assert_eq!(page.field("username"), "kestrel-4821");
        assert_eq!(page.field("email"), "ada@school.example");
        assert!(!page.body.contains("secret"));
    }
}

async fn a_taken_name_is_reported_and_a_taken_address_is_not(app: TestApp) {
    let ada = app.browser();
    ada.becomes_a_member("ada").await;
    ada.confirms_email("ada").await;
    let taken = app
        .browser()
        .registers_with("ADA", "other@school.example", PASSWORD, PASSWORD)
        .await;
    let Refusal::Faults { faults } = taken.refusal() else {
        panic!()
    };
    assert_eq!(faults.username, Some(UsernameFault::Taken));

    let (curious, honest) = (app.browser(), app.browser());
    let known = curious
        .registers_with("curious", &address_of("ada"), PASSWORD, PASSWORD)
        .await;
    let unknown = honest
        .registers_with("honest", &address_of("honest"), PASSWORD, PASSWORD)
        .await;
    assert_eq!((known.status, &known.body), (unknown.status, &unknown.body));
    assert_eq!(known.leads_to(), unknown.leads_to());
    let mails = app.mails().await;
    let told = mails
        .iter()
        .find(|letter| letter.to == address_of("ada"))
        .expect("a mail");
    assert!(told.text.contains(&Texts::of(Locale::En).mail_taken_text("ada")));
    assert!(!told.text.contains("/confirm-email/"));
    // The pages of the account do not reveal that the address belongs to another account: they
    // only show it as not confirmed.
    for (person, name) in [(&curious, "ada"), (&honest, "honest")] {
        person.connects_first().await;
        assert!(person.opens("/account").await.says(&address_of(name)));
        assert!(
            person
                .opens("/classes")
                .await
                .says(Texts::of(Locale::En).classes_confirm_title())
        );
    }
    // A member cannot sign in with an address that is not confirmed.
    assert_eq!(
        app.browser()
            .gives_password(&address_of("honest"), PASSWORD)
            .await
            .refusal(),
        Refusal::SignInFailed
    );
}

async fn a_form_sent_twice_makes_one_account(app: TestApp) {
    let person = app.browser();
    let form = person.opens("/register").await.field("form");
    let email = address_of("ada");
    let fields = [
        ("form", form.as_str()),
        ("username", "ada"),
        ("email", &email),
        ("password", PASSWORD),
        ("password_again", PASSWORD),
    ];
    let (first, second) = tokio::join!(person.calls("/register", &fields), person.calls("/register", &fields));
    assert!(first.is_done() && second.is_done(), "{} {}", first.body, second.body);
    assert!(person.calls("/register", &fields).await.is_done());
    assert_eq!((app.count("account").await, app.count("mail").await), (1, 1));
    // If another client sends the form of the registration again, it is refused without the right password.
    let mut guessed = fields;
    (guessed[3].1, guessed[4].1) = ("another horse battery", "another horse battery");
    assert_eq!(
        app.browser().calls("/register", &guessed).await.refusal(),
        Refusal::BadRequest
    );
    person.connects_first().await;
    // Sending the registration form again signs the browser in, but only until an authenticator app is connected.
    assert_eq!(
        person.copied().calls("/register", &fields).await.refusal(),
        Refusal::BadRequest
    );
}

async fn of_two_simultaneous_registrations_of_one_name_one_is_refused(app: TestApp) {
    let (one, two) = (app.browser(), app.browser());
    let (first, second) = tokio::join!(
        one.registers_with("ada", "one@school.example", PASSWORD, PASSWORD),
        two.registers_with("ada", "two@school.example", PASSWORD, PASSWORD)
    );
    let refused = if first.is_done() { second } else { first };
    assert!(matches!(refused.refusal(), Refusal::Faults { .. }));
    assert_eq!(app.count("account").await, 1);
}

async fn registration_can_be_closed_or_by_invitation(app: TestApp) {
    let closed = app.with(|config| config.settings.registration = Registration::Closed);
    let page = closed.browser().opens("/register").await;
    assert!(page.says(Texts::of(Locale::En).register_closed_title()));
    let form = app.browser().opens("/register").await.field("form");
    let email = address_of("ada");
    let fields = |invitation: &'static str| {
        vec![
            ("form", form.clone()),
            ("username", "ada".to_owned()),
            ("email", email.clone()),
            ("password", PASSWORD.to_owned()),
            ("password_again", PASSWORD.to_owned()),
            ("invitation", invitation.to_owned()),
        ]
    };
    let send = async |app: &TestApp, fields: Vec<(&'static str, String)>| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        app.browser().calls("/register", &fields).await
    };
    assert_eq!(send(&closed, fields("")).await.refusal(), Refusal::RegistrationClosed);
    let invited = app.with(|config| config.settings.registration = Registration::Invite);
    assert_eq!(send(&invited, fields("")).await.refusal(), Refusal::InvitationNeeded);
    assert_eq!(send(&invited, fields("nonsense")).await.refusal(), Refusal::LinkDead);
    assert!(
        invited
            .browser()
            .opens("/register")
            .await
            .says(Texts::of(Locale::En).register_invite_title())
    );
    let invitation = invited.stepwise.admin.invite().await.unwrap();
    let path = invitation.strip_prefix("http://127.0.0.1:3000").unwrap().to_owned();
    let person = invited.browser();
    let page = person.opens(&path).await;
    let (form, token) = (page.field("form"), page.field("invitation"));
    let fields = [
        ("form", form.as_str()),
        ("invitation", &token),
        ("username", "ada"),
        ("email", &email),
        ("password", PASSWORD),
        ("password_again", PASSWORD),
    ];
    assert_eq!(person.submits("/register", &fields).await.leads_to(), "/set-up");
    assert!(!database_dump::contains_secret(&app.dump().await, &token));
    let late = invited.browser().opens(&path).await;
    assert!(late.says(Texts::of(Locale::En).refusal_link_dead()));
}

async fn the_registrations_of_one_network_are_limited(app: TestApp) {
    let app = app.with(|config| config.settings.registrations_per_hour = 2);
    let somewhere = |last: u16| {
        let mut browser = app.browser();
        browser.address = std::net::Ipv6Addr::new(0x2001, 0xdb8, 1, 2, 9, 9, 9, last).into();
        browser
    };
    assert!(somewhere(1).registers("one").await.is_done());
    app.waits(60);
    assert!(somewhere(2).registers("two").await.is_done());
    let refused = somewhere(3).registers("three").await.refusal();
    assert!(matches!(refused, Refusal::TooManyRegistrations { .. }));
    assert!(app.browser().registers("elsewhere").await.is_done());
    app.waits(3600 - 60);
    assert!(somewhere(3).registers("three").await.is_done());
}

async fn signed_in_members_are_told_so_on_the_registration_page(app: TestApp) {
    let ada = app.browser();
    ada.registers("ada").await;
    let texts = Texts::of(Locale::En);
    for page in ["/register", "/sign-in"] {
        let shown = ada.opens(page).await;
        assert!(
            shown.says(texts.sign_in_already_title()) && shown.says(texts.members_to_set_up()),
            "{page}"
        );
    }
    ada.connects_first().await;
    for page in ["/register", "/sign-in"] {
        let shown = ada.opens(page).await;
        assert!(shown.says(texts.sign_in_already_title()), "{page}");
        assert!(
            html::tags(&shown.body)
                .iter()
                .any(|tag| tag.attribute("href") == Some("/classes"))
        );
    }
    let stranger = app.browser();
    let links = |page: &Answer, to: &str| {
        html::tags(&page.body)
            .iter()
            .any(|tag| tag.attribute("href") == Some(to))
    };
    assert!(links(&stranger.opens("/register").await, "/sign-in"));
    let sign_in = stranger.opens("/sign-in").await;
    assert!(links(&sign_in, "/register") && links(&sign_in, "/forgot"));
}

async fn a_confirmed_address_is_acknowledged_where_the_member_is(app: TestApp) {
    let texts = Texts::of(Locale::En);
    for (name, is_signed_in, page) in [
        ("ada", true, "/account?done=confirmed"),
        ("grace", false, "/sign-in?done=email"),
    ] {
        let member = app.browser();
        member.registers(name).await;
        member.connects_first().await;
        let letter = app.mail_to(&address_of(name)).await;
        let link = format!("/confirm-email/{}", token(&letter, "/confirm-email/"));
        let browser = if is_signed_in { member } else { app.browser() };
        let token = browser.opens(&link).await.field("token");
        let shown = browser
            .submits_and_follows("/confirm-email", &[("token", &token)])
            .await;
        assert_eq!((shown.status.as_u16(), browser.here().as_str()), (200, page));
        assert!(shown.says(texts.confirm_done()) && !shown.says(texts.sign_in_already_title()));
    }
}
