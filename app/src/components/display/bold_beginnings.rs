//! A login or a password of a student, of which the letters that are enough at the sign-in are bold.

use crate::i18n::use_texts;
use domain::typing::Part;
use leptos::prelude::*;

/// Screen readers read the text as one, although it is in several elements, and selecting it copies all of it.
#[component]
pub fn BoldBeginnings(text: String, parts: Vec<Part>) -> impl IntoView {
    let hint = use_texts().card_bold_enough();
    view! {
        <span class="beginnings" role="img" aria-label=text title=hint>
            {parts
                .into_iter()
                .map(|part| view! {
                    <b>{part.needed}</b>
                    // Leptos writes a space for an empty text.
                    {(!part.rest.is_empty()).then_some(part.rest)}
                })
                .collect_view()}
        </span>
    }
}
