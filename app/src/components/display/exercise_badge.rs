//! The badge of an exercise: a small icon, because the board shows up to seven badges in a row. Its name is in the
//! tooltip and in the text for screen readers.

use super::badge::tooltip;
use crate::{
    components::{At, Icon, Picture},
    i18n::{self, use_texts},
};
use domain::{exercises::Exercise, time::Timestamp};
use leptos::{either::Either, prelude::*};

pub const fn exercise_icon(exercise: Exercise) -> Icon {
    match exercise {
        Exercise::Message => Icon::Mail,
        Exercise::Files => Icon::File,
        Exercise::Recovery => Icon::Away,
        Exercise::Messages => Icon::Phone,
        Exercise::Passkey => Icon::Key,
        Exercise::Phishing => Icon::Eye,
    }
}

#[component]
pub fn ExerciseBadge(exercise: Exercise, at: Option<Timestamp>) -> impl IntoView {
    let texts = use_texts();
    let name = i18n::exercise_name(texts, exercise);
    view! {
        <span
            class="badge exercise"
            class:done=at.is_some()
            title=tooltip(name, at)
            data-exercise=exercise.code()
        >
            <Picture icon=exercise_icon(exercise) />
            <span class="visually-hidden">{name} " "</span>
            {match at {
                Some(at) => Either::Left(view! {
                    <span class="visually-hidden">{texts.stage_at()} " " <At time=at /></span>
                }),
                None => Either::Right(view! { <span class="visually-hidden">{texts.stage_not_yet()}</span> }),
            }}
        </span>
    }
}
