//! The running classes that this browser manages, above everything else: the way back to a board.

use crate::{
    components::{Icon, Picture, loaded},
    i18n::use_texts,
    server_fns::load_managed_classes,
};
use domain::{class::ClassState, view::ClassRow};
use leptos::prelude::*;

#[component]
pub fn MyClasses() -> impl IntoView {
    loaded(async move {
        // The page is useful without this part, so an error leaves it out.
        let classes = load_managed_classes().await.unwrap_or_default();
        (!classes.is_empty()).then(|| view! { <Running classes=classes /> })
    })
}

#[component]
fn Running(classes: Vec<ClassRow>) -> impl IntoView {
    let texts = use_texts();
    view! {
        <section class="my-classes" aria-labelledby="my-classes">
            <h2 id="my-classes">{texts.home_classes_title()}</h2>
            <ul role="list">
                {classes
                    .into_iter()
                    .map(|class| view! {
                        <li>
                            <a class="button" href=format!("/classes/{}", class.id)>
                                <strong>{class.title}</strong>
                                " "
                                <span class="soft">{texts.home_classes_done(class.finished, class.seats)}</span>
                                {(class.state == ClassState::Paused)
                                    .then(|| view! {
                                        " "
                                        <span class="tag warn">{texts.board_paused()}</span>
                                    })}
                                " "
                                <Picture icon=Icon::Arrow />
                            </a>
                        </li>
                    })
                    .collect_view()}
            </ul>
        </section>
    }
}
