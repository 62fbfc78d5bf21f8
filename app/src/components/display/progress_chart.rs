//! The progress chart of a lesson: one line for each stage. The lines differ in pattern as well as in colour.

use crate::i18n::{self, use_texts};
use domain::{progress_chart::ProgressChart, stage::Stage};
use leptos::{either::Either, prelude::*};

#[component]
pub fn ProgressChart(#[prop(into)] course: Signal<Option<ProgressChart>>) -> impl IntoView {
    let texts = use_texts();
    move || match course.get() {
        None => Either::Left(view! { <p class="soft">{texts.course_nobody()}</p> }),
        Some(course) => Either::Right(view! { <Lines course=course /> }),
    }
}

#[component]
fn Lines(course: ProgressChart) -> impl IntoView {
    let texts = use_texts();
    let counts = Stage::ALL.map(|stage| {
        let reached = course.reached(stage);
        texts.board_reached(course.seats, reached, i18n::stage_name(texts, stage))
    });
    let said = texts.course_said(counts.join("; "), course.minutes());
    let lines = Stage::ALL.map(|stage| {
        view! { <polyline class=class_of(stage) points=course.points(stage) vector-effect="non-scaling-stroke" /> }
    });
    let legend = Stage::ALL.map(|stage| {
        view! {
            <li>
                <svg viewBox="0 0 40 8" aria-hidden="true">
                    <path class=class_of(stage) d="M2 4h36" />
                </svg>
                " "
                {i18n::stage_name(texts, stage)}
                " "
                <b>{course.reached(stage)}</b>
            </li>
        }
    });
    view! {
        <figure class="course">
            <svg
                class="lines"
                viewBox=format!("0 0 {} {}", ProgressChart::COLUMNS, course.seats)
                preserveAspectRatio="none"
                role="img"
                aria-label=said
            >
                {lines.collect_view()}
            </svg>
            <p class="scale" aria-hidden="true">
                <span>{texts.course_minutes(0)}</span>
                <span>{texts.course_minutes(course.minutes())}</span>
            </p>
            <ul class="legend" role="list">
                {legend.collect_view()}
            </ul>
        </figure>
    }
}

const fn class_of(stage: Stage) -> &'static str {
    match stage {
        Stage::SignedIn => "c1",
        Stage::SetupOpened => "c2",
        Stage::Connected => "c3",
        Stage::SignedIn2fa => "c4",
    }
}
