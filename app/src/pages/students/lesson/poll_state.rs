//! Polls the state of the class on a student's page, so that a pause or the end shows within seconds.

use crate::{browser, server_fns::load_lesson_state, timers::Poller};
use core::time::Duration;
use domain::{class::ClassState, refusal::Refusal};
use leptos::prelude::*;

const POLL_INTERVAL: Duration = Duration::from_secs(4);
/// A whole class opens this page at the same moment, so the polls are spread widely.
const POLL_JITTER: f64 = 0.25;

/// Reloads the page when the state of the class differs from `state`.
#[component]
pub fn FollowLesson(state: ClassState) -> impl IntoView {
    Poller::new(POLL_INTERVAL, POLL_JITTER).start(load_lesson_state, move |answer| match answer {
        Ok(now) if now == state => {}
        // The state has changed, or the session has ended. The reload shows the new state or the sign-in page.
        Ok(_) => browser::reload(),
        Err(problem) if matches!(problem.refusal, Refusal::SignInFirst | Refusal::NotFound) => browser::reload(),
        Err(_) => {}
    });
    let known = match state {
        ClassState::Open => "open",
        ClassState::Paused => "paused",
        ClassState::Ended => "ended",
    };
    // `before_hydration.js` polls with the same values until the page is hydrated.
    view! {
        <span hidden data-follow="/sfn/lesson-state" data-known=known data-pace=POLL_INTERVAL.as_secs().to_string() data-news="reload"></span>
    }
}
