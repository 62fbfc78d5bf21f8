//! Tests of the addresses at which passkeys work, and of the explanation at other addresses.

use super::{bob_with_passkey_only, gives_right_password};
use crate::{
    common::{member::*, passkey::SITE, *},
    on_every_database,
};
use axum::http::{Request, header};
use domain::locale::Locale;
use domain::{
    passkey::{PasskeyObstacle, RelyingParty},
    refusal::Refusal,
};
use texts::Texts;

on_every_database!(
    without_https_the_account_page_says_why_there_are_none,
    another_address_says_where_they_work,
    the_sign_in_page_offers_them_only_where_they_work,
);

async fn without_https_the_account_page_says_why_there_are_none(app: TestApp) {
    let ada = ada(&app).await;
    let texts = Texts::of(Locale::En);
    assert!(ada.browser.opens("/account").await.says(texts.passkey_why_plain_http()));
    let numbers = app.with(|config| {
        config.site.base_url = Some("https://192.0.2.7".to_owned());
        config.settings.relying_party = RelyingParty::of_url("https://192.0.2.7");
    });
    assert_eq!(
        numbers.stepwise.settings().relying_party,
        Err(PasskeyObstacle::IpAddress)
    );
    let refused = ada
        .browser
        .changes("/account/connect", &ada.code(), &[("kind", "passkey")])
        .await;
    assert_eq!(refused.refusal(), Refusal::NotFound);
    let refused = ada.browser.connects_passkey("Phone", "{}").await;
    assert!(!refused.is_done());
    let refused = ada.browser.sends_passkey("{}").await;
    assert_eq!(refused.refusal(), Refusal::PasskeyRefused);
}

/// Without a configured address the server knows only its own machine.
async fn another_address_says_where_they_work(app: TestApp) {
    let here = app.with_passkeys();
    let (bob, _) = bob_with_passkey_only(&here).await;
    let elsewhere = app.with(|config| {
        config.settings.relying_party = RelyingParty::of_url(SITE);
        config.settings.offered.passkey = true;
    });
    let mut browser = bob.copied();
    browser.app = elsewhere;
    let texts = Texts::of(Locale::En);
    let page = browser.opens("/account").await;
    assert!(page.says(&texts.passkey_why_other_address(SITE)));
    assert_eq!(
        browser.loads("/sfn/passkey-set-up", &[]).await.refusal(),
        Refusal::NotFound
    );
    gives_right_password(&browser, "bob").await;
    let page = browser.opens("/sign-in/code").await;
    assert!(page.says(&texts.passkey_why_other_address(SITE)));
    assert!(!page.body.contains("data-passkey="));
}

async fn the_sign_in_page_offers_them_only_where_they_work(app: TestApp) {
    let button = Texts::of(Locale::En).passkey_sign_in();
    let page = app.browser().opens("/sign-in").await;
    assert!(!page.says(button) && !page.body.contains("webauthn"));
    let app = app.with_passkeys();
    let page = app.browser().opens("/sign-in").await;
    assert!(page.says(button) && page.body.contains("username webauthn"));
    assert!(page.body.contains("data-passkey="));
    let other = Request::get("/sign-in")
        .header(header::ACCEPT, "text/html")
        .header(header::HOST, "127.0.0.1:3000");
    let page = app.browser().sends(other, "").await;
    assert!(page.status == 200 && !page.says(button), "{}", page.status);
}
