//! Tests of the answers of authenticators: if one field is changed, the answer is refused.

use super::{ada_with_passkey, bob_with_passkey_only};
use crate::{
    always_on_every_database,
    common::{
        passkey::{Draft, Passkey, USER_VERIFIED, base64url},
        *,
    },
    on_every_database,
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::refusal::Refusal;
use serde_json::{Value, json};

on_every_database!(an_answer_that_cannot_be_read_is_refused,);

always_on_every_database!(
    every_changed_byte_of_an_answer_is_refused,
    every_wrong_content_of_an_answer_is_refused,
    an_answer_with_the_passkey_of_another_account_is_refused,
    every_wrong_content_of_a_new_passkey_is_refused,
);

/// Signs in with an answer that `change` has changed before the authenticator signed it.
async fn signed(browser: &Browser, passkey: &mut Passkey, change: impl FnOnce(&mut Draft)) -> Answer {
    let mut draft = passkey.draft(&browser.passkey_request().await.challenge);
    change(&mut draft);
    let answer = passkey.sign(&draft).to_string();
    browser.sends_passkey(&answer).await
}

async fn every_changed_byte_of_an_answer_is_refused(app: TestApp) {
    let app = app.with_passkeys();
    let (_, mut passkey) = bob_with_passkey_only(&app).await;
    for field in [
        "credential",
        "client_data",
        "authenticator_data",
        "signature",
        "user_handle",
    ] {
        // The wrong answers of one browser are limited.
        let browser = app.browser();
        let draft = passkey.draft(&browser.passkey_request().await.challenge);
        let right = passkey.sign(&draft);
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(right[field].as_str().unwrap()).unwrap();
        let step = (bytes.len() / 12).max(1);
        for at in (0..bytes.len()).step_by(step) {
            let mut wrong = right.clone();
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            wrong[field] = json!(base64url(&changed));
            let refusal = browser.sends_passkey(&wrong.to_string()).await.refusal();
            let expected = [Refusal::PasskeyRefused, Refusal::PasskeyExpired];
            assert!(expected.contains(&refusal), "{field} {at}: {refusal:?}");
        }
    }
    assert!(app.browser().signs_in_with_passkey(&mut passkey).await.is_done());
}

async fn every_wrong_content_of_an_answer_is_refused(app: TestApp) {
    let app = app.with_passkeys();
    let (_, mut passkey) = bob_with_passkey_only(&app).await;
    let browser = app.browser();
    let members: [(&str, Value); 6] = [
        ("type", json!("webauthn.create")),
        ("origin", json!("http://localhost:3001")),
        ("origin", json!("https://localhost:3000")),
        ("origin", json!("http://evil.example")),
        ("crossOrigin", json!(true)),
        ("topOrigin", json!("http://evil.example")),
    ];
    for (name, value) in members {
        let answer = signed(&browser, &mut passkey, |draft| draft.client_data[name] = value.clone()).await;
        assert_eq!(answer.refusal(), Refusal::PasskeyRefused, "{name} {value}");
    }
    let forged = signed(&browser, &mut passkey, |draft| {
        draft.client_data["challenge"] = json!(base64url(&[7; 56]));
    });
    assert_eq!(forged.await.refusal(), Refusal::PasskeyExpired);
    for flags in [0, 1, USER_VERIFIED, 1 | USER_VERIFIED | 16] {
        let answer = signed(&browser, &mut passkey, |draft| draft.authenticator_data[32] = flags).await;
        assert_eq!(answer.refusal(), Refusal::PasskeyRefused, "flags {flags}");
    }
    let other_site = signed(&browser, &mut passkey, |draft| draft.authenticator_data[0] ^= 1).await;
    assert_eq!(other_site.refusal(), Refusal::PasskeyRefused);
    let nobody = signed(&browser, &mut passkey, |draft| draft.user.clear()).await;
    assert_eq!(nobody.refusal(), Refusal::PasskeyRefused, "a sign-in names its account");
    assert!(browser.signs_in_with_passkey(&mut passkey).await.is_done());
}

async fn an_answer_with_the_passkey_of_another_account_is_refused(app: TestApp) {
    let app = app.with_passkeys();
    let (_, mut of_bob) = bob_with_passkey_only(&app).await;
    let (_, mut of_ada) = ada_with_passkey(&app).await;
    // The key of one account with the id of another account.
    let browser = app.browser();
    let bob = of_bob.draft("").user;
    let refused = signed(&browser, &mut of_ada, |draft| draft.user = bob).await;
    assert_eq!(refused.refusal(), Refusal::PasskeyRefused);
    // After the password of another account.
    super::gives_right_password(&browser, "ada").await;
    for user in [None, Some(Vec::new())] {
        let mut draft = of_bob.draft(&browser.passkey_challenge().await.challenge);
        draft.user = user.unwrap_or(draft.user);
        let answer = of_bob.sign(&draft).to_string();
        let refused = browser.calls("/sign-in/code/passkey", &[("passkey", &answer)]).await;
        assert_eq!(refused.refusal(), Refusal::PasskeyRefused);
    }
    assert!(!browser.is_signed_in_as_member().await);
}

async fn an_answer_that_cannot_be_read_is_refused(app: TestApp) {
    let app = app.with_passkeys();
    let (_, mut passkey) = bob_with_passkey_only(&app).await;
    let browser = app.browser();
    let right = passkey.answer(&browser.passkey_request().await);
    let right: Value = serde_json::from_str(&right).unwrap();
    let mut wrong = vec![String::new(), "{}".to_owned(), "null".to_owned(), "a".repeat(13_000)];
    for field in ["credential", "client_data", "authenticator_data", "signature"] {
        for value in [json!("not base64!"), json!(7), json!(""), Value::Null] {
            let mut answer = right.clone();
            answer[field] = value;
            wrong.push(answer.to_string());
        }
    }
    for answer in wrong {
        let refusal = browser.sends_passkey(&answer).await.refusal();
        let expected = [Refusal::PasskeyRefused, Refusal::PasskeyExpired];
        assert!(expected.contains(&refusal), "{answer:.80} {refusal:?}");
    }
}

async fn every_wrong_content_of_a_new_passkey_is_refused(app: TestApp) {
    let app = app.with_passkeys();
    let browser = app.browser();
    browser.registers("bob").await;
    let creation = browser.passkey_creation().await;
    let (passkey, field) = Passkey::create(&creation);
    let right: Value = serde_json::from_str(&field).unwrap();
    let mut wrong = Vec::new();
    for (name, value) in [
        ("credential", json!(base64url(b"another"))),
        ("public_key", json!(base64url(b"no key"))),
        ("algorithm", json!(-257)),
        ("algorithm", json!(-65535)),
        ("authenticator_data", json!(base64url(&[0; 37]))),
    ] {
        let mut new = right.clone();
        new[name] = value;
        wrong.push(new.to_string());
    }
    let changes: [fn(&mut Passkey); 3] = [
        |new| new.site = "evil.example".to_owned(),
        |new| new.origin = "http://evil.example".to_owned(),
        |new| new.flags = 1,
    ];
    for change in changes {
        let mut new = passkey.clone();
        change(&mut new);
        wrong.push(new.registration(&creation));
    }
    for new in wrong {
        let refused = browser.connects_passkey("Phone", &new).await;
        assert_eq!(refused.refusal(), Refusal::PasskeyRefused, "{new}");
    }
    for name in ["", &"a".repeat(41)] {
        let refused = browser.connects_passkey(name, &field).await;
        assert_eq!(refused.refusal(), Refusal::PasskeyNameUnfit { most: 40 });
    }
    assert!(browser.connects_passkey("Phone", &field).await.is_done());
    // The same challenge, and the same credential for another account.
    let other = app.browser();
    other.registers("eve").await;
    assert_eq!(
        other.connects_passkey("Phone", &field).await.refusal(),
        Refusal::PasskeyExpired
    );
    let stolen = passkey.registration(&other.passkey_creation().await);
    assert_eq!(
        other.connects_passkey("Phone", &stolen).await.refusal(),
        Refusal::PasskeyRefused
    );
}
