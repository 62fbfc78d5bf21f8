//! The picture of the whole class, folded: the board shall not get longer than it must.

use super::live::Live;
use crate::{component::CoursePicture, visitor::use_texts};
use leptos::{html, prelude::*};

#[component]
pub fn CourseOfLesson(live: Live) -> impl IntoView {
    let texts = use_texts();
    let details = NodeRef::<html::Details>::new();
    // Drawn once with the page, for whoever has no scripts; from then on while it is unfolded.
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
                <CoursePicture course=live.course(looking) />
            </div>
        </details>
    }
}
