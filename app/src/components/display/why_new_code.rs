//! What a student reads who waits for a new code: how long it takes, and why the code must be a new one.

use crate::{
    i18n::use_texts,
    islands::NextCode,
    request::{Returning, server_time},
};
use leptos::prelude::*;

/// Empty if the student need not wait for a code.
#[component]
pub fn WhyNewCode(returning: Returning) -> impl IntoView {
    let texts = use_texts();
    returning.wait(server_time()).map(|wait| {
        view! {
            <section class="card tint" aria-labelledby="new-code">
                <h2 id="new-code">{texts.returning_why_title()}</h2>
                <NextCode wait=wait />
                <p>{texts.returning_why_text()}</p>
            </section>
        }
    })
}
