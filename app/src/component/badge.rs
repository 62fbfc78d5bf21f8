//! A stage as the board shows it: text, icon and colour, so that no one of them has to be seen.

use crate::{component::At, visitor::use_texts, words};
use domain::{stage::Stage, time::Timestamp};
use leptos::prelude::*;

#[component]
pub fn Badge(stage: Stage, #[prop(into)] at: Signal<Option<Timestamp>>) -> impl IntoView {
    let texts = use_texts();
    view! {
        <span class="badge" class:done=move || at.get().is_some() title=words::of_stage(texts, stage)>
            <span class="is">{words::of_stage_in_short(texts, stage)}</span>
            {move || match at.get() {
                Some(at) => view! {
                    <span class="visually-hidden">" " {texts.stage_at()} " "</span>
                    <At time=at />
                }.into_any(),
                None => view! { <span class="visually-hidden">{texts.stage_not_yet()}</span> }.into_any(),
            }}
        </span>
    }
}

/// The exercise after the four stages: signed in with a code by message.
#[component]
pub fn MessageBadge(at: Option<Timestamp>) -> impl IntoView {
    let texts = use_texts();
    view! {
        <span class="badge" class:done=at.is_some() title=texts.practice_badge()>
            <span class="is">{texts.practice_badge_short()}</span>
            {match at {
                Some(at) => view! {
                    <span class="visually-hidden">" " {texts.stage_at()} " "</span>
                    <At time=at />
                }.into_any(),
                None => view! { <span class="visually-hidden">{texts.stage_not_yet()}</span> }.into_any(),
            }}
        </span>
    }
}
