//! The badge of a stage: text, icon and colour. Each of them alone is enough to recognise the stage.

use crate::{
    components::At,
    i18n::{self, use_texts},
    preferences::utc_offset,
};
use domain::{
    stage::Stage,
    time::{Timestamp, clock_time},
};
use leptos::{either::Either, prelude::*};

#[component]
pub fn Badge(stage: Stage, at: Option<Timestamp>) -> impl IntoView {
    let texts = use_texts();
    view! {
        <span class="badge" class:done=at.is_some() title=tooltip(i18n::stage_name(texts, stage), at)>
            <span class="is">{i18n::stage_short_name(texts, stage)}</span>
            {match at {
                Some(at) => Either::Left(view! {
                    <span class="visually-hidden">" " {texts.stage_at()} " "</span>
                    <At time=at />
                }),
                None => Either::Right(view! { <span class="visually-hidden">{texts.stage_not_yet()}</span> }),
            }}
        </span>
    }
}

/// The whole name, and the time if the badge is green.
pub(super) fn tooltip(name: &'static str, at: Option<Timestamp>) -> String {
    match at {
        Some(at) => format!("{name} · {}", clock_time(at, utc_offset())),
        None => name.to_owned(),
    }
}
