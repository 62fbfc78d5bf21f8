//! The button that opens a rehearsal: a class with simulated students.

use crate::{
    components::{Alert, Icon, Picture, loaded},
    i18n::{self, use_texts},
    pages::form_errors::show_form_errors,
    server_fns::{OpenRehearsal, new_class_form},
};
use leptos::{form::ActionForm, prelude::*};

/// Visitors who may not open classes see no button.
#[component]
pub fn RehearsalForm() -> impl IntoView {
    let texts = use_texts();
    let form = Resource::new_blocking(|| (), |()| new_class_form());
    let open = ServerAction::<OpenRehearsal>::new();
    show_form_errors(open);
    let trouble = Signal::derive(move || Some(i18n::problem_text(texts, &open.value().get()?.err()?, "")));
    loaded(move || async move {
        let form = form.await.ok().flatten();
        form.map(|form| {
            view! {
                <ActionForm action=open attr:class="rehearsal">
                    <Alert text=trouble />
                    <input type="hidden" name="form" value=form.seal />
                    <button class="button">
                        {texts.rehearsal_open()} " " <Picture icon=Icon::Arrow />
                    </button>
                    <p class="fine">{texts.rehearsal_open_text()}</p>
                </ActionForm>
            }
        })
    })
}
