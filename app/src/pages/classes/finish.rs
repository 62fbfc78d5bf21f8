//! The page about a whole class that the teacher keeps: numbers, what was hard, what the questions gained. It has no
//! names, and stays after the class is deleted.

use super::{debrief::MistakeList, of_address::page_of_class, questions::Gains, results::Numbers};
use crate::{
    components::{Day, Icon, Picture, PrintButton, StyleSheet, StyleSheets},
    i18n::{self, use_texts},
    server_fns::load_finish,
};
use domain::{
    hardest::{LessonPart, slowest_part},
    results::{shown_exercises, summarise},
    view::FinishView,
};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn FinishPage() -> impl IntoView {
    page_of_class(load_finish, |finish| view! { <Finish finish=finish /> })
}

#[component]
fn Finish(finish: FinishView) -> impl IntoView {
    let texts = use_texts();
    let FinishView {
        results,
        opened,
        mistakes,
        questions,
    } = finish;
    let questions = Some(questions).filter(|questions| !questions.set.is_none());
    let summary = summarise(&results.seats);
    let exercises = shown_exercises(results.lesson, &results.seats);
    let slowest = slowest_part(&summary).map(|(part, median)| {
        let name = match part {
            LessonPart::Stage(stage) => i18n::stage_name(texts, stage),
            LessonPart::Exercise(exercise) => i18n::exercise_name(texts, exercise),
        };
        texts.finish_slowest(i18n::short_duration(texts, median), name)
    });
    view! {
        <Title text=texts.finish_title() />
        <StyleSheets sheets=&[StyleSheet::Debrief] />
        <main class="page reading" id="main">
            <header class="page-head">
                <div>
                    <p class="eyebrow">{results.title} " · " <Day time=opened /></p>
                    <h1 tabindex="-1">{texts.finish_title()}</h1>
                    <p class="lead">{texts.finish_lead()}</p>
                </div>
                <div class="row">
                    <a class="button quiet" href=format!("/classes/{}/results", results.id)>
                        <Picture icon=Icon::Back />
                        " "
                        {texts.results_title()}
                    </a>
                    <PrintButton label=texts.recovery_print() primary=true />
                </div>
            </header>
            <div class="stack loose">
                <Numbers all=summary exercises=exercises />
                <section class="card stack" aria-labelledby="hard">
                    <h2 id="hard">{texts.finish_hard()}</h2>
                    {slowest.map(|slowest| view! { <p>{slowest}</p> })}
                    <h3>{texts.debrief_wrong()}</h3>
                    <MistakeList texts=texts mistakes=mistakes />
                </section>
                {questions
                    .map(|questions| view! {
                        <section class="card stack" aria-labelledby="gained">
                            <h2 id="gained">{texts.questions_gained()}</h2>
                            <Gains texts=texts results=questions />
                        </section>
                    })}
            </div>
        </main>
    }
}
