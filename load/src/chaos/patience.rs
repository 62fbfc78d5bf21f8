//! Requests that are retried as a person would: again after a pause if there is no answer, or an answer such as 503.

use crate::browser::{Browser, Page, Result};
use domain::refusal::Refusal;
use std::{
    fmt,
    hash::{BuildHasher, RandomState},
    time::{Duration, Instant},
};
use tokio::time::{sleep, timeout};

/// Timeout of one attempt.
const NO_ANSWER: Duration = Duration::from_secs(10);
/// After so long without an answer the request fails.
const AT_MOST: Duration = Duration::from_secs(90);
const AGAIN_AFTER: Duration = Duration::from_millis(300);

/// Counts of retries, and the longest wait for an answer.
#[derive(Debug, Default)]
pub struct Patience {
    no_answer: usize,
    not_now: usize,
    /// Answers with other 5xx statuses, and set-up pages that show an error in place of the key.
    pub broken: usize,
    longest: Duration,
}

pub enum Answer {
    Page(Page),
    Led(String),
    Refused(Refusal),
}

pub enum Ask<'a> {
    Page(&'a str),
    Form(&'a str, &'a [(&'a str, &'a str)]),
}

impl Patience {
    pub async fn ask(&mut self, browser: &mut Browser, ask: &Ask<'_>) -> Result<Answer> {
        let began = Instant::now();
        loop {
            let answer = once(browser, ask).await;
            self.longest = self.longest.max(began.elapsed());
            let seen = match answer {
                Ok(page) => match page.status {
                    502..=504 => {
                        self.not_now += 1;
                        page.status.to_string()
                    }
                    500.. => {
                        self.broken += 1;
                        page.status.to_string()
                    }
                    _ => return page.try_into(),
                },
                Err(error) => {
                    self.no_answer += 1;
                    error.to_string()
                }
            };
            if began.elapsed() > AT_MOST {
                return Err(format!("no answer for {AT_MOST:?}, at last: {seen}").into());
            }
            sleep(AGAIN_AFTER + uneven(AGAIN_AFTER * 3)).await;
        }
    }

    pub fn add(&mut self, other: Self) {
        self.no_answer += other.no_answer;
        self.not_now += other.not_now;
        self.broken += other.broken;
        self.longest = self.longest.max(other.longest);
    }
}

impl fmt::Display for Patience {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            no_answer,
            not_now,
            broken,
            longest,
        } = self;
        let longest = longest.as_secs_f64();
        write!(
            f,
            "asked again {no_answer} times without an answer, {not_now} times after \"not now\" (502 to 504), \
             {broken} times after something broken; the longest wait {longest:.1} s"
        )
    }
}

/// Sends one request without retrying.
pub async fn once(browser: &mut Browser, ask: &Ask<'_>) -> Result<Page> {
    match ask {
        Ask::Page(path) => timeout(NO_ANSWER, browser.get(path)).await?,
        Ask::Form(path, fields) => timeout(NO_ANSWER, browser.post_json(path, fields)).await?,
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
            Some(to) => Self::Led(to),
            None => Self::Page(page),
        })
    }
}

/// A random duration between zero and `most`.
pub fn uneven(most: Duration) -> Duration {
    let random = RandomState::new().hash_one(0_u8) >> 11;
    most.mul_f64(random as f64 / (1_u64 << 53) as f64)
}
