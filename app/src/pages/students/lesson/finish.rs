//! The lesson page after all four stages: the times of the stages, the attacks that a second factor prevents, and the
//! attacks that it does not prevent.

use super::message_exercise::Exercise;
use crate::{
    components::{Badge, Illustration, Learned, Scene},
    i18n::{self, use_texts},
    pages::students::certificate::TakeHome,
};
use domain::{stage::Stage, view::LessonView};
use leptos::prelude::*;

#[component]
pub fn Finish(lesson: LessonView) -> impl IntoView {
    let texts = use_texts();
    view! {
        <main class="page" id="main">
            <section class="finish">
                <Illustration scene=Scene::Finish />
                <p class="eyebrow">{lesson.title.clone()} " · " {texts.help_seat(lesson.seat)}</p>
                <h1 tabindex="-1">{texts.lesson_finish_title()}</h1>
                <p class="lead">{texts.lesson_finish_lead()}</p>
            </section>
            <div class="stack loose">
                {lesson.messages.map(|exercise| view! { <Exercise exercise=exercise /> })}
                <Laps lesson=lesson />
                <Learned />
                <TakeHome />
            </div>
        </main>
    }
}

#[component]
fn Laps(lesson: LessonView) -> impl IntoView {
    let texts = use_texts();
    let times = lesson.stages.times();
    let lap = move |stage: Stage| {
        let before = stage.index().checked_sub(1).and_then(|index| times[index]);
        match (before, times[stage.index()]) {
            (Some(before), Some(at)) => i18n::short_duration(texts, at.since(before)),
            _ => texts.lesson_start().to_owned(),
        }
    };
    let together = times[0]
        .zip(times[3])
        .map(|(first, last)| i18n::short_duration(texts, last.since(first)));
    view! {
        <section class="stack" aria-labelledby="laps">
            <h2 id="laps">{texts.lesson_laps()}</h2>
            <ol class="laps" role="list">
                {Stage::ALL
                    .map(|stage| {
                        view! {
                            <li>
                                <Badge stage=stage at=times[stage.index()] />
                                <strong>{lap(stage)}</strong>
                                <small>{i18n::stage_name(texts, stage)}</small>
                            </li>
                        }
                    })
                    .collect_view()}
            </ol>
            {together.map(|together| view! { <p class="soft">{texts.lesson_together(together)}</p> })}
        </section>
    }
}
