//! Decides when a page polls and when it opens its stream, without timers and requests.
//!
//! Every time is a time of a clock that never jumps, and every `random` is between 0 and 1.

use core::time::Duration;

/// A stream without any event for this time is broken, for example because a proxy buffers it. The server sends an
/// event at least every eight seconds.
const SILENCE: Duration = Duration::from_secs(20);
const MAX_POLL_INTERVAL: Duration = Duration::from_secs(30);
const FIRST_RETRY: Duration = Duration::from_secs(5);
/// The number of doublings of `FIRST_RETRY`. With jitter the longest delay is one minute.
const RETRY_DOUBLINGS: u32 = 3;
const POLL_DOUBLINGS: u32 = 4;

/// What is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Poll,
    OpenStream,
    /// Closes the stream, because it is silent.
    CloseStream,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stream {
    /// The page only polls.
    None,
    Closed {
        retry_at: Duration,
    },
    Open {
        silent_at: Duration,
        /// The number of lost connections and failed reconnects since the last event.
        interruptions: u32,
    },
}

#[derive(Clone, Debug)]
pub struct Schedule {
    poll_interval: Duration,
    /// The interval varies at random by up to this fraction, so that many browsers do not poll at the same moment.
    poll_jitter: f64,
    poll_at: Duration,
    /// The next poll is due at once, whatever the stream delivers.
    poll_soon: bool,
    poll_runs: bool,
    /// The stream delivered newer content after the running poll was sent.
    poll_is_outdated: bool,
    /// The number of polls that failed in a row.
    failed_polls: u32,
    /// The user does not see the page, so nothing is due.
    is_hidden: bool,
    stream: Stream,
    /// The number of streams in a row that ended, or were refused, without an event.
    failed_streams: u32,
}

impl Schedule {
    pub fn new(poll_interval: Duration, poll_jitter: f64, now: Duration) -> Self {
        Self {
            poll_interval,
            poll_jitter,
            poll_at: now.saturating_add(poll_interval),
            poll_soon: false,
            poll_runs: false,
            poll_is_outdated: false,
            failed_polls: 0,
            is_hidden: false,
            stream: Stream::None,
            failed_streams: 0,
        }
    }

    pub fn use_stream(&mut self, now: Duration) {
        self.stream = Stream::Closed { retry_at: now };
    }

    pub const fn poll_soon(&mut self) {
        self.poll_soon = true;
    }

    pub fn next_step(&self, now: Duration) -> Option<Step> {
        match self.stream {
            _ if self.is_hidden => None,
            Stream::Open { silent_at, .. } if now >= silent_at => Some(Step::CloseStream),
            Stream::Closed { retry_at } if now >= retry_at => Some(Step::OpenStream),
            _ => (!self.poll_runs && (self.poll_soon || now >= self.poll_at)).then_some(Step::Poll),
        }
    }

    pub const fn poll_sent(&mut self) {
        self.poll_soon = false;
        self.poll_runs = true;
        self.poll_is_outdated = false;
    }

    /// Returns false if the answer must be ignored, because the stream has delivered newer content.
    pub fn poll_answered(&mut self, succeeded: bool, now: Duration, random: f64) -> bool {
        self.poll_runs = false;
        if !self.poll_is_outdated {
            self.failed_polls = if succeeded { 0 } else { self.failed_polls + 1 };
        }
        self.poll_at = match self.stream {
            Stream::Open { silent_at, .. } if self.trusts_stream() => silent_at,
            _ => now.saturating_add(self.poll_delay(random)),
        };
        !self.poll_is_outdated
    }

    pub fn stream_opened(&mut self, now: Duration) {
        let silent_at = now.saturating_add(SILENCE);
        self.stream = Stream::Open {
            silent_at,
            interruptions: 0,
        };
        if self.trusts_stream() {
            self.poll_at = silent_at;
        }
    }

    /// The stream delivered an event of any kind, so the connection works.
    pub fn event_arrived(&mut self, now: Duration) {
        self.failed_streams = 0;
        self.stream_opened(now);
    }

    /// The stream delivered the state of the page.
    pub fn content_arrived(&mut self, now: Duration) {
        self.failed_polls = 0;
        self.poll_is_outdated = true;
        self.event_arrived(now);
    }

    /// The connection broke, or a reconnect failed, and the browser will connect again. Returns whether the server
    /// counts as unreachable: the first interruption is normal, for example when the server restarts.
    pub const fn stream_interrupted(&mut self) -> bool {
        let Stream::Open { interruptions, .. } = &mut self.stream else {
            return false;
        };
        *interruptions += 1;
        *interruptions > 1
    }

    /// The stream was refused, was silent, or ended for good. The page polls until another stream delivers events.
    pub fn stream_failed(&mut self, now: Duration, random: f64) {
        if self.failed_streams == 0 {
            self.poll_at = now;
        }
        let retry_at = now.saturating_add(retry_delay(self.failed_streams, random));
        self.stream = Stream::Closed { retry_at };
        self.failed_streams += 1;
    }

    /// The user left the page, and its stream was closed.
    pub const fn hidden(&mut self) {
        self.is_hidden = true;
    }

    /// The user returned to the page. The first event of the new stream contains all changes, so no poll is due unless
    /// streams have failed here before.
    pub fn shown(&mut self, now: Duration) {
        if !self.is_hidden {
            return;
        }
        self.is_hidden = false;
        if self.stream != Stream::None {
            self.stream = Stream::Closed { retry_at: now };
        }
        if self.stream == Stream::None || !self.trusts_stream() {
            self.poll_at = now;
        }
    }

    /// False while the page polls because streams failed. A failed poll is repeated too: the page shows the failure
    /// until content arrives.
    const fn trusts_stream(&self) -> bool {
        self.failed_streams == 0 && self.failed_polls == 0
    }

    fn poll_delay(&self, random: f64) -> Duration {
        let factor = 1 << self.failed_polls.min(POLL_DOUBLINGS);
        let delay = self.poll_interval.saturating_mul(factor).min(MAX_POLL_INTERVAL);
        delay.mul_f64(1.0 + self.poll_jitter * (2.0 * random - 1.0))
    }
}

/// The delay before the next stream: 5 s, doubled after each failure, and up to half as much again at random.
fn retry_delay(failures: u32, random: f64) -> Duration {
    FIRST_RETRY
        .saturating_mul(1 << failures.min(RETRY_DOUBLINGS))
        .mul_f64(1.0 + random / 2.0)
}

#[cfg(test)]
mod tests;
