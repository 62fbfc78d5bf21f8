//! A picture of a browser in the page: an address, and the page that it shows. Its forms are forms of the exercise.

use crate::i18n::use_texts;
use leptos::prelude::*;

#[component]
pub fn BrowserPicture(#[prop(into)] address: String, children: Children) -> impl IntoView {
    let texts = use_texts();
    view! {
        <div class="browser" role="group" aria-label=texts.exercise_picture_title()>
            <p class="browser-address">
                <span class="visually-hidden">{texts.exercise_picture_address()} " "</span>
                <bdi dir="ltr">{address}</bdi>
            </p>
            <div class="browser-page">{children()}</div>
        </div>
    }
}
