//! What the lesson teaches: the attacks that a second factor prevents, those that it does not prevent, and what to do
//! at home. It contains no data of a student, so it stays on the pages of a class that is over.

use crate::{
    components::{Icon, Picture},
    i18n::use_texts,
};
use leptos::prelude::*;

#[component]
pub fn Learned() -> impl IntoView {
    let texts = use_texts();
    view! {
        <div class="pair">
            <Shields
                id="helps"
                class="shields yes"
                icon=Icon::Shield
                title=texts.lesson_helps()
                lines=[texts.lesson_helps_guess(), texts.lesson_helps_leak(), texts.lesson_helps_twice()]
            />
            <Shields
                id="not"
                class="shields no"
                icon=Icon::Warn
                title=texts.lesson_not()
                lines=[texts.lesson_not_phish(), texts.lesson_not_tell(), texts.lesson_not_unlocked()]
            />
        </div>
        <section class="card tint" aria-labelledby="home">
            <h2 id="home">{texts.lesson_home_title()}</h2>
            <p>{texts.lesson_home_text()}</p>
        </section>
    }
}

#[component]
fn Shields(
    id: &'static str,
    class: &'static str,
    icon: Icon,
    title: &'static str,
    lines: [&'static str; 3],
) -> impl IntoView {
    view! {
        <section class="card" aria-labelledby=id>
            <h2 id=id>{title}</h2>
            <ul class=class role="list">
                {lines
                    .map(|line| {
                        view! {
                            <li>
                                <Picture icon=icon />
                                <p>{line}</p>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </section>
    }
}
