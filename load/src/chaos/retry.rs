//! Repeats requests as a user does: after a pause, if there is no response, or a response such as 503.

use crate::browser::{Browser, Page, Result};
use domain::refusal::Refusal;
use std::{
    fmt,
    hash::{BuildHasher, RandomState},
    time::{Duration, Instant},
};
use tokio::time::{sleep, timeout};

/// Timeout of one attempt.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);
/// If all attempts of a request fail for this long, the student gives up the request.
const MAX_WAIT: Duration = Duration::from_secs(90);
const RETRY_INTERVAL: Duration = Duration::from_millis(300);

/// Number of retries by reason, and the longest time that a request waited for a response.
#[derive(Debug, Default)]
pub struct Retries {
    no_answer: usize,
    unavailable: usize,
    /// Responses with other 5xx statuses, and set-up pages that show an error in place of the key.
    pub failed: usize,
    longest: Duration,
}

pub enum Answer {
    Page(Page),
    Redirect(String),
    Refused(Refusal),
}

pub enum Request<'a> {
    Page(&'a str),
    Form(&'a str, &'a [(&'a str, &'a str)]),
}

impl Retries {
    pub async fn send(&mut self, browser: &mut Browser, request: &Request<'_>) -> Result<Answer> {
        let began = Instant::now();
        loop {
            let answer = send_once(browser, request).await;
            self.longest = self.longest.max(began.elapsed());
            let seen = match answer {
                Ok(page) => match page.status {
                    502..=504 => {
                        self.unavailable += 1;
                        page.status.to_string()
                    }
                    500.. => {
                        self.failed += 1;
                        page.status.to_string()
                    }
                    _ => return page.try_into(),
                },
                Err(error) => {
                    self.no_answer += 1;
                    error.to_string()
                }
            };
            if began.elapsed() > MAX_WAIT {
                return Err(format!("no answer for {MAX_WAIT:?}, at last: {seen}").into());
            }
            sleep(RETRY_INTERVAL + jitter(RETRY_INTERVAL * 3)).await;
        }
    }

    pub fn add(&mut self, other: Self) {
        self.no_answer += other.no_answer;
        self.unavailable += other.unavailable;
        self.failed += other.failed;
        self.longest = self.longest.max(other.longest);
    }
}

impl fmt::Display for Retries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            no_answer,
            unavailable,
            failed,
            longest,
        } = self;
        let longest = longest.as_secs_f64();
        write!(
            f,
            "retried {no_answer} times without an answer, {unavailable} times after 502 to 504, \
             {failed} times after another failure; the longest wait {longest:.1} s"
        )
    }
}

/// Sends one request without retrying.
pub async fn send_once(browser: &mut Browser, request: &Request<'_>) -> Result<Page> {
    match request {
        Request::Page(path) => timeout(REQUEST_TIMEOUT, browser.get(path)).await?,
        Request::Form(path, fields) => timeout(REQUEST_TIMEOUT, browser.post_json(path, fields)).await?,
    }
}

impl TryFrom<Page> for Answer {
    type Error = Box<dyn std::error::Error + Send + Sync>;

    fn try_from(page: Page) -> Result<Self> {
        if page.status >= 400 {
            let said = serde_json::from_slice(&page.body);
            return Ok(Self::Refused(
                said.map_err(|_| format!("status {} without a reason", page.status))?,
            ));
        }
        Ok(match page.location {
            Some(to) => Self::Redirect(to),
            None => Self::Page(page),
        })
    }
}

/// A random duration between zero and `most`.
pub fn jitter(most: Duration) -> Duration {
    let random = RandomState::new().hash_one(0_u8) >> 11;
    most.mul_f64(random as f64 / (1_u64 << 53) as f64)
}
