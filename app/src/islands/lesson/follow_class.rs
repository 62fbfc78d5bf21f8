//! Follows the class on a student's page, so that a pause, the end, an exercise that the teacher opens, or questions
//! that are due show at once.

use crate::{
    browser::{self, RequestError},
    live_updates::{Follower, Source, Stream},
};
use core::time::Duration;
use domain::{class::ClassState, view::LessonState};
use leptos::prelude::*;

const EVENTS: &str = "/lesson/events";
const POLL: &str = "/sfn/lesson-state";
const POLL_INTERVAL: Duration = Duration::from_secs(4);
/// A whole class opens this page at the same moment, so the polls are spread widely.
const POLL_JITTER: f64 = 0.25;

/// Reloads the page when the state of the class differs from `state`, or its settings from `shown` or `asked`. A page
/// that nothing but the state changes has no `shown`. Only the lesson page has `asked`: it leads to the questions, and
/// it has no fields, so a reload removes nothing that a student has typed.
#[island]
pub fn FollowClass(
    state: ClassState,
    #[prop(optional)] shown: Option<String>,
    #[prop(optional)] asked: Option<String>,
) -> impl IntoView {
    let source = Source {
        poll: Box::new(|| POLL.to_owned()),
        stream: Some(Stream {
            content: "state",
            address: Box::new(|| EVENTS.to_owned()),
        }),
    };
    Follower::new(POLL_INTERVAL, POLL_JITTER).start(source, move |answer| {
        let now = answer.map(|text| serde_json::from_str::<LessonState>(&text));
        match now {
            Ok(Err(_)) => return false,
            Ok(Ok(now)) if now.is_on_page(state, shown.as_deref(), asked.as_deref()) => {}
            // The state has changed, or the session has ended. The reload shows the new state or the sign-in page.
            Ok(Ok(_)) | Err(RequestError::Denied) => browser::reload(),
            Err(RequestError::Unavailable) => {}
        }
        true
    });
}
