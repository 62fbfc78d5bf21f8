//! The member of the tour who has passkeys instead of an app.

use crate::common::{
    member::{PASSWORD, account},
    *,
};

pub async fn a_member_uses_passkeys(app: &TestApp) {
    let app = app.with_passkeys();
    let browser = app.browser();
    assert!(browser.registers("hedy").await.is_done());
    browser.visits("/set-up/passkey").await;
    let mut passkey = browser.creates_passkey("Phone").await;
    browser.saves_recovery_codes().await;
    let id = account(&browser).await.factors.passkeys[0].id.to_string();
    browser.visits(&format!("/account/passkeys/{id}")).await;
    browser.reads("/sfn/passkey", &[("id", &id)]).await;
    browser
        .does("/account/passkeys/rename", &[("id", &id), ("name", "Old phone")])
        .await;

    let answer = passkey.answer(&browser.passkey_again().await);
    let fields = [
        ("password", ""),
        ("code", ""),
        ("passkey", &answer),
        ("kind", "passkey"),
    ];
    browser.does("/account/connect", &fields).await;
    let second = browser.creates_passkey("Key").await;
    browser.does("/sign-out", &[]).await;
    assert!(browser.signs_in_with_passkey(&mut passkey).await.is_done());

    browser.does("/sign-out", &[]).await;
    browser.gives_password("hedy", PASSWORD).await;
    let answer = second.clone().answer(&browser.passkey_challenge().await);
    browser.does("/sign-in/code/passkey", &[("passkey", &answer)]).await;
    let answer = passkey.answer(&browser.passkey_again().await);
    let fields = [
        ("id", id.as_str()),
        ("password", ""),
        ("code", ""),
        ("passkey", &answer),
    ];
    browser.does("/account/passkeys/remove", &fields).await;
}
