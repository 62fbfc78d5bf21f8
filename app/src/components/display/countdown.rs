//! Countdowns of seconds. Without scripts the page keeps showing the number that the server has rendered.

use crate::timers::every;
use core::time::Duration;
use leptos::prelude::*;

/// Counts down from `from` seconds, beginning when its island is hydrated.
pub fn seconds_left(from: u64) -> RwSignal<u64> {
    let left = RwSignal::new(from);
    Effect::new(move |_| {
        let began = crate::browser::now_micros();
        every(Duration::from_millis(250), move || {
            let passed = u64::try_from((crate::browser::now_micros() - began) / 1_000_000).unwrap_or(0);
            left.set(from.saturating_sub(passed));
        });
    });
    left
}

/// A ring that shows the remaining part of a countdown.
#[component]
pub fn Ring(#[prop(into)] left: Signal<u64>, of: u64) -> impl IntoView {
    let offset = move || 100 - (100 * left.get().min(of)).checked_div(of).unwrap_or(0);
    view! {
        <svg class="ring" viewBox="0 0 40 40" aria-hidden="true">
            <circle class="track" cx="20" cy="20" r="17" />
            <circle
                class="left"
                cx="20"
                cy="20"
                r="17"
                pathLength="100"
                stroke-dasharray="100"
                stroke-dashoffset=move || offset().to_string()
            />
        </svg>
    }
}
