//! The debrief on the projector page, in the language of the class: what went wrong most often, and the solutions of the
//! exercises. It has counts and no names.

use super::questions::Gains;
use crate::i18n;
use domain::{
    exercises::Exercise,
    mistakes::{Mistake, Mistakes},
    view::{DebriefView, ExerciseCount},
};
use leptos::prelude::*;
use texts::Texts;

/// More would not fit on the wall.
const MAX_MISTAKES: usize = 4;

#[component]
pub fn Debrief(texts: Texts, debrief: DebriefView) -> impl IntoView {
    let exercises = debrief.exercises;
    let questions = Some(debrief.questions).filter(|questions| !questions.set.is_none());
    view! {
        <section class="debrief" aria-labelledby="debrief">
            <h2 id="debrief">{texts.debrief_title()}</h2>
            <div class="parts">
                <section>
                    <h3>{texts.debrief_wrong()}</h3>
                    <MistakeList texts=texts mistakes=debrief.mistakes />
                </section>
                <section>
                    <h3>{texts.debrief_thief()}</h3>
                    <p>{texts.debrief_thief_text()}</p>
                </section>
                {exercises.into_iter().map(|count| view! { <Solution texts=texts count=count /> }).collect_view()}
            </div>
            {questions
                .map(|questions| view! {
                    <section>
                        <h3>{texts.questions_gained()}</h3>
                        <Gains texts=texts results=questions />
                    </section>
                })}
        </section>
    }
}

/// The most frequent mistakes, each with its reason.
#[component]
pub fn MistakeList(texts: Texts, mistakes: Mistakes) -> impl IntoView {
    if mistakes.is_empty() {
        return view! { <p>{texts.debrief_nothing_wrong()}</p> }.into_any();
    }
    let line = |(mistake, times): (Mistake, u64)| {
        let (name, reason) = mistake_texts(texts, mistake);
        view! {
            <li>
                <strong>{name}</strong>
                " "
                <span class="times">{texts.debrief_times(times)}</span>
                <p>{reason}</p>
            </li>
        }
    };
    view! { <ol class="mistakes">{mistakes.iter().take(MAX_MISTAKES).map(line).collect_view()}</ol> }.into_any()
}

#[component]
fn Solution(texts: Texts, count: ExerciseCount) -> impl IntoView {
    let ExerciseCount {
        exercise,
        begun,
        passed,
        attempts,
    } = count;
    view! {
        <section>
            <h3>{i18n::exercise_name(texts, exercise)}</h3>
            <p class="times">
                {texts.debrief_passed(begun, passed)} " · " {texts.exercises_attempts_many(attempts)}
            </p>
            <p>{solution(texts, exercise)}</p>
        </section>
    }
}

const fn mistake_texts(texts: Texts, mistake: Mistake) -> (&'static str, &'static str) {
    match mistake {
        Mistake::WrongPassword => (texts.failure_wrong_password(), texts.debrief_wrong_password()),
        Mistake::WrongCode => (texts.failure_wrong_code(), texts.debrief_wrong_code()),
        Mistake::UsedCode => (texts.failure_used_code(), texts.debrief_used_code()),
        Mistake::OlderQr => (texts.failure_older_qr(), texts.debrief_older_qr()),
        Mistake::ClockOff => (texts.debrief_clock(), texts.debrief_clock_off()),
        Mistake::WrongRecoveryCode => (texts.failure_wrong_recovery_code(), texts.debrief_wrong_recovery_code()),
    }
}

/// The solution of an exercise. A new exercise adds its text here.
const fn solution(texts: Texts, exercise: Exercise) -> &'static str {
    match exercise {
        Exercise::Message => texts.debrief_solution_message(),
        Exercise::Files => texts.debrief_solution_files(),
        Exercise::Recovery => texts.debrief_solution_recovery(),
        Exercise::Messages => texts.debrief_solution_messages(),
        Exercise::Passkey => texts.debrief_solution_passkey(),
        Exercise::Phishing => texts.debrief_solution_phishing(),
    }
}
