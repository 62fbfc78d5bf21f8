//! The class menu as a dialog over the board, and notices that lead to it. The content of the dialog is rendered when
//! it opens.

use super::live::Live;
use crate::{
    components::{Icon, Picture},
    i18n::use_texts,
    pages::classes::class_menu::ClassActions,
    server_fns::{ClassAction, ClassActionDone, ClassMenu},
};
use domain::{class::ClassState, ids::ClassId};
use leptos::{html, prelude::*};

#[component]
pub fn MenuButton(live: Live) -> impl IntoView {
    let texts = use_texts();
    view! {
        <a
            class="button"
            href=format!("/classes/{}/menu", live.id)
            aria-haspopup="dialog"
            on:click=move |event| opens(live, &event)
        >
            {texts.menu_button()}
            " "
            <Picture icon=Icon::More />
        </a>
    }
}

fn opens(live: Live, event: &leptos::ev::MouseEvent) {
    event.prevent_default();
    live.menu_open.set(true);
}

/// The notice that the class has ended, with a button to open it again.
#[component]
pub fn Over(live: Live, kept_days: u64) -> impl IntoView {
    let texts = use_texts();
    let over = Memo::new(move |_| live.state.get() == ClassState::Ended);
    move || {
        over.get().then(|| {
            view! {
                <div class="note warn once" role="status">
                    <Picture icon=Icon::Clock />
                    <strong>{texts.board_ended()}</strong>
                    <p>{texts.menu_over(kept_days)}</p>
                    <div class="row">
                        <a
                            class="button"
                            href=format!("/classes/{}/menu", live.id)
                            aria-haspopup="dialog"
                            on:click=move |event| opens(live, &event)
                        >
                            {texts.menu_open_again()}
                        </a>
                    </div>
                </div>
            }
        })
    }
}

/// The offer to a member to become the owner of a class that has none.
#[component]
pub fn TakeOver(id: ClassId) -> impl IntoView {
    let texts = use_texts();
    view! {
        <section class="note once" aria-labelledby="take-over">
            <Picture icon=Icon::User />
            <strong id="take-over">{texts.menu_take_over()}</strong>
            <p>{texts.menu_take_over_text()}</p>
            // A plain form, so that the board is rendered again for its new owner.
            <form class="row" method="post" action="/classes/act">
                <input type="hidden" name="id" value=id.to_string() />
                <input type="hidden" name="what" value=ClassAction::TakeOver.code() />
                <button class="button">{texts.menu_take_over_do()}</button>
            </form>
        </section>
    }
}

#[component]
pub fn Menu(live: Live, menu: ClassMenu) -> impl IntoView {
    let texts = use_texts();
    let dialog = NodeRef::<html::Dialog>::new();
    // The state that the menu shows. Actions update it, because it was loaded with the page.
    let menu = RwSignal::new(menu);
    let done = Callback::new(move |acted: ClassActionDone| {
        live.poll_soon();
        live.news.set(texts.help_done().to_owned());
        match acted.what {
            ClassAction::ReadLinkOff => menu.update(|menu| menu.read_link = false),
            ClassAction::Messages | ClassAction::MessagesOff => {
                menu.update(|menu| menu.messages = acted.what == ClassAction::Messages);
            }
            // The old passwords of these seats are not valid any more.
            ClassAction::TakeBack => live.hide_passwords(None),
            _ => {}
        }
        // After adding seats or names the dialog stays open, because it shows how many there were.
        if acted.many.is_none()
            && let Some(dialog) = dialog.get_untracked()
        {
            crate::browser::close_dialog(&dialog);
        }
    });
    Effect::new(move |_| {
        if let (true, Some(dialog)) = (live.menu_open.get(), dialog.get()) {
            crate::browser::open_dialog(&dialog);
        }
    });
    view! {
        <dialog
            class="dialog"
            aria-label=texts.menu_title()
            node_ref=dialog
            on:close=move |_| live.menu_open.set(false)
        >
            <div class="body">
                {move || {
                    live.menu_open
                        .get()
                        .then(|| {
                            let state = live.state.get_untracked();
                            view! { <ClassActions class=live.id state=state menu=menu.get_untracked() done=done /> }
                        })
                }} <form method="dialog" class="actions">
                    <button class="button">{texts.help_close()}</button>
                </form>
            </div>
        </dialog>
    }
}
