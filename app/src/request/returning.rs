//! A student between stages 3 and 4, who signs out and signs in again: the login, and when the next code comes. A
//! sealed cookie carries both for a minute, so neither is in an address, and the server stores nothing.

use super::{RequestContext, SealedCookie};
use crate::problem::Problem;
use backend::access::SignedIn;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

const COOKIE: &str = "returning";

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Returning {
    pub login: String,
    /// When the app shows the first code that was not used; `None` if that does not matter.
    pub next_code_at: Option<Timestamp>,
    /// The student signed out to come back, so the sign-in fills in the login. A student who signed out with the button
    /// of the header may leave the computer to another student.
    pub fills_in: bool,
}

impl Returning {
    /// How many seconds the student waits for the next code, rounded up.
    pub fn wait(&self, now: Timestamp) -> Option<u64> {
        let wait = self.next_code_at?.since(now);
        (!wait.is_zero()).then(|| crate::i18n::whole_seconds(wait))
    }
}

/// The student who is coming back in this browser, for code that runs while Leptos renders a document.
pub fn returning() -> Option<Returning> {
    RequestContext::current().ok()?.returning()
}

impl RequestContext {
    pub fn returning(&self) -> Option<Returning> {
        serde_json::from_str(&self.sealed(&cookie())?).ok()
    }

    /// What the sign-in has to know about a student who signs out now to come back.
    pub async fn comes_back(&self, student: &SignedIn) -> Result<Returning, Problem> {
        let login = student.login();
        let before = self.returning().filter(|before| before.login == login);
        let next_code_at = match before.and_then(|before| before.next_code_at) {
            Some(known) => Some(known),
            None => self.stepwise.students.next_code_at(student).await?,
        };
        Ok(Returning {
            login: login.to_owned(),
            next_code_at,
            fills_in: true,
        })
    }

    /// An error is ignored, because its only effect is an empty field.
    pub fn set_returning(&self, returning: &Returning) {
        if let Ok(content) = serde_json::to_string(returning) {
            let _ = self.set_sealed(&cookie(), &content);
        }
    }

    pub fn forget_returning(&self) {
        if self.cookie(COOKIE).is_some() {
            self.remove_cookie(COOKIE);
        }
    }
}

fn cookie() -> SealedCookie {
    SealedCookie::flash(COOKIE, COOKIE)
}
