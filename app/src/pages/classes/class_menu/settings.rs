//! The settings of the class menu: its language, and whether students use their own phones.

use super::actions::{Act, Folded, Which};
use crate::{i18n::use_texts, server_fns::ClassAction};
use domain::locale::Locale;
use leptos::{form::ActionForm, prelude::*};

#[component]
pub fn Language(act: Act, chosen: Locale) -> impl IntoView {
    let texts = use_texts();
    view! {
        <Folded title=texts.open_language() text=texts.settings_language_text()>
            <ActionForm action=act.action attr:class="form">
                <Which act=act what=ClassAction::Language />
                <div class="field">
                    <label for="locale">{texts.open_language()}</label>
                    <select class="input short" id="locale" name="locale">
                        {Locale::ALL
                            .map(|locale| {
                                view! {
                                    <option value=locale.tag() lang=locale.tag() selected=locale == chosen>
                                        {locale.own_name()}
                                    </option>
                                }
                            })
                            .collect_view()}
                    </select>
                </div>
                <button class="button primary">{texts.settings_language_do()}</button>
            </ActionForm>
        </Folded>
    }
}

#[component]
pub fn Phones(act: Act, allowed: bool) -> impl IntoView {
    let texts = use_texts();
    let (what, title, text) = match allowed {
        true => (
            ClassAction::PhonesOff,
            texts.settings_phones_off(),
            texts.settings_phones_off_text(),
        ),
        false => (
            ClassAction::Phones,
            texts.settings_phones_on(),
            texts.settings_phones_on_text(),
        ),
    };
    view! {
        <Folded title=title text=text>
            <ActionForm action=act.action>
                <Which act=act what=what />
                <button class="button primary">{title}</button>
            </ActionForm>
        </Folded>
    }
}
