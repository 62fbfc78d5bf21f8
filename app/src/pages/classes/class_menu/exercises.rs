//! The exercises in the class menu: each is off, comes later, or is open.

use super::actions::{Act, Folded, Which};
use crate::{
    i18n::{self, use_texts},
    server_fns::ClassAction,
};
use domain::exercises::{Exercise, Gate, Lesson};
use leptos::{form::ActionForm, prelude::*};

#[component]
pub fn Exercises(act: Act, lesson: Lesson) -> impl IntoView {
    let texts = use_texts();
    let gate_name = move |gate| match gate {
        Gate::Off => texts.exercises_gate_off(),
        Gate::Later => texts.exercises_gate_later(),
        Gate::Open => texts.exercises_gate_open(),
    };
    let field = move |exercise: Exercise| {
        let id = format!("gate-{}", exercise.code());
        view! {
            <div class="field">
                <label for=id.clone()>{i18n::exercise_name(texts, exercise)}</label>
                <select class="input" id=id name=format!("gates[{}]", exercise.code())>
                    {Gate::ALL
                        .map(|gate| {
                            view! {
                                <option value=gate.code() selected=lesson.gate(exercise) == gate>
                                    {gate_name(gate)}
                                </option>
                            }
                        })
                        .collect_view()}
                </select>
            </div>
        }
    };
    view! {
        <Folded title=texts.exercises_title() text=texts.exercises_menu_text()>
            <ActionForm action=act.action attr:class="form">
                <Which act=act what=ClassAction::Lesson />
                {Exercise::ALL.map(field).collect_view()}
                <button class="button primary">{texts.exercises_save()}</button>
            </ActionForm>
        </Folded>
    }
}
