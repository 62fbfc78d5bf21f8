//! The list of the four steps on the lesson page: done, next with explanation, later.

use crate::{
    components::{At, Icon, Illustration, Picture},
    i18n::{self, use_texts},
    islands::NextCode,
    preferences::by_phone,
};
use domain::{class::ClassState, recovery_code::RECOVERY_CODE_COUNT, stage::Stage, time::Timestamp, view::LessonView};
use leptos::prelude::*;

#[component]
pub fn Path(lesson: LessonView) -> impl IntoView {
    let next = lesson.stages.next();
    view! {
        <ol class="path" role="list">
            {Stage::ALL
                .map(|stage| match lesson.stages.at(stage) {
                    Some(at) => view! { <Done stage=stage at=at /> }.into_any(),
                    None if next == Some(stage) => view! { <Next stage=stage lesson=lesson.clone() /> }.into_any(),
                    None => view! { <Later stage=stage /> }.into_any(),
                })
                .collect_view()}
        </ol>
    }
}

#[component]
fn Done(stage: Stage, at: Timestamp) -> impl IntoView {
    let texts = use_texts();
    view! {
        <li class="done">
            <div>
                <h2>{title(stage)}</h2>
                <p>{texts.lesson_done_at()} " " <At time=at /></p>
            </div>
        </li>
    }
}

#[component]
fn Later(stage: Stage) -> impl IntoView {
    let texts = use_texts();
    let text = match stage {
        Stage::Connected => by_phone(texts.lesson_connect_later(), texts.no_phones_connect_later()),
        _ => texts.lesson_code_later(),
    };
    view! {
        <li class="later">
            <div>
                <h2>{title(stage)}</h2>
                <p class="soft">{text}</p>
            </div>
        </li>
    }
}

#[component]
fn Next(stage: Stage, lesson: LessonView) -> impl IntoView {
    let texts = use_texts();
    let why = match stage {
        Stage::SignedIn | Stage::SetupOpened => texts.lesson_set_up_why(),
        Stage::Connected => texts.lesson_connect_why(),
        Stage::SignedIn2fa => texts.lesson_code_why(),
    };
    view! {
        <li class="now" aria-current="step">
            <div class="card">
                <div class="next">
                    <div class="stack">{act(stage, &lesson)}</div>
                    <Illustration scene=stage />
                </div>
                <p class="why">
                    <strong>{texts.lesson_why()}</strong>
                    " "
                    {why}
                </p>
            </div>
        </li>
    }
}

fn act(stage: Stage, lesson: &LessonView) -> AnyView {
    let texts = use_texts();
    // While the class is paused, the server refuses the next stage, so its button is off.
    let is_paused = lesson.state == ClassState::Paused;
    let set_up = move |title: &'static str, text: &'static str, button: &'static str| {
        let label = view! {
            {button}
            " "
            <Picture icon=Icon::Arrow />
        };
        let button = match is_paused {
            true => view! { <button class="button primary big" disabled>{label}</button> }.into_any(),
            false => view! { <a class="button primary big" href="/set-up">{label}</a> }.into_any(),
        };
        view! {
            <h2>{title}</h2>
            <p>{text}</p>
            <p>{button}</p>
        }
        .into_any()
    };
    match stage {
        Stage::SignedIn | Stage::SetupOpened => set_up(
            texts.stage_do_set_up(),
            by_phone(texts.lesson_set_up_text(), texts.no_phones_set_up_text()),
            texts.stage_do_set_up(),
        ),
        Stage::Connected => set_up(
            texts.lesson_connect_title(),
            by_phone(texts.lesson_connect_text(), texts.no_phones_connect_text()),
            texts.lesson_connect_button(),
        ),
        Stage::SignedIn2fa => {
            // A student who signed in with a recovery code probably has no phone that shows the next code.
            let spent_a_recovery_code = (lesson.recovery_codes_left as usize) < RECOVERY_CODE_COUNT;
            let wait = lesson
                .next_code_at
                .map_or(0, |at| i18n::whole_seconds(at.since(lesson.now)));
            view! {
                <h2>{texts.lesson_code_title()}</h2>
                <p>{texts.lesson_code_text()}</p>
                <NextCode wait=wait />
                {spent_a_recovery_code
                    .then(|| view! {
                        <div class="note">
                            <strong>{by_phone(texts.lesson_no_phone_title(), texts.no_phones_empty_title())}</strong>
                            <p>{by_phone(texts.lesson_no_phone_text(), texts.no_phones_empty_text())}</p>
                        </div>
                    })}
                <form method="post" action="/sign-out">
                    <input type="hidden" name="again" value="yes" />
                    <button class="button primary big" disabled=is_paused>
                        {texts.lesson_code_button()} " " <Picture icon=Icon::Arrow />
                    </button>
                </form>
            }
            .into_any()
        }
    }
}

fn title(stage: Stage) -> &'static str {
    let texts = use_texts();
    match stage {
        Stage::SignedIn => texts.stage_do_sign_in(),
        Stage::SetupOpened => texts.stage_do_set_up(),
        Stage::Connected => texts.stage_do_connect(),
        Stage::SignedIn2fa => texts.stage_do_code(),
    }
}
