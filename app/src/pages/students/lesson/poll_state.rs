//! Polls the state of the class on a student's page, so that a pause or the end shows within seconds.

use crate::{browser, server_fns::load_lesson_state};
use core::time::Duration;
use domain::{class::ClassState, refusal::Refusal};
use leptos::{prelude::*, task::spawn_local};

const PACE: Duration = Duration::from_secs(4);
const PATIENCE: Duration = Duration::from_secs(30);
const TICK: Duration = Duration::from_millis(500);

/// Reloads the page when the state of the class differs from `state`. It does not poll while the page is hidden, and
/// polls at once when the user returns.
#[component]
pub fn FollowLesson(state: ClassState) -> impl IntoView {
    let asking = StoredValue::new(false);
    let failures = StoredValue::new(0_u32);
    let due = StoredValue::new(browser::now_micros() + pause(0));
    let ask = move || {
        if asking.get_value() {
            return;
        }
        asking.set_value(true);
        spawn_local(async move {
            let answer = load_lesson_state().await;
            // The page was left while the request was running, so its signals are gone.
            if asking.try_set_value(false).is_some() {
                return;
            }
            match answer {
                Ok(now) if now == state => failures.set_value(0),
                // The state has changed, or the session has ended. The reloaded page shows what applies.
                Ok(_) => browser::reload(),
                Err(problem) if matches!(problem.refusal, Refusal::SignInFirst | Refusal::NotFound) => {
                    browser::reload()
                }
                Err(_) => failures.update_value(|failures| *failures += 1),
            }
            due.set_value(browser::now_micros() + pause(failures.get_value()));
        });
    };
    let known = match state {
        ClassState::Open => "open",
        ClassState::Paused => "paused",
        ClassState::Ended => "ended",
    };
    Effect::new(move |_| {
        let tick = move || {
            if browser::now_micros() >= due.get_value() && !browser::is_hidden() {
                ask();
            }
        };
        let ticking = set_interval_with_handle(tick, TICK);
        let looking = window_event_listener(leptos::ev::visibilitychange, move |_| {
            if !browser::is_hidden() {
                ask();
            }
        });
        on_cleanup(move || {
            looking.remove();
            if let Ok(ticking) = ticking {
                ticking.clear();
            }
        });
    });
    // The same data for the polling of a page that is not hydrated yet.
    view! {
        <span hidden data-follow="/sfn/lesson-state" data-known=known data-pace=PACE.as_secs().to_string() data-news="reload"></span>
    }
}

/// The polling interval in microseconds: four seconds, up to thirty after failures, with some randomness so that the
/// students of a class do not poll at the same moment.
fn pause(failures: u32) -> i64 {
    let base = PACE.saturating_mul(1 << failures.min(3)).min(PATIENCE);
    let pause = base.mul_f64(0.75 + 0.5 * browser::random());
    i64::try_from(pause.as_micros()).unwrap_or(i64::MAX)
}
