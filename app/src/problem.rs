//! The error of every server function: a refusal and the server's time.

use domain::{refusal::Refusal, time::Timestamp};
use leptos::server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    #[serde(flatten)]
    pub refusal: Refusal,
    /// The time of the refusal by the server's clock. Pages compute waiting times from it.
    pub at: Timestamp,
}

impl core::fmt::Display for Problem {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        self.refusal.fmt(f)
    }
}

impl core::error::Error for Problem {}

impl Problem {
    /// Says that the keyboard has to be switched, if the refused text contains Cyrillic letters that do not belong
    /// there. This depends on the text alone, so it does not reveal whether an account or class exists.
    #[must_use]
    pub fn with_keyboard_hint(self, is_wrong_keyboard: bool) -> Self {
        use Refusal::{JoinCodeWrong, RecoveryCodeWrong, SignInFailed, WrongKeyboard};
        match self.refusal {
            SignInFailed | JoinCodeWrong | RecoveryCodeWrong if is_wrong_keyboard => Self {
                refusal: WrongKeyboard,
                ..self
            },
            _ => self,
        }
    }

    /// Creates a problem for an error that does not come from a service. The server's time is not known there, and such
    /// errors contain no waiting time.
    pub fn without_time(refusal: Refusal) -> Self {
        Self {
            refusal,
            at: Timestamp::default(),
        }
    }
}

/// Converts the error of a service; all server functions use this conversion. The problem also contains the server's
/// time for countdowns. If the data of a page could not be loaded, the page gets the status 503.
impl From<backend::Error> for Problem {
    fn from(error: backend::Error) -> Self {
        use leptos::prelude::with_context;
        let refusal = error.into_refusal();
        if refusal == Refusal::Unavailable {
            crate::response_status::set_unavailable_status();
        }
        Self {
            refusal,
            at: with_context(|stepwise: &backend::Stepwise| stepwise.now()).unwrap_or_default(),
        }
    }
}

/// A refusal by a server function itself, for example of an id that cannot be parsed.
impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        backend::Error::from(refusal).into()
    }
}

impl FromServerFnError for Problem {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        Self::without_time(match error {
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Deserialization(_)
            | ServerFnErrorErr::UnsupportedRequestMethod(_) => Refusal::BadRequest,
            _ => Refusal::Unavailable,
        })
    }
}
