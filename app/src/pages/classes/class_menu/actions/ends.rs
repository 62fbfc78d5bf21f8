//! The form that sets a new end of the class.

use super::{Act, Which};
use crate::{i18n::use_texts, server_fns::ClassAction};
use domain::class::Extension;
use leptos::{form::ActionForm, prelude::*};

#[component]
pub fn Ends(act: Act, running: bool) -> impl IntoView {
    let texts = use_texts();
    let name = move |extension| match extension {
        Extension::Hour => texts.menu_ends_hour(),
        Extension::Tonight => texts.menu_ends_tonight(),
        Extension::Day => texts.menu_ends_day(),
        Extension::Week => texts.menu_ends_week(),
        Extension::Month => texts.menu_ends_month(),
    };
    view! {
        <ActionForm action=act.action attr:class="form">
            <Which act=act what=ClassAction::Ends />
            <div class="field">
                <label for="until">{texts.menu_ends_field()}</label>
                <select class="input" id="until" name="until">
                    {Extension::ALL
                        .map(|extension| view! { <option value=extension.code()>{name(extension)}</option> })
                        .collect_view()}
                </select>
            </div>
            <button class="button primary">
                {if running { texts.menu_ends_do() } else { texts.menu_open_again() }}
            </button>
        </ActionForm>
    }
}
