//! The exercises on the board: how many students have passed each, and the button that opens the next one.

use super::live::Live;
use crate::{
    components::{Icon, Picture, exercise_icon},
    i18n::{self, use_texts},
};
use domain::{
    class::ClassState,
    exercises::{Exercise, passed_at},
};
use leptos::prelude::*;

impl Live {
    /// The number of students who have passed the exercise.
    fn passed(self, exercise: Exercise) -> usize {
        let seats = self.seats.read();
        let passed = |seat: &&super::live::Seat| passed_at(&seat.view.read().exercises, exercise).is_some();
        seats.iter().filter(passed).count()
    }
}

/// One line under the counts of the stages.
#[component]
pub fn ExerciseBar(live: Live) -> impl IntoView {
    let texts = use_texts();
    move || {
        let lesson = live.lesson.get();
        let counts: Vec<_> = lesson.exercises().map(|exercise| count(live, exercise)).collect();
        let may_open = live.manages && live.state.get() != ClassState::Ended;
        let next = lesson.next_closed().filter(|_| may_open);
        (!counts.is_empty()).then(|| {
            view! {
                <div class="exercise-bar">
                    <ul role="list" aria-label=texts.exercises_title()>
                        {counts}
                    </ul>
                    {next.map(|exercise| open_button(live, exercise))}
                </div>
            }
        })
    }
}

fn count(live: Live, exercise: Exercise) -> AnyView {
    let texts = use_texts();
    let name = i18n::exercise_name(texts, exercise);
    view! {
        <li>
            <Picture icon=exercise_icon(exercise) />
            " "
            {name}
            " "
            <b>{live.passed(exercise)}</b>
            " "
            {texts.board_of(live.seats.read().len())}
        </li>
    }
    .into_any()
}

/// A plain form: the page loads again and shows the opened exercise, with scripts and without.
fn open_button(live: Live, exercise: Exercise) -> AnyView {
    let texts = use_texts();
    view! {
        <form method="post" action="/classes/act">
            <input type="hidden" name="id" value=live.id.to_string() />
            <input type="hidden" name="what" value="open_exercise" />
            <input type="hidden" name="exercise" value=exercise.code() />
            <button class="button">
                {texts.exercises_open_next(i18n::exercise_name(texts, exercise))} " " <Picture icon=Icon::Arrow />
            </button>
        </form>
    }
    .into_any()
}
