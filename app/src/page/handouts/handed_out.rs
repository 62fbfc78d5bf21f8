//! The switch that shows and changes whether the cards are handed out.

use crate::{
    call::HandOut,
    component::{Alert, Icon, Picture},
    page::refused::answer_with_status,
    visitor::use_texts,
    words,
};
use leptos::{form::ActionForm, prelude::*};

#[component]
pub fn HandedOut(id: String, action: ServerAction<HandOut>, out: RwSignal<bool>) -> impl IntoView {
    let texts = use_texts();
    answer_with_status(action);
    let trouble = Signal::derive(move || Some(words::of_problem(texts, &action.value().get()?.err()?, "")));
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
