//! Steps of a member in tests: registering, connecting an authenticator, signing in, changing the account, reading
//! mails.

use super::{Answer, Browser, Secret, TestApp};
use async_trait::async_trait;
use backend::notify::{Channel, OutgoingMessage, SendError, Transport};
use domain::view::{AccountView, RecoveryCodesView};
use std::{sync::Mutex, time::Duration};

pub const PASSWORD: &str = "correct horse battery";

/// A mail transport that stores the mails, or fails if `is_down`.
#[derive(Default)]
pub struct Mailbox {
    pub letters: Mutex<Vec<OutgoingMessage>>,
    pub is_down: bool,
}

#[async_trait]
impl Transport for Mailbox {
    async fn send(&self, letter: &OutgoingMessage) -> Result<(), SendError> {
        if self.is_down {
            return Err(SendError::NotNow("down".to_owned()));
        }
        self.letters.lock().unwrap().push(letter.clone());
        Ok(())
    }
}

impl TestApp {
    /// Sends all mails that are due and returns them.
    pub async fn mails(&self) -> Vec<OutgoingMessage> {
        let mailbox = Mailbox::default();
        while self
            .stepwise
            .notifications
            .deliver(Channel::Email, &mailbox, &|| false)
            .await
            .unwrap()
            .sent
            > 0
        {}
        mailbox.letters.into_inner().unwrap()
    }

    /// Waits for a mail to this address, because some mails are stored after the response.
    pub async fn mail_to(&self, address: &str) -> OutgoingMessage {
        self.mail_with(address, "").await
    }

    /// Waits for a mail to this address with `text` in its body.
    pub async fn mail_with(&self, address: &str, text: &str) -> OutgoingMessage {
        let is_it = |letter: &OutgoingMessage| letter.to == address && letter.text.contains(text);
        for _ in 0..500 {
            if let Some(letter) = self.mails().await.into_iter().find(is_it) {
                return letter;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("no mail for {address}");
    }
}

/// The token in the link of a mail. The link is `path` followed by the token.
pub fn token(letter: &OutgoingMessage, path: &str) -> String {
    let after = letter
        .text
        .split(path)
        .nth(1)
        .unwrap_or_else(|| panic!("{path} in {}", letter.text));
    after.split_whitespace().next().unwrap().to_owned()
}

pub fn address_of(name: &str) -> String {
    format!("{name}@school.example")
}

impl Browser {
    /// Registers with valid data.
    pub async fn registers(&self, name: &str) -> Answer {
        self.registers_with(name, &address_of(name), PASSWORD, PASSWORD).await
    }

    pub async fn registers_with(&self, name: &str, email: &str, password: &str, again: &str) -> Answer {
        let form = self.opens("/register").await.field("form");
        let fields = [
            ("form", form.as_str()),
            ("username", name),
            ("email", email),
            ("password", password),
            ("password_again", again),
        ];
        self.calls("/register", &fields).await
    }

    /// Registers, connects an authenticator and confirms the recovery codes as saved.
    pub async fn becomes_a_member(&self, name: &str) -> (Secret, Vec<String>) {
        let registered = self.registers(name).await;
        assert!(registered.is_done(), "{}", registered.body);
        self.connects_first().await
    }

    /// Connects an authenticator and confirms the ten recovery codes as saved.
    pub async fn connects_first(&self) -> (Secret, Vec<String>) {
        let secret = self.opens_set_up().await;
        let connected = self.gives_set_up_code(&secret.code_at(self.app.now())).await;
        assert!(connected.is_done(), "{}", connected.body);
        let codes = self.saves_recovery_codes().await;
        (secret, codes)
    }

    /// The recovery codes that the page shows once.
    pub async fn shown_codes(&self) -> RecoveryCodesView {
        self.loads("/sfn/recovery-codes", &[]).await.json()
    }

    /// Confirms that the recovery codes are saved, and returns them. Until then the member can load no other page.
    pub async fn saves_recovery_codes(&self) -> Vec<String> {
        let codes = self.shown_codes().await.codes;
        assert_eq!(codes.len(), 10);
        assert!(self.calls("/set-up/saved", &[]).await.is_done());
        codes
    }

    /// Opens the confirmation link in the mail and presses its button.
    pub async fn confirms_email(&self, name: &str) {
        let letter = self.app.mail_to(&address_of(name)).await;
        let token = token(&letter, "/confirm-email/");
        let page = self.opens(&format!("/confirm-email/{token}")).await;
        let done = self.calls("/confirm-email", &[("token", &page.field("token"))]).await;
        assert!(done.is_done(), "{}", done.body);
    }

    /// Signs in with the password and the code of the next time step.
    pub async fn signs_in_as(&self, name: &str, password: &str, secret: &Secret) -> Answer {
        assert!(self.gives_password(name, password).await.is_done());
        self.app.waits(30);
        self.gives_code(&secret.code_at(self.app.now())).await
    }

    /// Whether a member is fully signed in in this browser: the list of classes loads.
    pub async fn is_signed_in_as_member(&self) -> bool {
        let answer = self.loads("/sfn/classes", &[]).await;
        assert!(
            answer.status == 200 || answer.status.is_client_error(),
            "{}",
            answer.body
        );
        answer.status == 200
    }

    /// Sends a change that requires password and code, also in a signed-in session.
    pub async fn changes(&self, path: &str, code: &str, more: &[(&str, &str)]) -> Answer {
        let mut fields = vec![("password", PASSWORD), ("code", code)];
        fields.extend_from_slice(more);
        self.calls(path, &fields).await
    }
}

pub async fn account(browser: &Browser) -> AccountView {
    browser.loads("/sfn/account", &[]).await.json()
}

/// A member with a confirmed address. No mail is waiting to be sent.
pub struct Member {
    pub browser: Browser,
    pub secret: Secret,
    pub codes: Vec<String>,
}

pub async fn ada(app: &TestApp) -> Member {
    let browser = app.browser();
    let (secret, codes) = browser.becomes_a_member("ada").await;
    browser.confirms_email("ada").await;
    app.mails().await;
    Member { browser, secret, codes }
}

impl Member {
    /// A code that was not used yet.
    pub fn code(&self) -> String {
        self.browser.app.waits(30);
        self.secret.code_at(self.browser.app.now())
    }

    pub async fn got_mail(&self, subject: &str) {
        let mails = self.browser.app.mails().await;
        assert!(
            mails
                .iter()
                .any(|letter| letter.subject == subject && letter.to == address_of("ada")),
            "{subject}"
        );
    }
}
