//! Tests of a rescue after the loss of phone and recovery codes: an administrator decides and issues an enrolment code.
//! The password alone never connects a factor.

use crate::{
    always_on_every_database,
    common::{admin::*, member::*, *},
    on_every_database,
};
use domain::{
    ids::RescueId,
    locale::Locale,
    refusal::Refusal,
    rescue::{RescueHelp, RescueState},
    view::{ChallengeView, RescueRow},
};
use texts::Texts;

on_every_database!(
    a_rescue_leads_from_the_request_to_the_new_phone,
    a_thief_with_the_password_cannot_enrol_after_a_rescue,
    without_a_rescue_address_help_cannot_be_requested,
    a_declined_request_changes_nothing,
);

always_on_every_database!(repeated_requests_for_help_do_not_flood_a_mailbox,);

async fn rescue_requests(root: &Admin, all: &str) -> Vec<RescueRow> {
    let found: app::server_fns::Rescues = root.browser.loads("/sfn/admin/rescues", &[("all", all)]).await.json();
    found.page.rows
}

async fn challenge(browser: &Browser) -> ChallengeView {
    browser.loads("/sfn/challenge", &[]).await.json()
}

async fn a_rescue_leads_from_the_request_to_the_new_phone(app: TestApp) {
    let app = app.with_rescue();
    let texts = Texts::of(Locale::En);
    let root = app.administrator("root").await;
    let ada = ada(&app).await;
    let lost = app.browser();
    assert!(lost.gives_password("ada", PASSWORD).await.is_done());
    assert!(lost.opens("/sign-in/code").await.says(texts.rescue_lost_all()));
    assert!(
        lost.opens("/sign-in/code?with=help")
            .await
            .says(texts.rescue_ask_text())
    );
    assert_eq!(
        lost.submits("/sign-in/help", &[]).await.leads_to(),
        "/sign-in/code?with=help"
    );
    assert!(
        lost.opens("/sign-in/code?with=help")
            .await
            .says(texts.rescue_asked_text())
    );
    assert_eq!(challenge(&lost).await.help, RescueHelp::Requested);
    assert!(ada.browser.is_signed_in_as_member().await, "to ask changes nothing");

    let mut mails: Vec<(String, String)> = app
        .mails()
        .await
        .into_iter()
        .map(|mail| (mail.to, mail.subject))
        .collect();
    mails.sort();
    let subject = |text: &str| text.to_owned();
    assert_eq!(
        mails,
        [
            (address_of("ada"), subject(texts.rescue_mail_asked_subject())),
            (OPERATOR.to_owned(), subject(texts.rescue_mail_decide_subject())),
            (address_of("root"), subject(texts.rescue_mail_decide_subject())),
        ]
    );
    let rows = rescue_requests(&root, "").await;
    assert_eq!(rows.len(), 1);
    assert!(rows[0].is_notified && rows[0].state == RescueState::Open);
    let page = root.browser.opens("/admin/rescues").await;
    assert!(page.says("ada") && page.says(texts.admin_rescue_open()));
    assert!(root.browser.opens("/admin").await.says(&texts.admin_wait(1)));

    let code = root.issues_code_for("ada").await;
    assert!(root.browser.opens("/admin/code").await.says(&code));
    assert!(
        !database_dump::contains_secret(&app.dump().await, &code)
            && !database_dump::contains_secret(&app.dump().await, &code.replace('-', ""))
    );
    root.browser.calls("/admin/handed-over", &[]).await;
    assert_eq!(root.code_shown().await, None);
    assert!(!ada.browser.is_signed_in_as_member().await, "the sessions have ended");
    ada.got_mail(texts.mail_factors_reset_subject()).await;
    assert_eq!(rescue_requests(&root, "").await, []);
    let done = rescue_requests(&root, "yes").await.remove(0);
    assert_eq!((done.state, done.by.as_deref()), (RescueState::Issued, Some("root")));

    let phone = app.browser();
    assert!(phone.gives_password("ada", PASSWORD).await.is_done());
    assert!(challenge(&phone).await.must_enrol);
    let page = phone.opens("/sign-in/code").await;
    assert!(page.says(texts.rescue_enrol_title()));
    assert!(
        phone
            .gives_enrolment_code(&format!(" {} ", code.to_uppercase()))
            .await
            .is_done()
    );
    assert!(!phone.is_signed_in_as_member().await, "first the phone");
    let (new, codes) = phone.connects_first().await;
    assert!(phone.is_signed_in_as_member().await);
    let seen = root.opens_account("ada").await;
    assert!(!seen.account.factors.is_empty() && !seen.account.must_enrol);
    let old = app.browser();
    app.waits(30);
    old.gives_password("ada", PASSWORD).await;
    assert_eq!(
        old.gives_code(&ada.secret.code_at(app.now())).await.refusal(),
        Refusal::CodeWrong
    );
    assert_eq!(
        old.gives_recovery_code(&ada.codes[0]).await.refusal(),
        Refusal::RecoveryCodeWrong
    );
    assert!(old.gives_recovery_code(&codes[0]).await.is_done());
    assert!(app.browser().signs_in_as("ada", PASSWORD, &new).await.is_done());
    let history = phone.opens("/account").await;
    assert!(history.says(texts.audit_rescue_asked()) && history.says(texts.audit_enrolment_code_used()));
}

/// Asserts that a browser in which only the password was accepted cannot connect a factor in any way.
async fn cannot_enrol(app: &TestApp, thief: &Browser) {
    for path in ["/set-up", "/set-up/recovery-codes", "/classes", "/account"] {
        assert_eq!(thief.gets(path).await.leads_to(), "/sign-in", "{path}");
    }
    assert_eq!(thief.calls("/sfn/set-up", &[]).await.refusal(), Refusal::SignInFirst);
    assert_eq!(thief.gives_set_up_code("123456").await.refusal(), Refusal::SignInFirst);
    assert_eq!(thief.gives_code("123456").await.refusal(), Refusal::SignInFirst);
    // It is possible that the account is still locked because of earlier wrong answers.
    let recovery = thief.gives_recovery_code("k7qm-2xnp-w4rt-h9dc").await.refusal();
    assert!(
        matches!(recovery, Refusal::RecoveryCodeWrong | Refusal::Locked { .. }),
        "{recovery:?}"
    );
    for code in ["", "123456", "k7qm-2xnp-w4rt-h9dc"] {
        let refused = thief.gives_enrolment_code(code).await.refusal();
        assert!(
            matches!(refused, Refusal::EnrolmentCodeWrong | Refusal::Locked { .. }),
            "{refused:?}"
        );
    }
    assert!(!thief.is_signed_in_as_member().await);
    assert_eq!(app.count("factor").await, 1, "the administrator's");
}

async fn a_thief_with_the_password_cannot_enrol_after_a_rescue(app: TestApp) {
    let root = app.administrator("root").await;
    let ada = ada(&app).await;
    // An issued enrolment code ends all earlier sessions: here one in which Ada is replacing her phone, and one with a
    // pending sign-in.
    let half = app.browser();
    half.gives_password("ada", PASSWORD).await;
    assert!(ada.browser.changes("/account/phone", &ada.code(), &[]).await.is_done());
    ada.browser.opens_set_up().await;
    let code = root.issues_code_for("ada").await;
    for old in [&ada.browser, &half] {
        assert_eq!(old.gets("/set-up").await.leads_to(), "/sign-in");
        assert_eq!(old.gives_enrolment_code(&code).await.refusal(), Refusal::SignInFirst);
    }
    let thief = app.browser();
    assert!(thief.gives_password("ada", PASSWORD).await.is_done());
    cannot_enrol(&app, &thief).await;
    // Wrong enrolment codes are counted like other wrong codes, and during the lockout the right code is refused too.
    for _ in 0..5 {
        thief.gives_enrolment_code("k7qm-2xnp-w4rt-h9dc").await;
    }
    assert!(matches!(
        thief.gives_enrolment_code(&code).await.refusal(),
        Refusal::Locked { .. }
    ));
    app.waits(2 * 3600);
    // The thief cannot connect a phone in these cases either: after a new password by mail, after the enrolment code
    // has expired, and after a reset from the command line.
    app.browser().calls("/forgot", &[("username", "ada")]).await;
    let link = token(&app.mail_with(&address_of("ada"), "/forgot/").await, "/forgot/");
    let fields = [
        ("token", link.as_str()),
        ("password", PASSWORD),
        ("password_again", PASSWORD),
    ];
    assert!(app.browser().calls("/forgot/new-password", &fields).await.is_done());
    app.waits(25 * 3600);
    thief.gives_password("ada", PASSWORD).await;
    cannot_enrol(&app, &thief).await;
    app.waits(3600);
    app.stepwise.admin.reset_member_factors("ada").await.unwrap();
    thief.gives_password("ada", PASSWORD).await;
    cannot_enrol(&app, &thief).await;
}

async fn repeated_requests_for_help_do_not_flood_a_mailbox(app: TestApp) {
    let app = app.with_rescue();
    let root = app.administrator("root").await;
    ada(&app).await;
    let mut browsers = Vec::new();
    for _ in 0..10 {
        let browser = app.browser();
        browser.gives_password("ada", PASSWORD).await;
        browsers.push(browser);
    }
    let asking = browsers
        .into_iter()
        .map(|browser| tokio::spawn(async move { browser.asks_for_help().await.is_done() }));
    for asked in asking.collect::<Vec<_>>() {
        assert!(asked.await.unwrap());
    }
    assert_eq!((app.count("rescue").await, app.mails().await.len()), (1, 3));
    let lost = app.browser();
    lost.gives_password("ada", PASSWORD).await;
    for _ in 0..2 {
        let id: RescueId = rescue_requests(&root, "").await[0].id;
        root.reauthenticates().await;
        assert!(
            root.browser
                .calls("/admin/decline", &[("id", &id.to_string())])
                .await
                .is_done()
        );
        assert!(lost.asks_for_help().await.is_done());
    }
    let id = rescue_requests(&root, "").await[0].id.to_string();
    assert!(root.browser.calls("/admin/decline", &[("id", &id)]).await.is_done());
    assert!(matches!(
        lost.asks_for_help().await.refusal(),
        Refusal::TooManyRescues { .. }
    ));
    app.waits(24 * 3600);
    lost.gives_password("ada", PASSWORD).await;
    assert!(lost.asks_for_help().await.is_done());
}

async fn without_a_rescue_address_help_cannot_be_requested(app: TestApp) {
    let texts = Texts::of(Locale::En);
    ada(&app).await;
    let lost = app.browser();
    lost.gives_password("ada", PASSWORD).await;
    let page = lost.opens("/sign-in/code").await;
    assert!(page.says(texts.rescue_off_text()) && !page.says(texts.rescue_lost_all()));
    assert!(lost.opens("/sign-in/code?with=help").await.says(texts.code_title()));
    assert_eq!(lost.asks_for_help().await.refusal(), Refusal::NotFound);
    // Students cannot ask the administrators for help, because their teacher can help them.
    let app = app.with_rescue();
    let class = app.class_of(1).await;
    let student = app.browser();
    student.connects(&class.seats[0]).await;
    student.signs_in(&class.seats[0]).await;
    assert_eq!(challenge(&student).await.help, RescueHelp::Off);
    assert_eq!(student.asks_for_help().await.refusal(), Refusal::NotFound);
    assert_eq!(app.browser().asks_for_help().await.refusal(), Refusal::SignInFirst);
    assert_eq!(app.count("rescue").await, 0);
}

async fn a_declined_request_changes_nothing(app: TestApp) {
    let app = app.with_rescue();
    let root = app.administrator("root").await;
    let ada = ada(&app).await;
    let lost = app.browser();
    lost.gives_password("ada", PASSWORD).await;
    lost.asks_for_help().await;
    app.mails().await;
    let id = rescue_requests(&root, "").await[0].id.to_string();
    root.reauthenticates().await;
    assert!(root.browser.calls("/admin/decline", &[("id", &id)]).await.is_done());
    ada.got_mail(Texts::of(Locale::En).rescue_mail_declined_subject()).await;
    let again = root.browser.calls("/admin/decline", &[("id", &id)]).await.refusal();
    assert_eq!(again, Refusal::ChangedMeanwhile);
    assert!(ada.browser.is_signed_in_as_member().await);
    assert!(app.browser().signs_in_as("ada", PASSWORD, &ada.secret).await.is_done());
}
