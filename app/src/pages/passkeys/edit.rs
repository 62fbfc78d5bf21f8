//! The page that renames or removes one passkey.

use super::set_up::NameField;
use crate::{
    components::{Alert, LoadError, Submit, loaded},
    flash,
    i18n::{self, use_texts},
    pages::{
        form_errors::show_form_errors,
        members::{Again, ChangePage, answers},
    },
    server_fns::{RemovePasskey, RenamePasskey, load_passkey},
};
use domain::view::PasskeyView;
use leptos::{form::ActionForm, prelude::*};
use leptos_router::hooks::use_params_map;

#[component]
pub fn PasskeyPage() -> impl IntoView {
    let texts = use_texts();
    let id = use_params_map()
        .with_untracked(|params| params.get("passkey"))
        .unwrap_or_default();
    view! {
        <ChangePage title=texts.passkey_edit_title() text=texts.passkey_edit_text()>
            {loaded(async move {
                match load_passkey(id).await {
                    Ok(passkey) => view! { <Edit passkey=passkey /> }.into_any(),
                    Err(problem) => view! { <LoadError problem=problem /> }.into_any(),
                }
            })}
        </ChangePage>
    }
}

#[component]
fn Edit(passkey: PasskeyView) -> impl IntoView {
    let texts = use_texts();
    let rename = ServerAction::<RenamePasskey>::new();
    show_form_errors(rename);
    let unfit = Signal::derive(move || Some(i18n::problem_text(texts, &rename.value().get()?.err()?, "")));
    let remove = ServerAction::<RemovePasskey>::new();
    let (trouble, _) = answers(remove);
    let id = passkey.id.to_string();
    let renamed = id.clone();
    view! {
        <ActionForm action=rename attr:class="form" attr:novalidate=true>
            <Alert text=unfit />
            <input type="hidden" name="id" value=renamed />
            <NameField value=flash::typed("name").unwrap_or(passkey.name) />
            <Submit>{texts.passkey_rename()}</Submit>
        </ActionForm>
        <h2>{texts.passkey_remove_title()}</h2>
        <p class="soft">{texts.passkey_remove_text()}</p>
        <ActionForm action=remove attr:class="form" attr:novalidate=true>
            <Alert text=trouble />
            <input type="hidden" name="id" value=id />
            <Again />
            <Submit danger=true>{texts.passkey_remove_do()}</Submit>
        </ActionForm>
    }
}
