//! The results of a class in numbers, with the progress chart and the table of all seats.

mod students;

use super::of_address::page_of_class;
use crate::{
    components::{Icon, Illustration, Picture, ProgressChart, Scene},
    i18n::{self, use_texts},
    server_fns::load_results,
};
use core::time::Duration;
use domain::{
    exercises::Exercise,
    progress_chart::ProgressChart,
    results::{Summary, shown_exercises, summarise},
    stage::{Stage, StageTimes},
    view::ResultsView,
};
use leptos::prelude::*;
use leptos_meta::Title;
use students::Students;

#[component]
pub fn ResultsPage() -> impl IntoView {
    page_of_class(load_results, |results| view! { <Results results=results /> })
}

#[component]
fn Results(results: ResultsView) -> impl IntoView {
    let texts = use_texts();
    let class = format!("/classes/{}", results.id);
    // A deleted class has results, but no board and no names.
    let has_names = results.locale.is_some();
    let (back, label) = match results.locale {
        Some(_) => (class.clone(), texts.help_back()),
        None => ("/classes".to_owned(), texts.site_my_classes()),
    };
    let all = summarise(&results.seats);
    let exercises = shown_exercises(results.lesson, &results.seats);
    let stages: Vec<StageTimes> = results.seats.iter().map(|seat| seat.stages).collect();
    // The chart ends at the latest time at which a student of the class reached a stage.
    let last = stages.iter().filter_map(|stages| stages.latest()).max();
    let course = last.and_then(|last| ProgressChart::new(&stages, last));
    view! {
        <Title text=texts.results_title() />
        <main class="page reading" id="main">
            <header class="page-head">
                <div>
                    <p class="eyebrow">{results.title}</p>
                    <h1 tabindex="-1">{texts.results_title()}</h1>
                </div>
                <div class="row">
                    <a class="button quiet" href=back>
                        <Picture icon=Icon::Back />
                        " "
                        {label}
                    </a>
                    <a class="button" href=format!("{class}/finish")>
                        {texts.finish_title()}
                    </a>
                    <a class="button" href=format!("{class}/results.csv") download>
                        <Picture icon=Icon::Download />
                        " "
                        {texts.results_csv()}
                    </a>
                    {has_names
                        .then(|| view! {
                            <a class="button" href=format!("{class}/grades.csv") download>
                                <Picture icon=Icon::Download />
                                " "
                                {texts.names_grades()}
                            </a>
                        })}
                </div>
            </header>
            {if course.is_some() {
                view! { <Numbers all=all exercises=exercises /> }.into_any()
            } else {
                view! {
                    <section class="empty">
                        <Illustration scene=Scene::SignedIn />
                        <p>{texts.results_nobody()}</p>
                    </section>
                }
                .into_any()
            }}
            {course
                .map(|course| {
                    view! {
                        <section class="stack">
                            <h2>{texts.course_title()}</h2>
                            <ProgressChart course=Signal::stored(Some(course)) />
                        </section>
                    }
                })}
            {has_names.then(|| view! { <p class="fine">{texts.names_grades_hint()}</p> })}
            <Students seats=results.seats />
        </main>
    }
}

#[component]
pub fn Numbers(all: Summary, exercises: Vec<Exercise>) -> impl IntoView {
    let texts = use_texts();
    let time = move |time: Option<Duration>| time.map(|time| i18n::short_duration(texts, time));
    let of = move |some: usize| format!("{some} {}", texts.board_of(all.seats));
    let row = move |name: &'static str, reached: usize, median: Option<Duration>, attempts: Option<u64>| {
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td class="num" data-label=texts.results_reached()>
                    {of(reached)}
                </td>
                <td class="num" data-label=texts.results_median()>
                    {time(median)}
                </td>
                {attempts
                    .map(|attempts| {
                        view! {
                            <td class="num" data-label=texts.exercises_attempts()>
                                {attempts}
                            </td>
                        }
                    })}
            </tr>
        }
    };
    let has_exercises = !exercises.is_empty();
    let stages = Stage::ALL.map(|stage| {
        let result = all.stages[stage.index()];
        row(i18n::stage_name(texts, stage), result.reached, result.median, None)
    });
    let exercises = exercises.into_iter().map(|exercise| {
        let result = all.exercises[exercise.index()];
        let name = i18n::exercise_name(texts, exercise);
        row(name, result.passed, result.median, Some(result.attempts))
    });
    let exercises = exercises.collect_view();
    view! {
        <section class="card results">
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{texts.results_step()}</th>
                        <th class="num" scope="col">
                            {texts.results_reached()}
                        </th>
                        <th class="num" scope="col">
                            {texts.results_median()}
                        </th>
                        {has_exercises
                            .then(|| view! {
                                <th class="num" scope="col">
                                    {texts.exercises_attempts()}
                                </th>
                            })}
                    </tr>
                </thead>
                <tbody>{stages.collect_view()} {exercises}</tbody>
            </table>
            <p class="fine">{texts.results_median_hint()}</p>
            <dl class="facts">
                <dt>{texts.results_through()}</dt>
                <dd>{of(all.through)}</dd>
                {time(all.median_total)
                    .map(|time| {
                        view! {
                            <dt>{texts.results_together()}</dt>
                            <dd>{time}</dd>
                        }
                    })}
                <dt>{texts.results_failures()}</dt>
                <dd>{all.failures}</dd>
                <dt>{texts.results_resets()}</dt>
                <dd>{all.resets}</dd>
            </dl>
        </section>
    }
}
