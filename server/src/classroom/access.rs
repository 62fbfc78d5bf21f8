//! Decides which browser may use the start page: only one on this computer that the program itself has opened. Pages of
//! other sites in the browsers of the computer have no token. Other users of the computer are refused by `peer_owner`.

use axum::http::HeaderMap;
use backend::random;
use domain::time::Timestamp;
use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use subtle::ConstantTimeEq;

/// The cookie of a browser that may use the start page.
pub const COOKIE: &str = "start";
/// How long a token is valid. A browser that is not running yet can take a minute to open the address.
const TOKEN_LIFE: Duration = Duration::from_secs(600);

pub struct StartAccess {
    /// Lets a second start of the program ask for a token. It is in a file that only the owner of the data can read.
    key: String,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    tokens: Vec<(String, Timestamp)>,
    browsers: Vec<String>,
}

impl StartAccess {
    pub fn new() -> backend::Result<Self> {
        Ok(Self {
            key: random::token()?,
            known: Mutex::default(),
        })
    }

    pub fn key(&self) -> &str {
        &self.key
    }

    /// Whether the request comes from a second start of the program.
    pub fn has_key(&self, headers: &HeaderMap) -> bool {
        let given = headers.get("authorization").and_then(|value| value.to_str().ok());
        let given = given
            .and_then(|value| value.strip_prefix("Bearer "))
            .unwrap_or_default();
        is_same(given, &self.key)
    }

    /// A token for the address that the program opens in the browser.
    pub fn issue(&self, now: Timestamp) -> backend::Result<String> {
        let token = random::token()?;
        let mut known = self.known();
        known.tokens.retain(|(_, until)| *until > now);
        known.tokens.push((token.clone(), now.after(TOKEN_LIFE)));
        Ok(token)
    }

    /// Exchanges a token for the value of the cookie. A token is accepted only once.
    pub fn redeem(&self, token: &str, now: Timestamp) -> backend::Result<Option<String>> {
        let cookie = random::token()?;
        let mut known = self.known();
        let found = known
            .tokens
            .iter()
            .position(|(issued, until)| is_same(issued, token) && *until > now);
        let Some(place) = found else { return Ok(None) };
        known.tokens.remove(place);
        known.browsers.push(cookie.clone());
        Ok(Some(cookie))
    }

    pub fn knows(&self, cookie: &str) -> bool {
        self.known().browsers.iter().any(|known| is_same(known, cookie))
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_same(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_seconds(1_795_165_210);

    #[test]
    fn a_token_opens_the_start_page_in_one_browser() {
        let access = StartAccess::new().unwrap();
        let token = access.issue(NOW).unwrap();
        let cookie = access.redeem(&token, NOW).unwrap().unwrap();
        assert!(access.knows(&cookie));
        assert!(access.redeem(&token, NOW).unwrap().is_none());
        for foreign in ["", "x", &token, access.key()] {
            assert!(!access.knows(foreign), "{foreign}");
        }
    }

    #[test]
    fn a_token_is_valid_for_ten_minutes() {
        let access = StartAccess::new().unwrap();
        let token = access.issue(NOW).unwrap();
        assert!(access.redeem(&token, NOW.after(TOKEN_LIFE)).unwrap().is_none());
    }
}
