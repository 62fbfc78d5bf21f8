//! The top of the board: title, state of the class, buttons, and links that are shown once.

use super::{live::Live, menu_dialog::MenuButton};
use crate::{
    components::{At, CopyButton, Icon, Picture},
    i18n::use_texts,
};
use domain::{class::ClassState, ids::ClassId, session::LinkKind};
use leptos::prelude::*;

#[component]
pub fn Head(live: Live) -> impl IntoView {
    let texts = use_texts();
    let freshness = move || match (live.away.get(), live.age.get()) {
        (true, _) => texts.board_reconnecting().to_owned(),
        (false, 0) => texts.board_updated_now().to_owned(),
        (false, seconds) => texts.board_updated(seconds),
    };
    view! {
        <header class="board-head">
            <div>
                <h1 tabindex="-1">{live.title.get_value()}</h1>
                <p class="state">
                    <span
                        class="live"
                        class:away=move || live.away.get()
                        class:paused=move || live.state.get() == ClassState::Paused
                    >
                        {freshness}
                    </span>
                    " "
                    {move || match live.state.get() {
                        ClassState::Open => view! { <Left live=live /> }.into_any(),
                        ClassState::Paused => view! { <span>{texts.board_paused()}</span> }.into_any(),
                        ClassState::Ended => view! { <span>{texts.board_ended()}</span> }.into_any(),
                    }}
                </p>
            </div>
            <div class="row end">
                {live
                    .manages
                    .then(|| view! {
                        <a class="button primary" href=format!("/classes/{}/handouts", live.id) rel="external">
                            <Picture icon=Icon::Print />
                            " "
                            {texts.board_hand_out()}
                        </a>
                    })}
                <a class="button" href=format!("/classes/{}/projector", live.id) target="_blank" rel="external">
                    <Picture icon=Icon::Screen />
                    " "
                    {texts.board_projector()}
                </a>
                {live.manages.then(|| view! { <MenuButton live=live /> })}
            </div>
        </header>
    }
}

/// The remaining hours, rounded, or the time at which the class ends if fewer than three hours are left.
#[component]
fn Left(live: Live) -> impl IntoView {
    let texts = use_texts();
    let hours = Memo::new(move |_| (live.expires.get().since(live.now.get()).as_secs() + 1800) / 3600);
    move || match hours.get() {
        0..3 => view! { <span>{texts.board_open_until()} " " <At time=live.expires.get() /></span> }.into_any(),
        hours => view! { <span>{texts.board_open_for(hours)}</span> }.into_any(),
    }
}

#[component]
pub fn LoopbackWarning() -> impl IntoView {
    let texts = use_texts();
    view! {
        <div class="note warn once" role="status">
            <Picture icon=Icon::Away />
            <strong>{texts.board_loopback_title()}</strong>
            <p>
                {texts.board_loopback_text()} " " <code>"make lesson"</code> " · " <code>"stepwise serve --lan"</code>
            </p>
        </div>
    }
}

/// A new link, shown until the teacher confirms that it is saved.
#[component]
pub fn ShownLink(id: ClassId, kind: LinkKind, link: String) -> impl IntoView {
    let texts = use_texts();
    let (name, shown, which) = match kind {
        LinkKind::Teacher => ("teacher-link", "link", "teacher"),
        LinkKind::Reader => ("reader-link", "read-link", "reader"),
    };
    let (title, text) = match kind {
        LinkKind::Teacher => (texts.board_link_title(), texts.board_link_text()),
        LinkKind::Reader => (texts.menu_read_link_title(), texts.menu_read_link_text()),
    };
    view! {
        <section class="note accent once" aria-labelledby=name>
            <Picture icon=Icon::Key />
            <strong id=name>{title}</strong>
            <p>{text}</p>
            <div class="copy">
                <code id=shown>{link.clone()}</code>
                " "
                <CopyButton text=link shown=shown label=texts.site_copy() />
            </div>
            <form method="post" action="/classes/link-saved">
                <input type="hidden" name="id" value=id.to_string() />
                <input type="hidden" name="which" value=which />
                <button class="button primary">{texts.board_link_saved()}</button>
            </form>
        </section>
    }
}
