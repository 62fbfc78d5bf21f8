//! The button with which a student asks for help, and the hint.

use crate::i18n::{self, use_texts};
use domain::hand::{Hand, MAX_HINTS};
use leptos::prelude::*;

/// `from` is the address of the page.
#[component]
pub fn HandButton(hand: Option<Hand>, #[prop(into)] from: String) -> impl IntoView {
    let texts = use_texts();
    let hints = hand.map_or(0, |hand| hand.hints);
    // At the sign-in the student has no session that can lower the hand.
    let signed_in = from != "/sign-in/code";
    let raise = if signed_in { "/lesson/hand" } else { "/sign-in/hand" };
    let form = move |action: &'static str, text: &'static str| {
        view! {
            <form method="post" action=action>
                <input type="hidden" name="from" value=from.clone() />
                <input type="hidden" name="hints" value=hints.to_string() />
                <button class="button small">{text}</button>
            </form>
        }
    };
    match hand {
        None => view! { <div class="hand">{form(raise, texts.hand_raise())}</div> }.into_any(),
        Some(hand) => view! {
            <section class="note hand up" role="status">
                <p>
                    <strong>{texts.hand_up()}</strong>
                </p>
                <p>{i18n::hint_text(texts, hand.hint)}</p>
                <div class="row">
                    {(hints < MAX_HINTS).then(|| form(raise, texts.hand_another()))}
                    {signed_in.then(|| form("/lesson/hand-down", texts.hand_lower()))}
                </div>
            </section>
        }
        .into_any(),
    }
}
