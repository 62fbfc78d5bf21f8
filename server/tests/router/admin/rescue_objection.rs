//! Tests of the objection: the owner of an account stops a rescue that another person has requested.

use crate::{
    always_on_every_database,
    common::{member::*, *},
    members::account_takeover::{confirms_address, requests_address},
    on_every_database,
};
use backend::admin::AccountAct;
use domain::{locale::Locale, refusal::Refusal};
use texts::Texts;

on_every_database!(
    an_objection_ends_the_request,
    an_objection_ends_the_code,
    an_objection_removes_the_phone_of_a_thief,
    an_objection_removes_the_phone_also_after_a_deactivation,
    an_objection_removes_the_phone_until_its_link_expires,
    a_request_for_help_by_the_thief_does_not_end_the_owner_s_link,
);

always_on_every_database!(an_objection_also_undoes_a_code_that_is_used_at_the_same_moment,);

/// The secret part of the newest link for an objection.
async fn objection(app: &TestApp) -> String {
    token(&app.mail_with(&address_of("ada"), "/object/").await, "/object/")
}

/// Presses the button of the objection page. After that the administrators see the objection.
async fn objects(app: &TestApp, link: &str) {
    let owner = app.browser();
    let page = owner.opens(&format!("/object/{link}")).await;
    assert!(page.says(Texts::of(Locale::En).rescue_object_title()));
    let done = owner.submits("/object", &[("token", &page.field("token"))]).await;
    assert_eq!(done.leads_to(), "/object/done");
    assert_eq!(owner.opens("/object/done").await.status, 200);
    let told: Vec<String> = app.mails().await.into_iter().map(|mail| mail.to).collect();
    assert!(told.contains(&address_of("root")), "{told:?}");
    assert_eq!(
        owner.calls("/object", &[("token", link)]).await.refusal(),
        Refusal::LinkDead
    );
    assert_eq!(owner.opens(&format!("/object/{link}")).await.status, 410);
}

async fn an_objection_ends_the_request(app: TestApp) {
    let app = app.with_rescue();
    let root = app.administrator("root").await;
    let ada = ada(&app).await;
    let thief = app.browser();
    thief.gives_password("ada", PASSWORD).await;
    assert!(thief.asks_for_help().await.is_done());
    let link = objection(&app).await;
    let seen = root.opens_account("ada").await;
    assert!(seen.rescue.is_some());
    objects(&app, &link).await;
    assert_eq!(root.opens_account("ada").await.rescue, None);
    assert!(ada.browser.is_signed_in_as_member().await, "nothing else was touched");
    assert!(app.browser().signs_in_as("ada", PASSWORD, &ada.secret).await.is_done());
    let page = root.browser.opens("/admin/rescues?all=yes").await;
    assert!(page.says(Texts::of(Locale::En).admin_rescue_objected()));
}

async fn an_objection_ends_the_code(app: TestApp) {
    let app = app.with_rescue();
    let root = app.administrator("root").await;
    ada(&app).await;
    let thief = app.browser();
    thief.gives_password("ada", PASSWORD).await;
    thief.asks_for_help().await;
    let first = objection(&app).await;
    let code = root.issues_code_for("ada").await;
    assert_eq!(
        app.browser().calls("/object", &[("token", &first)]).await.refusal(),
        Refusal::LinkDead,
        "there is a newer one"
    );
    let link = objection(&app).await;
    objects(&app, &link).await;
    thief.gives_password("ada", PASSWORD).await;
    assert_eq!(
        thief.gives_enrolment_code(&code).await.refusal(),
        Refusal::EnrolmentCodeWrong
    );
    // Later the owner gets a new enrolment code.
    let code = root.issues_code_for("ada").await;
    let ada = app.browser();
    ada.gives_password("ada", PASSWORD).await;
    assert!(ada.gives_enrolment_code(&code).await.is_done());
    ada.connects_first().await;
}

/// A thief who knows the password, and connects a phone with a code that an administrator has issued.
async fn thief_with_phone(app: &TestApp, code: &str) -> (Browser, Secret) {
    let thief = app.browser();
    thief.gives_password("ada", PASSWORD).await;
    assert!(thief.gives_enrolment_code(code).await.is_done());
    let (secret, _) = thief.connects_first().await;
    (thief, secret)
}

async fn an_objection_removes_the_phone_of_a_thief(app: TestApp) {
    let app = app.with_rescue();
    let root = app.administrator("root").await;
    ada(&app).await;
    let code = root.issues_code_for("ada").await;
    let link = objection(&app).await;
    let (thief, secret) = thief_with_phone(&app, &code).await;
    assert!(thief.is_signed_in_as_member().await);
    objects(&app, &link).await;
    assert!(!thief.is_signed_in_as_member().await);
    app.waits(30);
    thief.gives_password("ada", PASSWORD).await;
    assert_eq!(
        thief.gives_code(&secret.code_at(app.now())).await.refusal(),
        Refusal::SignInFirst
    );
    thief.gives_password("ada", PASSWORD).await;
    assert_eq!(thief.gets("/set-up").await.leads_to(), "/sign-in");
    assert!(root.opens_account("ada").await.account.must_enrol);
}

/// A deactivation keeps the row of a used code, so that an objection after it still removes the phone.
async fn an_objection_removes_the_phone_also_after_a_deactivation(app: TestApp) {
    let app = app.with_rescue();
    let root = app.administrator("root").await;
    ada(&app).await;
    let code = root.issues_code_for("ada").await;
    let link = objection(&app).await;
    let (thief, secret) = thief_with_phone(&app, &code).await;
    for act in [AccountAct::Deactivate, AccountAct::Reactivate] {
        app.stepwise.admin.act_on_member("ada", act).await.unwrap();
    }
    assert!(!thief.is_signed_in_as_member().await);
    let back = app.browser();
    assert!(back.signs_in_as("ada", PASSWORD, &secret).await.is_done());
    objects(&app, &link).await;
    assert!(!back.is_signed_in_as_member().await);
    let seen = root.opens_account("ada").await.account;
    assert!(seen.must_enrol && seen.factors.is_empty());
}

/// Housekeeping keeps the row of a used code as long as the objection link of its mail is valid.
async fn an_objection_removes_the_phone_until_its_link_expires(app: TestApp) {
    ada(&app).await;
    let code = app.stepwise.admin.reset_member_factors("ada").await.unwrap();
    let link = objection(&app).await;
    thief_with_phone(&app, &code.to_string()).await;
    app.waits(3 * 24 * 3600 - 60);
    app.stepwise.operations.sweep().await.unwrap();
    assert_eq!(app.count("factor").await, 1, "the phone of the thief");
    let objected = app.browser().calls("/object", &[("token", &link)]).await;
    assert!(objected.is_done(), "{}", objected.body);
    assert_eq!(app.count("factor").await, 0);
}

/// The thief has the phone and the address of the account, so the mail about the request for help goes to the thief.
async fn a_request_for_help_by_the_thief_does_not_end_the_owner_s_link(app: TestApp) {
    let app = app.with_rescue();
    let root = app.administrator("root").await;
    ada(&app).await;
    let code = root.issues_code_for("ada").await;
    let link = objection(&app).await;
    let (thief, secret) = thief_with_phone(&app, &code).await;
    let stolen = "ada@evil.example";
    let confirm = requests_address(&thief, &secret, stolen).await;
    assert!(confirms_address(&thief, &confirm).await.is_done());
    let pending = app.browser();
    assert!(pending.gives_password("ada", PASSWORD).await.is_done());
    assert!(pending.asks_for_help().await.is_done());
    let newer = token(&app.mail_with(stolen, "/object/").await, "/object/");
    objects(&app, &link).await;
    assert!(!thief.is_signed_in_as_member().await);
    let seen = root.opens_account("ada").await;
    assert!(seen.account.must_enrol && seen.account.factors.is_empty());
    assert_eq!(seen.rescue, None);
    // The objection ends the other links too.
    let again = app.browser().calls("/object", &[("token", &newer)]).await;
    assert_eq!(again.refusal(), Refusal::LinkDead);
}

/// The thief enters the code and connects a phone while the owner objects. Afterwards the thief has no access, no
/// matter which of the two requests the server processes first.
async fn an_objection_also_undoes_a_code_that_is_used_at_the_same_moment(app: TestApp) {
    let app = app.with_rescue();
    let root = app.administrator("root").await;
    ada(&app).await;
    for round in 0..10 {
        let code = root.issues_code_for("ada").await;
        let link = objection(&app).await;
        let thief = app.browser();
        assert!(thief.gives_password("ada", PASSWORD).await.is_done());
        let spends = tokio::spawn({
            let (thief, code) = (thief.clone(), code.clone());
            async move {
                if thief.gives_enrolment_code(&code).await.is_done() && thief.gets("/set-up").await.status == 200 {
                    let secret = thief.opens_set_up().await;
                    thief.gives_set_up_code(&secret.code_at(thief.app.now())).await;
                }
            }
        });
        let objects = tokio::spawn({
            let (owner, link) = (app.browser(), link.clone());
            async move {
                tokio::time::sleep(std::time::Duration::from_millis(round)).await;
                owner.calls("/object", &[("token", &link)]).await
            }
        });
        let objected = objects.await.unwrap();
        assert!(objected.is_done(), "{round} {}", objected.body);
        // Requests of the thief that arrive after the objection have no effect either.
        let _ = spends.await;
        assert!(!thief.is_signed_in_as_member().await, "{round}");
        assert_ne!(thief.gets("/set-up").await.status, 200, "{round}");
        let seen = root.opens_account("ada").await.account;
        assert!(seen.must_enrol && seen.factors.is_empty(), "{round}");
        app.mails().await;
        app.waits(1800);
    }
}
