//! The question about the address: which part of it is false?

use super::{Forms, Story};
use crate::{components::Alert, i18n::use_texts};
use domain::exercises::{
    addresses::{Part, SITE},
    phishing::{Mistake, Scene},
};
use leptos::{form::ActionForm, prelude::*};
use texts::Texts;

#[component]
pub fn PointAtPart(story: Story, forms: Forms) -> impl IntoView {
    let texts = use_texts();
    let mistake = match story.progress().mistake {
        Some(Mistake::Part(part)) => Some(part_wrong(texts, part)),
        _ => None,
    };
    let (title, text) = match story.view.scene {
        Scene::Address => (
            texts.exercise_phishing_address_title(),
            texts.exercise_phishing_address_text(SITE),
        ),
        _ => (
            texts.exercise_phishing_not_ours(),
            texts.exercise_phishing_not_ours_text(SITE),
        ),
    };
    let (lookalike, paused) = (story.lookalike, story.paused);
    view! {
        <section class="card stack" aria-labelledby="address">
            <h2 id="address">{title}</h2>
            <p>{text}</p>
            {mistake.map(|mistake| view! { <Alert text=Some(mistake.to_owned()) /> })}
            <ActionForm action=forms.address attr:class="form">
                {story.revision()}
                <div class="parts" role="radiogroup" aria-labelledby="address" dir="ltr">
                    {Part::ALL
                        .map(|part| {
                            view! {
                                <label class="check">
                                    <input type="radio" name="part" value=part.code() required disabled=paused />
                                    <span>{lookalike.text(part)}</span>
                                </label>
                            }
                        })
                        .collect_view()}
                </div>
                {story.submit(texts.exercise_phishing_address_answer())}
            </ActionForm>
        </section>
    }
}

/// Why this part gives the thief not away.
const fn part_wrong(texts: Texts, part: Part) -> &'static str {
    match part {
        Part::Scheme => texts.exercise_phishing_part_scheme(),
        Part::Name => texts.exercise_phishing_part_name(),
        Part::End => texts.exercise_phishing_part_end(),
        Part::Path => texts.exercise_phishing_part_path(),
    }
}
