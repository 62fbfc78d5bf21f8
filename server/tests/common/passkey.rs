//! An authenticator with passkeys for tests, with its own keys, counter and flags. Tests change its answers before and
//! after it signs them.

use super::{Answer, Browser, TestApp, html};
use aws_lc_rs::{
    digest::{SHA256, digest},
    encoding::{AsDer, PublicKeyX509Der},
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::{
    passkey::RelyingParty,
    view::{ChallengeView, PasskeyCreation, PasskeyRequest, PasskeySetUpView, ReauthenticationView},
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::sync::Arc;

pub const SITE: &str = "http://localhost:3000";
const USER_PRESENT: u8 = 1;
pub const USER_VERIFIED: u8 = 4;
const HAS_CREDENTIAL: u8 = 64;

pub fn base64url(bytes: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

fn decoded(text: &str) -> Vec<u8> {
    BASE64_URL_SAFE_NO_PAD.decode(text).unwrap()
}

/// One passkey. A clone is a copy of it.
#[derive(Clone)]
pub struct Passkey {
    key: Arc<EcdsaKeyPair>,
    pub id: Vec<u8>,
    user: Vec<u8>,
    pub site: String,
    pub origin: String,
    pub flags: u8,
    /// `None` if the authenticator has no counter.
    pub counter: Option<u32>,
}

/// An answer before it is signed.
pub struct Draft {
    pub client_data: Value,
    pub authenticator_data: Vec<u8>,
    pub user: Vec<u8>,
}

impl Passkey {
    fn of(creation: &PasskeyCreation) -> Self {
        let id = digest(&SHA256, creation.challenge.as_bytes()).as_ref().to_vec();
        Self {
            key: Arc::new(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap()),
            id,
            user: decoded(&creation.user_id),
            site: creation.rp_id.clone(),
            origin: SITE.to_owned(),
            flags: USER_PRESENT | USER_VERIFIED,
            counter: Some(1),
        }
    }

    /// A new passkey, and the content of the form field that registers it.
    pub fn create(creation: &PasskeyCreation) -> (Self, String) {
        let passkey = Self::of(creation);
        let field = passkey.registration(creation);
        (passkey, field)
    }

    pub fn registration(&self, creation: &PasskeyCreation) -> String {
        let mut data = self.header(self.flags | HAS_CREDENTIAL);
        data.extend_from_slice(&[0; 16]);
        data.extend_from_slice(&u16::try_from(self.id.len()).unwrap().to_be_bytes());
        data.extend_from_slice(&self.id);
        let public: PublicKeyX509Der<'_> = self.key.public_key().as_der().unwrap();
        let client_data = self.client_data("webauthn.create", &creation.challenge).to_string();
        json!({
            "credential": base64url(&self.id),
            "client_data": base64url(client_data.as_bytes()),
            "authenticator_data": base64url(&data),
            "public_key": base64url(public.as_ref()),
            "algorithm": -7,
        })
        .to_string()
    }

    fn header(&self, flags: u8) -> Vec<u8> {
        let site = digest(&SHA256, self.site.as_bytes());
        let counter = self.counter.unwrap_or_default().to_be_bytes();
        [site.as_ref(), &[flags], &counter].concat()
    }

    fn client_data(&self, kind: &str, challenge: &str) -> Value {
        json!({ "type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false })
    }

    /// The answer to a challenge, before it is signed. The counter grows.
    pub fn draft(&mut self, challenge: &str) -> Draft {
        self.counter = self.counter.map(|counter| counter + 1);
        Draft {
            client_data: self.client_data("webauthn.get", challenge),
            authenticator_data: self.header(self.flags),
            user: self.user.clone(),
        }
    }

    pub fn sign(&self, draft: &Draft) -> Value {
        let client_data = draft.client_data.to_string();
        let hash = digest(&SHA256, client_data.as_bytes());
        let signed = [draft.authenticator_data.as_slice(), hash.as_ref()].concat();
        let signature = self.key.sign(&SystemRandom::new(), &signed).unwrap();
        json!({
            "credential": base64url(&self.id),
            "client_data": base64url(client_data.as_bytes()),
            "authenticator_data": base64url(&draft.authenticator_data),
            "signature": base64url(signature.as_ref()),
            "user_handle": base64url(&draft.user),
        })
    }

    /// The content of the form field with the answer.
    pub fn answer(&mut self, request: &PasskeyRequest) -> String {
        let draft = self.draft(&request.challenge);
        self.sign(&draft).to_string()
    }
}

impl TestApp {
    /// The same server under an address that allows passkeys.
    pub fn with_passkeys(&self) -> Self {
        self.with(|config| {
            config.site.base_url = Some(SITE.to_owned());
            config.settings.relying_party = RelyingParty::of_url(SITE);
            config.settings.offered.passkey = true;
        })
    }
}

impl Answer {
    /// What the script of this page asks the browser for.
    pub fn passkey_asked<T: DeserializeOwned>(&self) -> T {
        let asked = html::tags(&self.body)
            .iter()
            .find_map(|tag| tag.attribute("data-passkey").map(str::to_owned));
        serde_json::from_str(&asked.expect("a button for a passkey")).unwrap()
    }
}

impl Browser {
    pub async fn passkey_creation(&self) -> PasskeyCreation {
        let page: PasskeySetUpView = self.loads("/sfn/passkey-set-up", &[]).await.json();
        page.creation
    }

    /// The request of the sign-in page for any passkey.
    pub async fn passkey_request(&self) -> PasskeyRequest {
        let page: Value = self.loads("/sfn/door", &[]).await.json();
        serde_json::from_value(page["passkey"].clone()).unwrap()
    }

    /// The request of the page for the second factor.
    pub async fn passkey_challenge(&self) -> PasskeyRequest {
        let page: ChallengeView = self.loads("/sfn/challenge", &[]).await.json();
        page.passkey.unwrap()
    }

    /// The request of the forms that ask for password and code again.
    pub async fn passkey_again(&self) -> PasskeyRequest {
        let page: ReauthenticationView = self.loads("/sfn/ways-again", &[]).await.json();
        page.passkey.unwrap()
    }

    /// Creates a passkey in a session that is allowed to connect a factor.
    pub async fn creates_passkey(&self, name: &str) -> Passkey {
        let (passkey, field) = Passkey::create(&self.passkey_creation().await);
        let done = self.connects_passkey(name, &field).await;
        assert!(done.is_done(), "{}", done.body);
        passkey
    }

    pub async fn connects_passkey(&self, name: &str, field: &str) -> Answer {
        self.calls("/set-up/passkey", &[("name", name), ("passkey", field)])
            .await
    }

    pub async fn signs_in_with_passkey(&self, passkey: &mut Passkey) -> Answer {
        let request = self.passkey_request().await;
        self.sends_passkey(&passkey.answer(&request)).await
    }

    pub async fn sends_passkey(&self, field: &str) -> Answer {
        self.calls("/sign-in/passkey", &[("passkey", field)]).await
    }
}
