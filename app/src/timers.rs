//! Repeated work of an open page.

use core::time::Duration;
use leptos::prelude::*;

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
