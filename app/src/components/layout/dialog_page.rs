//! The frame that shows the content of a board dialog as a separate page, for browsers without scripts.

use crate::i18n::use_texts;
use domain::ids::ClassId;
use leptos::prelude::*;

#[component]
pub fn DialogPage(class: ClassId, children: Children) -> impl IntoView {
    let texts = use_texts();
    view! {
        <main class="page narrow" id="main">
            <div class="dialog">
                <div class="body">{children()}</div>
                // The dialog over the board shows the element above, without this link.
                <p class="body">
                    <a class="link" href=format!("/classes/{class}")>
                        {texts.help_back()}
                    </a>
                </p>
            </div>
        </main>
    }
}
