//! The countdown until the phone shows a code that was not used yet.

use crate::{
    components::{Ring, seconds_left},
    i18n::use_texts,
};
use domain::totp::STEP_SECONDS;
use leptos::prelude::*;

#[island]
pub fn NextCode(wait: u64) -> impl IntoView {
    let texts = use_texts();
    let left = seconds_left(wait);
    view! {
        <div class="wait-code">
            <div class="countdown">
                <Ring left=left of=STEP_SECONDS />
                <output aria-label=texts.lesson_next_code()>{move || left.get()}</output>
            </div>
            <p>{move || if left.get() == 0 { texts.lesson_code_ready() } else { texts.lesson_code_wait() }}</p>
        </div>
    }
}
