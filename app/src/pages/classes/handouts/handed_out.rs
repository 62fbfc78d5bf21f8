//! The switch that shows and changes whether the cards are handed out.

use crate::{
    components::{Alert, Icon, Picture},
    i18n::{self, use_texts},
    pages::form_errors::show_form_errors,
    server_fns::MarkHandedOut,
};
use leptos::{form::ActionForm, prelude::*};

#[component]
pub fn HandedOut(id: String, action: ServerAction<MarkHandedOut>, out: RwSignal<bool>) -> impl IntoView {
    let texts = use_texts();
    show_form_errors(action);
    let trouble = Signal::derive(move || Some(i18n::problem_text(texts, &action.value().get()?.err()?, "")));
    Effect::new(move |_| {
        if let Some(Ok(on)) = action.value().get() {
            out.set(on);
        }
    });
    view! {
        <div class="handed-out no-print">
            <Alert text=trouble />
            <ActionForm action=action>
                <input type="hidden" name="id" value=id />
                <input type="hidden" name="on" value=move || (!out.get()).to_string() />
                <button class="button small">
                    {move || if out.get() { texts.join_not_out() } else { texts.join_these_are_out() }}
                </button>
            </ActionForm>
            <p class="soft">
                {move || {
                    out.get()
                        .then(|| view! {
                            <Picture icon=Icon::Linked />
                            " "
                        })
                }}
                {move || if out.get() { texts.join_are_out() } else { texts.join_out_hint() }}
            </p>
        </div>
    }
}
