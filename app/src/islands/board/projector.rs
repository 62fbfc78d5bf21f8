//! The projector page of a class.

use super::{
    exercises::ExerciseBars,
    live::{Live, Seat},
};
use crate::{
    components::{Icon, Picture},
    i18n::{self, use_texts},
};
use domain::{
    class::ClassState,
    exercises::{Lesson, passed_at},
    stage::Stage,
    time::Timestamp,
};
use leptos::prelude::*;
use texts::Texts;

/// `door` is the join address, or what replaces it at the end of the class.
#[component]
pub fn Wall(live: Live, door: AnyView) -> impl IntoView {
    let texts = use_texts();
    let all_done = move || all_students_are_done(&live.seats.read(), live.lesson.get(), live.self_join.get());
    view! {
        <main class="projector" id="main">
            <header>
                <h1>{live.title.get_value()}</h1>
                {move || {
                    let left = live.state.get() != ClassState::Ended;
                    left.then(|| view! { <p class="left-time">{time_left(texts, live.expires.get(), live.now.get())}</p> })
                }}
                <div role="status">
                    {move || (live.state.get() == ClassState::Paused).then(|| view! { <Paused /> })}
                </div>
            </header>
            {move || all_done().then(|| view! { <p class="hooray" role="status">{texts.projector_hooray()}</p> })}
            {door}
            <ol class="bars" role="list">
                {Stage::ALL.map(|stage| view! { <Bar live=live stage=stage /> }).collect_view()} <ExerciseBars live=live />
            </ol>
        </main>
    }
}

#[component]
fn Paused() -> impl IntoView {
    let texts = use_texts();
    view! {
        <p class="standing paused">
            <Picture icon=Icon::Clock />
            <strong>{texts.board_paused()}</strong>
            <span>{texts.lesson_paused_title()}</span>
        </p>
    }
}

#[component]
fn Bar(live: Live, stage: Stage) -> impl IntoView {
    let texts = use_texts();
    let (all, some) = live.count(stage);
    let name = i18n::stage_name(texts, stage);
    view! {
        <li>
            <span>{name}</span>
            <progress
                max=move || all.get().to_string()
                value=move || some.get().to_string()
                aria-label=move || texts.board_reached(all.get(), some.get(), name)
            ></progress>
            <output>
                {move || some.get()} " " <small>{move || texts.board_of(all.get())}</small>
            </output>
        </li>
    }
}

/// True if all students have finished all stages and exercises. If students are allowed to take seats without a card, free seats are ignored.
fn all_students_are_done(seats: &[Seat], lesson: Lesson, self_join: bool) -> bool {
    let mut anybody = false;
    seats.iter().all(|seat| {
        let seat = seat.view.read();
        let passed = |exercise| passed_at(&seat.exercises, exercise).is_some();
        let through = seat.stages.next().is_none() && lesson.exercises().all(passed);
        anybody |= through;
        through || (self_join && seat.is_free())
    }) && anybody
}

/// The remaining time: in minutes below one hour, in hours and minutes below twelve hours, in hours below two days,
/// otherwise in days.
fn time_left(texts: Texts, expires: Timestamp, now: Timestamp) -> String {
    let minutes = expires.since(now).as_secs().div_ceil(60);
    match minutes {
        0..60 => texts.projector_left(minutes),
        60..720 => texts.wall_hours(minutes / 60, minutes % 60),
        720..2880 => texts.board_open_for((minutes + 30) / 60),
        _ => texts.wall_days(minutes / 1440),
    }
}
