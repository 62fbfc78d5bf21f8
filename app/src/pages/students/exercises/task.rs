//! One task of an exercise that consists of several.

use leptos::prelude::*;

/// A task is done, or can be done now with its content, or comes later.
#[component]
pub fn Task(title: &'static str, done: bool, now: bool, children: Children) -> impl IntoView {
    if now {
        return view! {
            <li class="now" aria-current="step">
                <div class="card stack">
                    <h2>{title}</h2>
                    {children()}
                </div>
            </li>
        }
        .into_any();
    }
    view! {
        <li class=if done { "done" } else { "later" }>
            <div>
                <h2>{title}</h2>
            </div>
        </li>
    }
    .into_any()
}
