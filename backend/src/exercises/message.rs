//! The exercise *message*: a student sends a text, sees what arrived, and names what was harmed.

use super::{Entered, Exercises, Step};
use crate::{Error, Result, access::SignedIn, random};
use domain::{
    exercises::{
        Exercise,
        draws::Seed,
        message::{Harm, MessageProgress, MessageText, variant},
    },
    locale::Locale,
    refusal::Refusal,
    view::{MessageView, ShownMessage},
};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// What is stored, sealed, between two requests.
#[derive(Default, Serialize, Deserialize)]
struct Stored {
    progress: MessageProgress,
    /// The last message; `None` before the first.
    sent: Option<Sent>,
}

/// A message with all that decides what happens to it, so that the student sees the same after a reload, in another
/// language, and on another replica.
#[derive(Serialize, Deserialize)]
struct Sent {
    seed: Seed,
    locale: Locale,
    text: String,
}

impl Exercises {
    pub async fn message(&self, who: &SignedIn) -> Result<MessageView> {
        let entered = self.enter(who, Exercise::Message).await?;
        let stored = Stored::of(&entered)?;
        let shown = match &stored.sent {
            None => None,
            Some(sent) => {
                let text = MessageText::parse(&sent.text).map_err(|_| Error::Corrupt("message text"))?;
                let variant = variant(&sent.seed, stored.progress.harm(&sent.seed), &text, sent.locale);
                Some(ShownMessage {
                    sent: text.as_str().to_owned(),
                    delivered: variant.delivered,
                    stranger: variant.stranger,
                })
            }
        };
        Ok(MessageView {
            state: entered.class_state(self.clock.now()),
            revision: entered.progress.revision,
            progress: stored.progress,
            shown,
        })
    }

    /// Begins a round with a text in the language of the student's pages. `revision` is the one of the page.
    pub async fn send_message(&self, who: &SignedIn, revision: u32, typed: &str, locale: Locale) -> Result<()> {
        let entered = self.enter(who, Exercise::Message).await?;
        let stored = Stored::of(&entered)?;
        let text = MessageText::parse(typed)?;
        let next = Stored {
            progress: stored.progress.sent()?,
            sent: Some(Sent {
                seed: random::bytes()?,
                locale,
                text: text.as_str().to_owned(),
            }),
        };
        let step = Step {
            state: next.bytes()?.to_vec(),
            is_attempt: false,
            passes: false,
        };
        self.step(&entered, revision, &step).await
    }

    /// Judges the answer to the open round.
    pub async fn answer_message(&self, who: &SignedIn, revision: u32, answer: Harm) -> Result<()> {
        let entered = self.enter(who, Exercise::Message).await?;
        let stored = Stored::of(&entered)?;
        let sent = stored.sent.ok_or(Refusal::RoundOver)?;
        let round = stored.progress.round;
        let progress = stored.progress.answered(round, answer, &sent.seed)?;
        let passes = progress.passed();
        let next = Stored {
            progress,
            sent: Some(sent),
        };
        let step = Step {
            state: next.bytes()?.to_vec(),
            is_attempt: true,
            passes,
        };
        self.step(&entered, revision, &step).await
    }
}

impl Stored {
    fn of(entered: &Entered) -> Result<Self> {
        match &*entered.progress.state {
            [] => Ok(Self::default()),
            state => serde_json::from_slice(state).map_err(|_| Error::Corrupt("state of the exercise message")),
        }
    }

    fn bytes(&self) -> Result<Zeroizing<Vec<u8>>> {
        let bytes = serde_json::to_vec(self).map_err(|_| Error::Corrupt("state of the exercise message"))?;
        Ok(Zeroizing::new(bytes))
    }
}
