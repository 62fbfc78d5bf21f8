//! The switch that shows and changes whether the cards of a class are handed out.

use crate::{
    browser,
    components::{Icon, Picture},
    i18n::use_texts,
};
use leptos::{ev, prelude::*, task::spawn_local};

/// Buttons and links with this attribute hand the cards out, for example by a download.
pub const HANDS_OUT: &str = "data-hands-out";

/// Marks the cards of the class `id` as handed out when they are printed, copied or downloaded.
#[island]
pub fn HandedOut(id: String, out: bool) -> impl IntoView {
    let texts = use_texts();
    let out = RwSignal::new(out);
    let class = StoredValue::new(id.clone());
    let mark = move || {
        if !out.get_untracked() {
            spawn_local(async move {
                let fields = format!("id={}&on=true", class.get_value());
                if let Ok(is_out) = browser::send("/classes/handed-out", &fields).await {
                    out.set(is_out);
                }
            });
        }
    };
    Effect::new(move |_| {
        let printing = window_event_listener(ev::beforeprint, move |_| mark());
        let clicking = window_event_listener(ev::click, move |event| {
            if browser::is_inside(&event, HANDS_OUT) {
                mark();
            }
        });
        on_cleanup(move || {
            printing.remove();
            clicking.remove();
        });
    });
    view! {
        <form method="post" action="/classes/handed-out">
            <input type="hidden" name="id" value=id />
            <input type="hidden" name="on" value=move || (!out.get()).to_string() />
            <button class="button small">
                {move || if out.get() { texts.join_not_out() } else { texts.join_these_are_out() }}
            </button>
        </form>
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
    }
}
