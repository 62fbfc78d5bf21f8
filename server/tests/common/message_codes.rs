//! Codes by mail and SMS in tests: turning them on, connecting them, and reading the sent codes.

use super::{
    Answer, Browser, TestApp,
    member::{Mailbox, Member, PASSWORD, ada},
};
use backend::notify::Channel;
use domain::{
    factor::OfferedFactors,
    view::{ChallengeView, PracticeView},
};

pub const NUMBER: &str = "+79161234512";
/// Seconds that must pass between two messages of the same kind.
pub const PAUSE: u64 = 30;

impl TestApp {
    /// A server that offers codes by mail and by SMS.
    pub fn offering_messages(&self) -> Self {
        self.with(|config| {
            config.settings.offered = OfferedFactors {
                email: true,
                sms: true,
                ..config.settings.offered
            };
        })
    }

    pub fn trusting_browsers(&self, days: u32) -> Self {
        self.with(|config| config.settings.trust_browser_days = days)
    }

    /// Sends the text messages that are due and returns number and text of each.
    pub async fn texts(&self) -> Vec<(String, String)> {
        let gateway = Mailbox::default();
        while self
            .stepwise
            .notifications
            .deliver(Channel::Sms, &gateway, &|| false)
            .await
            .unwrap()
            .sent
            > 0
        {}
        let letters = gateway.letters.into_inner().unwrap();
        letters.into_iter().map(|letter| (letter.to, letter.text)).collect()
    }

    /// The code in the newest text message.
    pub async fn code_by_sms(&self) -> String {
        let (to, text) = self.texts().await.pop().expect("a text message");
        assert_eq!(to, NUMBER);
        six_digits(&text)
    }

    /// The code in the newest mail with a code.
    pub async fn code_by_mail(&self) -> String {
        let subject = texts::Texts::of(domain::locale::Locale::En).messages_mail_subject();
        let mails = self.mails().await;
        let letter = mails.iter().rev().find(|letter| letter.subject == subject);
        six_digits(&letter.expect("a mail with a code").text)
    }
}

/// The first number of exactly six digits in the text.
pub fn six_digits(text: &str) -> String {
    text.split(|c: char| !c.is_ascii_digit())
        .find(|word| word.len() == 6)
        .unwrap_or_else(|| panic!("six digits in {text}"))
        .to_owned()
}

/// The member Ada with mail and SMS connected. No message is waiting to be sent.
pub async fn ada_with_messages(app: &TestApp) -> Member {
    let ada = ada(app).await;
    for kind in ["email", "sms"] {
        let connected = ada.browser.connects_message(kind, &ada.code()).await;
        assert!(connected.is_done(), "{kind} {}", connected.body);
    }
    app.mails().await;
    app.waits(PAUSE);
    ada
}

/// A browser in which Ada's password was accepted, but no code was entered yet.
pub async fn pending_browser(app: &TestApp) -> Browser {
    let browser = app.browser();
    assert!(browser.gives_password("ada", PASSWORD).await.is_done());
    browser
}

impl Browser {
    pub async fn requests_code(&self, kind: &str) -> Answer {
        self.calls("/sign-in/send", &[("kind", kind)]).await
    }

    pub async fn gives_message_code(&self, kind: &str, code: &str) -> Answer {
        self.calls("/sign-in/code", &[("with", kind), ("code", code)]).await
    }

    pub async fn challenge(&self) -> ChallengeView {
        self.loads("/sfn/challenge", &[]).await.json()
    }

    /// Enters password and code again, and connects a mail address or a phone number as a factor.
    pub async fn connects_message(&self, kind: &str, proof: &str) -> Answer {
        let allowed = self.changes("/account/connect", proof, &[("kind", kind)]).await;
        assert!(allowed.is_done(), "{}", allowed.body);
        self.proves_message(kind).await
    }

    pub async fn proves_message(&self, kind: &str) -> Answer {
        let mut fields = vec![("kind", kind)];
        if kind == "sms" {
            fields.push(("number", NUMBER));
        }
        let sent = self.calls("/set-up/send", &fields).await;
        assert!(sent.is_done(), "{}", sent.body);
        let code = match kind {
            "sms" => self.app.code_by_sms().await,
            _ => self.app.code_by_mail().await,
        };
        self.calls("/set-up/message", &[("code", &code)]).await
    }

    /// The practice phone in this browser.
    pub async fn practice_phone(&self) -> Option<PracticeView> {
        self.loads("/sfn/messages", &[]).await.json()
    }
}
