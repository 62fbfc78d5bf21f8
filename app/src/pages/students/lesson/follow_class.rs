//! Follows the state of the class on a student's page, so that a pause or the end shows at once.

use crate::{
    browser,
    live_updates::{Follower, Stream},
    server_fns::load_lesson_state,
};
use core::time::Duration;
use domain::{class::ClassState, refusal::Refusal};
use leptos::prelude::*;

const EVENTS: &str = "/lesson/events";
const POLL_INTERVAL: Duration = Duration::from_secs(4);
/// A whole class opens this page at the same moment, so the polls are spread widely.
const POLL_JITTER: f64 = 0.25;

/// Reloads the page when the state of the class differs from `state`.
#[component]
pub fn FollowLesson(state: ClassState) -> impl IntoView {
    let stream = Stream::new("state", || EVENTS.to_owned());
    let follower = Follower::new(POLL_INTERVAL, POLL_JITTER);
    follower.start(Some(stream), load_lesson_state, move |answer| match answer {
        Ok(now) if now == state => {}
        // The state has changed, or the session has ended. The reload shows the new state or the sign-in page.
        Ok(_) => browser::reload(),
        Err(problem) if matches!(problem.refusal, Refusal::SignInFirst | Refusal::NotFound) => browser::reload(),
        Err(_) => {}
    });
    // `before_hydration.js` follows the same stream until the page is hydrated.
    view! { <span hidden data-follow=EVENTS data-known=serde_json::to_string(&state).ok()></span> }
}
