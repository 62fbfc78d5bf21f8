//! Repeated work of an open page: intervals that end with their component, and polling with back-off.

use crate::{browser, problem::Problem};
use core::time::Duration;
use leptos::{prelude::*, task::spawn_local};

/// How often a poller checks whether its next request is due.
const TICK: Duration = Duration::from_millis(500);
/// The maximum interval after failed requests.
const MAX_INTERVAL: Duration = Duration::from_secs(30);

/// Runs `work` repeatedly until the component is removed. This function must be called in an effect: effects run in the
/// browser only.
pub fn every(interval: Duration, work: impl Fn() + 'static) {
    let timer = set_interval_with_handle(work, interval);
    on_cleanup(move || {
        if let Ok(timer) = timer {
            timer.clear();
        }
    });
}

/// Polls the server: not while the page is hidden, at once when the user returns to the page, and less often after
/// failures.
#[derive(Clone, Copy)]
pub struct Poller {
    interval: Duration,
    /// The interval varies at random by up to this fraction, so that many browsers do not poll at the same moment.
    jitter: f64,
    /// The time of the next request by the browser's clock, in microseconds.
    due: StoredValue<i64>,
    is_running: StoredValue<bool>,
    /// The number of requests that failed in a row.
    failures: StoredValue<u32>,
}

impl Poller {
    pub fn new(interval: Duration, jitter: f64) -> Self {
        Self {
            interval,
            jitter,
            due: StoredValue::new(browser::now_micros().saturating_add(micros(interval))),
            is_running: StoredValue::new(false),
            failures: StoredValue::new(0),
        }
    }

    /// Sends the next request at the next tick.
    pub fn poll_soon(self) {
        self.due.set_value(0);
    }

    /// Starts polling in the browser. After each failed request in a row the interval doubles.
    pub fn start<T, F>(
        self,
        request: impl Fn() -> F + Copy + 'static,
        on_answer: impl Fn(Result<T, Problem>) + Copy + 'static,
    ) where
        T: 'static,
        F: Future<Output = Result<T, Problem>> + 'static,
    {
        let poll = move || {
            if self.is_running.get_value() {
                return;
            }
            self.is_running.set_value(true);
            self.due.set_value(self.next());
            spawn_local(async move {
                let answer = request().await;
                // The user left the page while the request was running, so the signals of the page no longer exist.
                if self.is_running.try_set_value(false).is_some() {
                    return;
                }
                match answer {
                    Ok(_) => self.failures.set_value(0),
                    Err(_) => self.failures.update_value(|failures| *failures += 1),
                }
                // The interval begins at the response, unless `poll_soon` was called meanwhile.
                if self.due.get_value() != 0 {
                    self.due.set_value(self.next());
                }
                on_answer(answer);
            });
        };
        Effect::new(move |_| {
            every(TICK, move || {
                if browser::now_micros() >= self.due.get_value() && !browser::is_hidden() {
                    poll();
                }
            });
            let returning = window_event_listener(leptos::ev::visibilitychange, move |_| {
                if !browser::is_hidden() {
                    poll();
                }
            });
            on_cleanup(move || returning.remove());
        });
    }

    /// Computes when the next request is due. The interval begins now.
    fn next(self) -> i64 {
        let doublings = self.failures.get_value().min(4);
        let interval = self.interval.saturating_mul(1 << doublings).min(MAX_INTERVAL);
        let factor = 1.0 + self.jitter * (2.0 * browser::random() - 1.0);
        browser::now_micros().saturating_add(micros(interval.mul_f64(factor)))
    }
}

fn micros(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}
