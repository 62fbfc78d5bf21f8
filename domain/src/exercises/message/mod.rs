//! The exercise *message*: a student sends a text to an invented classmate, sees what arrived, and says what was harmed
//! on the way.
//!
//! Exactly one of three things happens, and never in a way that allows a second answer:
//!
//! - integrity: something else arrives. It is not empty and neither a beginning nor an end of the text,
//! - availability: a clearly shorter beginning arrives, or nothing,
//! - confidentiality: the text arrives unchanged, and a copy is in the inbox of a stranger.

mod alter;
mod cut;
mod round;
mod text;

pub use round::{Answered, MessageProgress};
pub use text::{MAX_CHARACTERS, MessageText};

use super::draws::{Draws, Seed};
use crate::locale::Locale;
use serde::{Deserialize, Serialize};

/// What can be harmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Harm {
    Confidentiality,
    Integrity,
    Availability,
}

impl Harm {
    pub const ALL: [Self; 3] = [Self::Confidentiality, Self::Integrity, Self::Availability];

    /// The value of the form field.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Confidentiality => "confidentiality",
            Self::Integrity => "integrity",
            Self::Availability => "availability",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|harm| harm.code() == code)
    }
}

/// Number of unrelated mails from which the mail in the stranger's inbox is chosen.
pub const UNRELATED_MAILS: usize = 4;

/// What the stranger's inbox contains. It is shown in every round, so that the layout of the page gives nothing away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StrangersInbox {
    Empty,
    /// An unrelated mail, below `UNRELATED_MAILS`.
    Unrelated(usize),
    /// A copy of the student's text.
    Copy,
}

/// The sender and the text of the mail with this number. `None` if the student happens to have sent just this text,
/// because it would look like a copy.
pub fn unrelated_mail<'a>(
    mails: [(&'a str, &'a str); UNRELATED_MAILS],
    mail: usize,
    sent: &str,
) -> Option<(&'a str, &'a str)> {
    let (from, text) = *mails.get(mail)?;
    let words = |text: &str| text.to_lowercase().split_whitespace().collect::<String>();
    (!words(sent).contains(&words(text))).then_some((from, text))
}

/// What happened to one message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    pub harm: Harm,
    /// What the classmate got; `None` if nothing arrived.
    pub delivered: Option<String>,
    pub stranger: StrangersInbox,
}

/// What happens to this text. The seed is new in each round and belongs to one student, so that the answers of neighbours
/// say nothing about each other. The locale is the one in which the text was written.
pub fn variant(seed: &Seed, harm: Harm, text: &MessageText, locale: Locale) -> Variant {
    let mut draws = Draws::new(seed, "message");
    let unrelated = match draws.below(UNRELATED_MAILS + 1) {
        UNRELATED_MAILS => StrangersInbox::Empty,
        mail => StrangersInbox::Unrelated(mail),
    };
    let text = text.as_str();
    let (delivered, stranger) = match harm {
        Harm::Confidentiality => (Some(text.to_owned()), StrangersInbox::Copy),
        Harm::Integrity => (Some(alter::altered(text, locale, &mut draws)), unrelated),
        Harm::Availability => (cut::shortened(text, &mut draws).map(str::to_owned), unrelated),
    };
    Variant {
        harm,
        delivered,
        stranger,
    }
}

#[cfg(test)]
mod tests;
