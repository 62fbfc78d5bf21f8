//! The form for a pasted list of names. After a refusal the field keeps the list.

use super::{Act, Which};
use crate::{components::textarea_text, i18n::use_texts, server_fns::ClassAction};
use leptos::{form::ActionForm, prelude::*};

#[component]
pub fn Names(act: Act, typed: String) -> impl IntoView {
    let texts = use_texts();
    let empty = || {
        view! {
            <textarea
                class="input"
                id="names"
                name="names"
                rows="8"
                autocomplete="off"
                autocapitalize="words"
                spellcheck="false"
                required
            ></textarea>
        }
    };
    let field = match typed.is_empty() {
        true => empty().into_any(),
        false => empty().into_inner().child(textarea_text(&typed)).into_any(),
    };
    view! {
        <ActionForm action=act.action attr:class="form">
            <Which act=act what=ClassAction::Names />
            <div class="field">
                <label for="names">{texts.menu_names_field()}</label>
                {field}
            </div>
            <button class="button primary">{texts.menu_names_do()}</button>
            <p>
                <a class="link" href=format!("/classes/{}/names", act.class)>
                    {texts.names_from_file()}
                </a>
            </p>
        </ActionForm>
    }
}
