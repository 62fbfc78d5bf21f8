//! The button with which a student asks for help, and the hint.

use crate::i18n::{self, use_texts};
use domain::hand::{Hand, MAX_HINTS};
use leptos::prelude::*;

/// `from` is the address of the page.
#[component]
pub fn HandButton(hand: Option<Hand>, from: String) -> impl IntoView {
    let texts = use_texts();
    let hints = hand.map_or(0, |hand| hand.hints);
    let press = move |action: &'static str, text: &'static str, quiet: bool, from: String| {
        view! {
            <form method="post" action=action>
                <input type="hidden" name="from" value=from />
                <input type="hidden" name="hints" value=hints.to_string() />
                <button class="button small" class:quiet=quiet>
                    {text}
                </button>
            </form>
        }
    };
    match hand {
        None => view! { <div class="hand">{press("/lesson/hand", texts.hand_raise(), false, from)}</div> }.into_any(),
        Some(hand) => view! {
            <section class="note hand up" role="status">
                <p>
                    <strong>{texts.hand_up()}</strong>
                </p>
                <p>{i18n::hint_text(texts, hand.hint)}</p>
                <div class="row">
                    {(hand.hints < MAX_HINTS)
                        .then(|| press("/lesson/hand", texts.hand_another(), false, from.clone()))}
                    {press("/lesson/hand-down", texts.hand_lower(), true, from.clone())}
                </div>
            </section>
        }
        .into_any(),
    }
}
