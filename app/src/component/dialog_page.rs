//! What is a dialog over the board, as a page of its own for whoever has no scripts.

use crate::visitor::use_texts;
use domain::ids::ClassId;
use leptos::prelude::*;

#[component]
pub fn DialogPage(class: ClassId, children: Children) -> impl IntoView {
    let texts = use_texts();
    view! {
        <main class="page narrow" id="main">
            <div class="dialog">
                <div class="body">
                    {children()}
                    <p>
                        <a class="link" href=format!("/classes/{class}")>
                            {texts.help_back()}
                        </a>
                    </p>
                </div>
            </div>
        </main>
    }
}
