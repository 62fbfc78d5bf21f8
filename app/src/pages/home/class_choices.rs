//! The choices of the form that opens a class: how students get in, phones, and the language of the class.

use crate::{flash, i18n::use_texts};
use domain::locale::Locale;
use leptos::prelude::*;

#[component]
pub fn ClassChoices() -> impl IntoView {
    let texts = use_texts();
    let cards_or_code = [("cards", texts.open_cards()), ("code", texts.open_code())];
    let phones = [("yes", texts.open_phones_yes()), ("no", texts.open_phones_no())];
    let languages = Locale::ALL.map(|locale| (locale.tag(), locale.own_name()));
    view! {
        <div class="fields choices">
            <Choice name="join" label=texts.open_join() options=cards_or_code.to_vec() default="cards" />
            <Choice name="phones" label=texts.open_phones() options=phones.to_vec() default="yes" />
            <Choice
                name="locale"
                label=texts.open_language()
                options=languages.to_vec()
                default=texts.locale().tag()
            />
        </div>
    }
}

/// After a refusal the field keeps what the teacher had chosen.
#[component]
fn Choice(
    name: &'static str,
    label: &'static str,
    options: Vec<(&'static str, &'static str)>,
    default: &'static str,
) -> impl IntoView {
    let chosen = flash::typed(name).unwrap_or_else(|| default.to_owned());
    let option = |(value, text): (&'static str, &'static str)| {
        view! { <option value=value selected=value == chosen>{text}</option> }
    };
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <select class="input" id=name name=name>
                {options.into_iter().map(option).collect_view()}
            </select>
        </div>
    }
}
