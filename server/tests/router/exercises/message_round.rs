//! Steps of the exercise *message* in tests, and a round as a careful student sees it on the page.

use crate::common::*;
use domain::exercises::{Exercise, message::Harm};

pub const PAGE: &str = "/lesson/message";
/// A text with a number, a name and a verb that can be negated.
pub const WRITES: &str = "I am at the bakery at 10, ask Tom for the key";

pub async fn class_with_message(app: &TestApp, seats: u16) -> Class {
    let class = app.class_of(seats).await;
    class.sets_gate(Exercise::Message, "open").await;
    class
}

impl Browser {
    pub async fn writes(&self, text: &str) -> Answer {
        let revision = self.opens(PAGE).await.field("revision");
        let fields = [("revision", revision.as_str()), ("text", text)];
        self.submits_and_follows("/lesson/message-send", &fields).await
    }

    pub async fn names(&self, revision: &str, harm: Harm) -> Answer {
        let fields = [("revision", revision), ("answer", harm.code())];
        self.calls("/lesson/message-answer", &fields).await
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    pub revision: String,
    pub sent: String,
    pub arrived: Option<String>,
    pub elsewhere: Option<String>,
}

impl Round {
    /// Reads the three mailboxes of the page.
    #[track_caller]
    pub fn on(page: &Answer) -> Self {
        let [sent, arrived, elsewhere] = ["sent", "arrived", "elsewhere"].map(|id| mail_in(&page.body, id));
        Self {
            revision: page.field("revision"),
            sent: sent.unwrap_or_else(|| panic!("a message: {}", html::text(&page.body))),
            arrived,
            elsewhere,
        }
    }

    /// What a careful student answers.
    pub fn harm(&self) -> Harm {
        match &self.arrived {
            _ if self.elsewhere.as_ref() == Some(&self.sent) => Harm::Confidentiality,
            None => Harm::Availability,
            Some(arrived) if self.sent.starts_with(arrived) => Harm::Availability,
            Some(_) => Harm::Integrity,
        }
    }
}

/// The text of the mail in the mailbox with this id.
fn mail_in(body: &str, id: &str) -> Option<String> {
    let (_, mailbox) = body.split_once(&format!("<h3 id=\"{id}\""))?;
    let (mailbox, _) = mailbox.split_once("</section>")?;
    let (_, text) = mailbox.split_once("dir=\"auto\"")?;
    let (text, _) = text.split_once("</p>")?;
    Some(html::text(text.split_once('>')?.1))
}
