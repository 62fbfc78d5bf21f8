//! The lesson page after all stages and exercises: what the student has learned, and the times of the stages.

use crate::{
    components::{Badge, Icon, Illustration, Learned, Picture, Scene},
    i18n::{self, use_texts},
    pages::students::{certificate::TakeHome, questions::QuestionsCard},
};
use domain::{class::ClassState, stage::Stage, view::LessonView};
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
                {lesson
                    .questions
                    .filter(|_| lesson.state != ClassState::Ended)
                    .map(|phase| view! { <QuestionsCard phase=phase /> })}
                <LearnedInExercises lesson=lesson.clone() />
                <Laps lesson=lesson />
                <Learned />
                <TakeHome />
            </div>
        </main>
    }
}

/// What the exercises have taught, and the way back to them while the class is open.
#[component]
fn LearnedInExercises(lesson: LessonView) -> impl IntoView {
    let texts = use_texts();
    let passed: Vec<_> = lesson
        .exercises
        .iter()
        .filter(|badge| badge.passed.is_some())
        .map(|badge| badge.exercise)
        .collect();
    if passed.is_empty() {
        return ().into_any();
    }
    let may_open = move |exercise| lesson.state != ClassState::Ended && lesson.lesson.is_open(exercise);
    view! {
        <section class="card" aria-labelledby="exercises">
            <h2 id="exercises">{texts.exercises_learned()}</h2>
            <ul class="shields yes" role="list">
                {passed
                    .into_iter()
                    .map(|exercise| {
                        view! {
                            <li>
                                <Picture icon=Icon::Check />
                                <div>
                                    <strong>{i18n::exercise_name(texts, exercise)}</strong>
                                    <p>{i18n::exercise_learned(texts, exercise)}</p>
                                    {may_open(exercise)
                                        .then(|| view! {
                                            <a class="link" href=format!("/lesson/{}", exercise.code())>
                                                {texts.exercises_again()}
                                            </a>
                                        })}
                                </div>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </section>
    }
    .into_any()
}

#[component]
pub fn Laps(lesson: LessonView) -> impl IntoView {
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
