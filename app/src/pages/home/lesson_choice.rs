//! The lesson of a new class: a preset, or the teacher's own choice of exercises.

use crate::{
    i18n::{self, use_texts},
    server_fns::QUESTIONS,
};
use domain::exercises::{Exercise, Preset};
use leptos::prelude::*;

/// The preset of the form before the teacher chooses another one.
const DEFAULT: Preset = Preset::Minutes45;

/// `typed` is the choice of a refused form: the preset, the chosen exercises and the questions, separated by spaces.
#[component]
pub fn LessonChoice(typed: Option<String>) -> impl IntoView {
    let texts = use_texts();
    let typed = typed.unwrap_or_default();
    let words: Vec<&str> = typed.split(' ').collect();
    let selected = words.iter().find_map(|word| Preset::from_code(word)).unwrap_or(DEFAULT);
    let exercises = Exercise::ALL.map(|exercise| (exercise.code(), i18n::exercise_name(texts, exercise)));
    let choices = exercises.into_iter().chain([(QUESTIONS, texts.questions_title())]);
    let name = move |preset| match preset {
        Preset::Minutes45 => texts.exercises_preset_45(),
        Preset::Minutes90 => texts.exercises_preset_90(),
        Preset::Stages => texts.exercises_preset_stages(),
        Preset::Own => texts.exercises_preset_own(),
    };
    view! {
        <fieldset class="lesson-choice" aria-describedby="lesson-hint">
            <legend>{texts.exercises_preset()}</legend>
            {Preset::ALL
                .map(|preset| {
                    view! {
                        <label class="choice">
                            <input type="radio" name="preset" value=preset.code() checked=preset == selected />
                            <span>{name(preset)}</span>
                        </label>
                    }
                })
                .collect_view()}
            // Without CSS the list is always shown; only the own choice uses it.
            <div class="own-choice">
                {choices
                    .map(|(code, name)| {
                        view! {
                            <label class="choice">
                                <input
                                    type="checkbox"
                                    name=format!("chosen[{code}]")
                                    value="on"
                                    checked=words.contains(&code)
                                />
                                <span>{name}</span>
                            </label>
                        }
                    })
                    .collect_view()}
            </div>
            <p class="fine" id="lesson-hint">
                {texts.exercises_preset_hint()}
            </p>
        </fieldset>
    }
}
