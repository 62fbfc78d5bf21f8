//! Times and dates as `<time>` elements in the visitor's time zone.

use crate::preferences;
use domain::time::{Timestamp, civil_date, clock_time, rfc3339};
use leptos::prelude::*;

#[component]
pub fn At(time: Timestamp) -> impl IntoView {
    view! { <time datetime=rfc3339(time)>{clock_time(time, preferences::utc_offset())}</time> }
}

/// A date with its time, for example `20 November 2026, 10:51`.
#[component]
pub fn On(time: Timestamp) -> impl IntoView {
    let texts = crate::i18n::use_texts();
    let shown = texts.date_day_and_time(day_in_words(time), clock_time(time, preferences::utc_offset()));
    view! { <time datetime=rfc3339(time)>{shown}</time> }
}

/// A date without its time, for example `20 November 2026`.
#[component]
pub fn Day(time: Timestamp) -> impl IntoView {
    view! { <time datetime=rfc3339(time)>{day_in_words(time)}</time> }
}

fn day_in_words(time: Timestamp) -> String {
    let texts = crate::i18n::use_texts();
    let local_seconds = time.micros().div_euclid(1_000_000) + 60 * i64::from(preferences::utc_offset());
    let (year, month, day) = civil_date(local_seconds.div_euclid(86_400));
    let month = texts.date_months().split(' ').nth(month - 1).unwrap_or_default();
    texts.date_day(day, month, year)
}
