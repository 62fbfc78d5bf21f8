//! Goodbye: what was left, and what stays.

use crate::{
    call::left_behind,
    component::{Icon, Message, Picture, Scene},
    visitor::use_texts,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub fn SignedOutPage() -> impl IntoView {
    let texts = use_texts();
    let next = use_query_map().read_untracked().get("next");
    let text = if left_behind(next.as_deref()) {
        texts.signed_out_stays_code()
    } else {
        texts.signed_out_stays()
    };
    view! {
        <Message scene=Scene::SignedIn2fa title=texts.signed_out_title() text=text>
            <a class="button primary" href="/sign-in">
                {texts.signed_out_again()} " " <Picture icon=Icon::Arrow />
            </a>
        </Message>
    }
}
