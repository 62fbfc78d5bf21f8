//! The exercise *lost phone*: three steps, of which the next one is explained.

use super::{AtHome, exercise_page};
use crate::{
    components::{Icon, Picture},
    i18n::use_texts,
    server_fns::{RecoveryExercise, load_recovery_exercise},
};
use domain::{
    class::ClassState,
    exercises::{Exercise, recovery::RecoveryStep},
};
use leptos::prelude::*;

pub fn page() -> impl IntoView {
    exercise_page(Exercise::Recovery, load_recovery_exercise, |_, exercise| {
        view! { <Recovery exercise=exercise /> }
    })
}

#[component]
fn Recovery(exercise: RecoveryExercise) -> impl IntoView {
    let texts = use_texts();
    let view = exercise.view;
    let paused = view.state == ClassState::Paused;
    let titles = [
        texts.lost_phone_step_code(),
        texts.lost_phone_step_connect(),
        texts.lost_phone_step_sign_in(),
    ];
    // A student who has passed sees three steps that are done, and may do them again.
    let done = match (view.step, view.passed) {
        (None, Some(_)) => 3,
        (None, None) => 0,
        (Some(RecoveryStep::CodeUsed), _) => 1,
        (Some(RecoveryStep::Connected), _) => 2,
    };
    let step = move |index: usize, title: &'static str| {
        if index < done {
            return view! {
                <li class="done">
                    <div>
                        <h2>{title}</h2>
                    </div>
                </li>
            }
            .into_any();
        }
        if index > done {
            return view! {
                <li class="later">
                    <div>
                        <h2>{title}</h2>
                    </div>
                </li>
            }
            .into_any();
        }
        view! {
            <li class="now" aria-current="step">
                <div class="card stack">
                    <h2>{title}</h2>
                    {match index {
                        0 => view! { <GetIn codes_left=view.recovery_codes_left paused=paused /> }.into_any(),
                        1 => view! { <Connect may_connect=exercise.may_connect paused=paused /> }.into_any(),
                        _ => view! { <ComeIn paused=paused /> }.into_any(),
                    }}
                </div>
            </li>
        }
        .into_any()
    };
    view! {
        {view.passed.is_none().then(|| view! { <p>{texts.lost_phone_story()}</p> })}
        <ol class="path" role="list">
            {titles.into_iter().enumerate().map(|(index, title)| step(index, title)).collect_view()}
        </ol>
        {view.passed.map(|_| view! { <AtHome text=texts.lost_phone_home() /> })}
    }
}

#[component]
fn GetIn(codes_left: u32, paused: bool) -> impl IntoView {
    let texts = use_texts();
    match codes_left {
        0 => view! { <p>{texts.lost_phone_step_code_none()}</p> }.into_any(),
        left => view! {
            <p>{texts.lost_phone_step_code_text()}</p>
            <p class="soft">{texts.lost_phone_codes_left(left.into())}</p>
            <SignOut paused=paused />
        }
        .into_any(),
    }
}

#[component]
fn Connect(may_connect: bool, paused: bool) -> impl IntoView {
    let texts = use_texts();
    match (may_connect, paused) {
        (false, _) => view! {
            <p>{texts.lost_phone_step_connect_late()}</p>
            <SignOut paused=paused />
        }
        .into_any(),
        (true, true) => view! { <p>{texts.lost_phone_step_connect_text()}</p> }.into_any(),
        (true, false) => view! {
            <p>{texts.lost_phone_step_connect_text()}</p>
            <p>
                <a class="button primary big" href="/set-up">
                    {texts.lost_phone_step_connect_button()} " " <Picture icon=Icon::Arrow />
                </a>
            </p>
        }
        .into_any(),
    }
}

#[component]
fn ComeIn(paused: bool) -> impl IntoView {
    let texts = use_texts();
    view! {
        <p>{texts.lost_phone_step_sign_in_text()}</p>
        <SignOut paused=paused />
    }
}

#[component]
fn SignOut(paused: bool) -> impl IntoView {
    let texts = use_texts();
    view! {
        <form method="post" action="/sign-out">
            <input type="hidden" name="again" value="yes" />
            <button class="button primary big" disabled=paused>
                {texts.lesson_code_button()} " " <Picture icon=Icon::Arrow />
            </button>
        </form>
    }
}
