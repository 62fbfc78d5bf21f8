//! Tests of an operator's rule that administrators sign in with a passkey and with nothing else.

use super::{ada_with_passkey, by_passkey, gives_right_password};
use crate::{
    always_on_every_database,
    common::{admin::Admin, api_client::*, member::*, passkey::Passkey, *},
    on_every_database,
};
use domain::{factor::FactorKind, locale::Locale, refusal::Refusal, role_requirements::AdminFactors};
use serde_json::json;
use texts::Texts;

on_every_database!(
    a_session_from_before_the_rule_adds_a_passkey_and_reaches_no_page_of_administrators,
    an_administrator_with_a_passkey_gives_no_code,
    a_new_administrator_creates_a_passkey_and_connects_no_app,
    at_an_address_without_passkeys_the_set_up_says_why,
    teachers_keep_their_choice_and_become_administrators_with_a_passkey_only,
    an_administrator_gets_no_api_token_for_a_code,
);

always_on_every_database!(
    an_administrator_with_an_app_can_create_a_passkey_and_nothing_else,
    an_administrator_who_lost_the_last_passkey_gets_in_by_the_command_line,
);

const PAGES: [&str; 8] = [
    "/admin",
    "/admin/accounts",
    "/admin/rescues",
    "/admin/invites",
    "/admin/classes",
    "/admin/audit",
    "/admin/server",
    "/admin/audit.csv",
];

impl TestApp {
    /// The same server, after the operator has required passkeys.
    fn requiring_passkeys(&self) -> Self {
        self.with(|config| config.settings.admin_factors = AdminFactors::Passkey)
            .with_passkeys()
    }
}

/// An administrator with an authenticator app, who was signed in before the operator required passkeys.
async fn root_with_app(app: &TestApp) -> (TestApp, Admin) {
    let mut root = app.with_passkeys().administrator("root").await;
    let app = app.requiring_passkeys();
    root.browser.app = app.clone();
    (app, root)
}

fn says_only_a_passkey(page: &Answer) -> bool {
    page.says(Texts::of(Locale::En).members_owes_passkey_text())
}

async fn reaches_nothing_of_administrators(browser: &Browser, leads_to: &str) {
    for page in PAGES {
        let answer = browser.gets(page).await;
        assert_ne!(answer.status, 200, "{page}");
        if !page.ends_with(".csv") {
            assert_eq!(answer.leads_to(), leads_to, "{page}");
        }
    }
    for (path, fields) in [
        ("/admin/invite", vec![]),
        ("/admin/again", vec![("code", "123456")]),
        ("/admin/revoke-invite", vec![("hash", "00")]),
    ] {
        let refusal = browser.calls(path, &fields).await.refusal();
        let expected = [Refusal::PasskeyNeeded, Refusal::FactorFirst];
        assert!(expected.contains(&refusal), "{path} {refusal:?}");
    }
}

async fn an_administrator_with_an_app_can_create_a_passkey_and_nothing_else(app: TestApp) {
    let (app, root) = root_with_app(&app).await;
    let browser = app.browser();
    let done = browser.signs_in_as("root", PASSWORD, &root.secret).await;
    assert!(done.is_done(), "{}", done.body);
    assert_eq!(done.leads_to(), "/set-up");
    assert_eq!(browser.gets("/set-up").await.leads_to(), "/set-up/passkey");
    let page = browser.opens("/set-up/passkey").await;
    assert!(says_only_a_passkey(&page) && !page.says(Texts::of(Locale::En).proof_with_app()));
    reaches_nothing_of_administrators(&browser, "/set-up").await;
    for page in ["/classes", "/account"] {
        assert_eq!(browser.gets(page).await.leads_to(), "/set-up", "{page}");
    }
    let refused = browser.gives_set_up_code("123456").await;
    assert_eq!(refused.refusal(), Refusal::PasskeyNeeded, "no other app");
    let mut passkey = browser.creates_passkey("Laptop").await;
    assert!(browser.is_signed_in_as_member().await && !root.browser.is_signed_in_as_member().await);
    assert_eq!(browser.gets("/admin").await.status, 200);
    let answer = passkey.answer(&browser.passkey_again().await);
    let fields = [("code", ""), ("passkey", answer.as_str())];
    assert!(browser.calls("/admin/again", &fields).await.is_done());
    assert!(browser.calls("/admin/invite", &[]).await.is_done());
    // The passkey is the last factor with which the administrator can sign in.
    let id = account(&browser).await.factors.passkeys[0].id.to_string();
    let answer = passkey.answer(&browser.passkey_again().await);
    let fields = [by_passkey(&answer).as_slice(), &[("id", &id)]].concat();
    let kept = browser.calls("/account/passkeys/remove", &fields).await;
    assert_eq!(kept.refusal(), Refusal::PasskeyNeeded);
}

async fn a_session_from_before_the_rule_adds_a_passkey_and_reaches_no_page_of_administrators(app: TestApp) {
    let (app, root) = root_with_app(&app).await;
    let browser = &root.browser;
    assert!(browser.is_signed_in_as_member().await, "classes and account stay open");
    reaches_nothing_of_administrators(browser, "/account/connect/passkey").await;
    app.waits(30);
    let code = root.secret.code_at(app.now());
    let allowed = browser.changes("/account/connect", &code, &[("kind", "passkey")]).await;
    assert!(allowed.is_done(), "{}", allowed.body);
    assert!(says_only_a_passkey(&browser.opens("/set-up/passkey").await));
    browser.creates_passkey("Laptop").await;
    assert_eq!(browser.gets("/admin").await.status, 200);
}

/// An administrator with an app and a passkey, under the rule.
async fn root_with_both(app: &TestApp) -> (TestApp, Admin, Passkey) {
    let (app, root) = root_with_app(app).await;
    app.waits(30);
    let code = root.secret.code_at(app.now());
    let allowed = root
        .browser
        .changes("/account/connect", &code, &[("kind", "passkey")])
        .await;
    assert!(allowed.is_done(), "{}", allowed.body);
    let passkey = root.browser.creates_passkey("Laptop").await;
    (app, root, passkey)
}

async fn an_administrator_with_a_passkey_gives_no_code(app: TestApp) {
    let (app, root, mut passkey) = root_with_both(&app).await;
    app.waits(30);
    let code = root.secret.code_at(app.now());
    let half = app.browser();
    gives_right_password(&half, "root").await;
    let kinds: Vec<_> = half.challenge().await.factors.iter().map(|way| way.kind).collect();
    assert_eq!(kinds, [FactorKind::Passkey]);
    assert_eq!(half.gives_code(&code).await.refusal(), Refusal::PasskeyNeeded);
    assert!(!half.is_signed_in_as_member().await);
    let browser = &root.browser;
    let refused = browser.calls("/admin/again", &[("code", &code)]).await;
    assert_eq!(refused.refusal(), Refusal::PasskeyNeeded);
    let refused = browser.changes("/account/recovery-codes", &code, &[]).await;
    assert_eq!(refused.refusal(), Refusal::PasskeyNeeded);
    let answer = passkey.answer(&browser.passkey_again().await);
    let fields = by_passkey(&answer);
    assert!(browser.calls("/account/recovery-codes", &fields).await.is_done());
    let codes = browser.saves_recovery_codes().await;
    let refused = browser.changes("/account/recovery-codes", &codes[0], &[]).await;
    assert_eq!(refused.refusal(), Refusal::PasskeyNeeded);
    // A recovery code allows the set-up of another passkey, and nothing else.
    let recovering = app.browser();
    gives_right_password(&recovering, "root").await;
    assert_eq!(recovering.gives_recovery_code(&codes[0]).await.leads_to(), "/set-up");
    reaches_nothing_of_administrators(&recovering, "/set-up").await;
    recovering.creates_passkey("New laptop").await;
    assert_eq!(recovering.gets("/admin").await.status, 200);
    // The app no longer signs in, so it can be removed and not connected again.
    let answer = passkey.answer(&recovering.passkey_again().await);
    let fields = [by_passkey(&answer).as_slice(), &[("kind", "totp")]].concat();
    let removed = recovering.calls("/account/remove", &fields).await;
    assert!(removed.is_done(), "{}", removed.body);
    let answer = passkey.answer(&recovering.passkey_again().await);
    let fields = [by_passkey(&answer).as_slice(), &[("kind", "totp")]].concat();
    let refused = recovering.calls("/account/connect", &fields).await;
    assert_eq!(refused.refusal(), Refusal::PasskeyNeeded);
}

/// Sets the password of a new administrator with the link that the command prints.
async fn new_administrator(app: &TestApp) -> Browser {
    let address = address_of("root");
    let made = app.stepwise.admin.make_administrator("root", &address);
    let link = made.await.unwrap().unwrap();
    let (_, token) = link.rsplit_once('/').unwrap();
    let browser = app.browser();
    let fields = [("token", token), ("password", PASSWORD), ("password_again", PASSWORD)];
    assert!(browser.calls("/forgot/new-password", &fields).await.is_done());
    gives_right_password(&browser, "root").await;
    browser
}

async fn a_new_administrator_creates_a_passkey_and_connects_no_app(app: TestApp) {
    let app = app.requiring_passkeys();
    let browser = new_administrator(&app).await;
    assert_eq!(browser.gets("/set-up").await.leads_to(), "/set-up/passkey");
    assert!(says_only_a_passkey(&browser.opens("/set-up/passkey").await));
    reaches_nothing_of_administrators(&browser, "/set-up").await;
    browser.creates_passkey("Laptop").await;
    browser.saves_recovery_codes().await;
    assert_eq!(browser.gets("/admin").await.status, 200);
}

async fn at_an_address_without_passkeys_the_set_up_says_why(app: TestApp) {
    let app = app.requiring_passkeys();
    let mut browser = new_administrator(&app).await;
    // The same server without a configured address, opened under another name than `localhost`.
    browser.app = app.with(|config| config.site.base_url = None);
    let page = browser.opens("/set-up").await;
    let texts = Texts::of(Locale::En);
    assert!(page.says(texts.refusal_passkey_needed()));
    assert!(page.says(&texts.passkey_why_other_address(passkey::SITE)));
    assert_eq!(browser.gets("/set-up/passkey").await.leads_to(), "/set-up");
}

async fn an_administrator_who_lost_the_last_passkey_gets_in_by_the_command_line(app: TestApp) {
    let (app, _, mut lost) = root_with_both(&app).await;
    let code = app.stepwise.admin.reset_member_factors("root").await.unwrap();
    let refused = app.browser().signs_in_with_passkey(&mut lost).await;
    assert_eq!(refused.refusal(), Refusal::PasskeyRefused);
    let browser = app.browser();
    gives_right_password(&browser, "root").await;
    assert!(browser.gives_enrolment_code(&code.to_string()).await.is_done());
    assert_eq!(browser.gets("/set-up").await.leads_to(), "/set-up/passkey");
    reaches_nothing_of_administrators(&browser, "/set-up").await;
    browser.creates_passkey("New laptop").await;
    browser.saves_recovery_codes().await;
    assert_eq!(browser.gets("/admin").await.status, 200);
}

async fn teachers_keep_their_choice_and_become_administrators_with_a_passkey_only(app: TestApp) {
    let app = app.requiring_passkeys();
    let bob = app.browser();
    let (secret, _) = bob.becomes_a_member("bob").await;
    bob.confirms_email("bob").await;
    assert!(app.browser().signs_in_as("bob", PASSWORD, &secret).await.is_done());
    let refused = app.stepwise.admin.make_administrator("bob", &address_of("bob")).await;
    assert_eq!(refused.unwrap_err().into_refusal(), Refusal::PasskeyNeeded);
    let (_, mut passkey) = ada_with_passkey(&app).await;
    let made = app.stepwise.admin.make_administrator("ada", &address_of("ada")).await;
    assert_eq!(made.unwrap(), None);
    let ada = app.browser();
    assert!(ada.signs_in_with_passkey(&mut passkey).await.is_done());
    assert_eq!(ada.gets("/admin").await.status, 200);
}

async fn an_administrator_gets_no_api_token_for_a_code(app: TestApp) {
    let (app, root) = root_with_app(&app).await;
    app.waits(30);
    let code = root.secret.code_at(app.now());
    let login = json!({"username": "root", "password": PASSWORD, "security_code": code});
    let answered = app.api_client().posts("/auth-jwt/login", login.clone()).await;
    assert_eq!(refused(&answered), (409, "passkey_needed".into()));
    let scanned = app.api_client().posts("/auth-totp/qrcode", login).await;
    assert_eq!(refused(&scanned), (409, "passkey_needed".into()));
}
