//! The progress chart on the board, in a closed `<details>` element so that the board stays short.

use super::live::Live;
use crate::{components::ProgressChart, i18n::use_texts};
use leptos::{html, prelude::*};

#[component]
pub fn ProgressDisclosure(live: Live) -> impl IntoView {
    let texts = use_texts();
    let details = NodeRef::<html::Details>::new();
    // The chart is drawn once with the page, for browsers without scripts. In the hydrated page it is redrawn only
    // while the `<details>` element is open.
    let looking = RwSignal::new(true);
    let look = move || {
        if let Some(details) = details.get_untracked() {
            looking.set(details.open());
        }
    };
    Effect::new(move |_| {
        details.track();
        look();
    });
    view! {
        <details class="disclosure course-of" node_ref=details on:toggle=move |_| look()>
            <summary>{texts.course_title()}</summary>
            <div>
                <ProgressChart course=live.course(looking) />
            </div>
        </details>
    }
}
