//! The page after signing out.

use crate::{
    components::{Icon, Message, Picture, Scene},
    i18n::use_texts,
    server_fns::code_is_next,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub fn SignedOutPage() -> impl IntoView {
    let texts = use_texts();
    let next = use_query_map().read_untracked().get("next");
    let from = use_query_map().read_untracked().get("from");
    let (title, text) = match from.as_deref() {
        Some("classes") => (texts.signed_out_title(), texts.members_goodbye()),
        Some("account") => (texts.account_deleted_title(), texts.account_deleted_text()),
        _ if code_is_next(next.as_deref()) => (texts.signed_out_title(), texts.signed_out_stays_code()),
        _ => (texts.signed_out_title(), texts.signed_out_stays()),
    };
    view! {
        <Message scene=Scene::SignedIn2fa title=title text=text>
            <a class="button primary" href="/sign-in">
                {texts.signed_out_again()} " " <Picture icon=Icon::Arrow />
            </a>
        </Message>
    }
}
