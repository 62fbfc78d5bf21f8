//! The end of the story: how to see it, what a code cannot do, what a passkey does.

use super::Story;
use crate::i18n::use_texts;
use domain::exercises::addresses::{Lookalike, SITE};
use leptos::prelude::*;
use texts::Texts;

#[component]
pub fn End(story: Story) -> impl IntoView {
    let texts = use_texts();
    let praised = story.progress().spotted_at_once;
    view! {
        <section class="card stack" aria-labelledby="end">
            <h2 id="end">{texts.exercise_phishing_end()}</h2>
            {praised.then(|| view! { <p class="note good">{texts.exercise_phishing_spotted()}</p> })}
            <h3>{texts.exercise_phishing_end_see()}</h3>
            <p>{trick(texts, story.lookalike)} " " {texts.exercise_phishing_end_see_text(SITE)}</p>
            <h3>{texts.exercise_phishing_end_code()}</h3>
            <p>{texts.exercise_phishing_end_code_text()}</p>
            <h3>{texts.exercise_phishing_end_passkey()}</h3>
            <p>{texts.exercise_phishing_end_passkey_text()}</p>
        </section>
    }
}

/// How the address of this seat was made.
fn trick(texts: Texts, lookalike: Lookalike) -> String {
    let host = lookalike.host();
    match lookalike {
        Lookalike::SwappedLetter => texts.exercise_phishing_trick_letter(host),
        Lookalike::TwoLetters => texts.exercise_phishing_trick_two_letters(host),
        Lookalike::AddedWord => texts.exercise_phishing_trick_word(host),
        Lookalike::OtherEnd => texts.exercise_phishing_trick_end(host),
    }
}
