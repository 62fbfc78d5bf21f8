//! Tests of passkeys.

mod account;
mod administrators;
mod answers;
mod new_password;
mod reauthentication;
mod second_factor;
mod sign_in;
mod where_they_work;

use crate::common::{
    member::{Member, PASSWORD, ada},
    passkey::Passkey,
    *,
};

/// A member with an authenticator app and a passkey.
pub async fn ada_with_passkey(app: &TestApp) -> (Member, Passkey) {
    let ada = ada(app).await;
    let passkey = adds_passkey(&ada, "Laptop").await;
    app.mails().await;
    (ada, passkey)
}

/// Password and code allow the member to create a passkey.
async fn adds_passkey(ada: &Member, name: &str) -> Passkey {
    let allowed = ada
        .browser
        .changes("/account/connect", &ada.code(), &[("kind", "passkey")])
        .await;
    assert!(allowed.is_done(), "{}", allowed.body);
    ada.browser.creates_passkey(name).await
}

/// A member whose only factor is a passkey.
async fn bob_with_passkey_only(app: &TestApp) -> (Browser, Passkey) {
    let browser = app.browser();
    let registered = browser.registers("bob").await;
    assert!(registered.is_done(), "{}", registered.body);
    let passkey = browser.creates_passkey("Phone").await;
    browser.saves_recovery_codes().await;
    browser.confirms_email("bob").await;
    app.mails().await;
    (browser, passkey)
}

/// The fields of a form that a passkey confirms.
fn by_passkey(field: &str) -> [(&str, &str); 3] {
    [("password", ""), ("code", ""), ("passkey", field)]
}

async fn gives_right_password(browser: &Browser, name: &str) {
    assert!(browser.gives_password(name, PASSWORD).await.is_done());
}
