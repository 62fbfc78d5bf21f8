//! The exercises on the board: how many students have passed each, and the button that opens the next one.

use crate::{
    components::{Icon, Picture, exercise_icon},
    i18n::{self, use_texts},
};
use domain::{
    class::ClassState,
    exercises::{Exercise, passed_at},
    ids::ClassId,
    view::{BoardView, SeatView},
};
use leptos::prelude::*;

/// One line under the counts of the stages. The element is in the page also without exercises: an open board fills it as
/// soon as the class gets some.
#[component]
pub fn ExerciseBar(board: BoardView, manages: bool) -> impl IntoView {
    let texts = use_texts();
    let lesson = board.changes.lesson;
    let counts: Vec<_> = lesson.exercises().map(|exercise| count(&board, exercise)).collect();
    let may_open = manages && board.changes.state != ClassState::Ended;
    let next = lesson.next_closed().filter(|_| may_open);
    view! {
        <div id="exercises">
            {(!counts.is_empty())
                .then(|| view! {
                    <div class="exercise-bar">
                        <ul role="list" aria-label=texts.exercises_title()>
                            {counts}
                        </ul>
                        {next.map(|exercise| open_button(board.id, exercise))}
                    </div>
                })}
        </div>
    }
}

fn count(board: &BoardView, exercise: Exercise) -> AnyView {
    let texts = use_texts();
    let passed = |seat: &&SeatView| passed_at(&seat.exercises, exercise).is_some();
    view! {
        <li>
            <Picture icon=exercise_icon(exercise) />
            " "
            {i18n::exercise_name(texts, exercise)}
            " "
            <b data-passed=exercise.code()>{board.seats().iter().filter(passed).count()}</b>
            " "
            <span class="of">{texts.board_of(board.seats().len())}</span>
        </li>
    }
    .into_any()
}

/// A plain form: the page loads again and shows the opened exercise, with scripts and without.
fn open_button(class: ClassId, exercise: Exercise) -> AnyView {
    let texts = use_texts();
    view! {
        <form method="post" action="/classes/act">
            <input type="hidden" name="id" value=class.to_string() />
            <input type="hidden" name="what" value="open_exercise" />
            <input type="hidden" name="exercise" value=exercise.code() />
            <button class="button">
                {texts.exercises_open_next(i18n::exercise_name(texts, exercise))} " " <Picture icon=Icon::Arrow />
            </button>
        </form>
    }
    .into_any()
}
