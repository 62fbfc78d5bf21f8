//! The class menu as a dialog over the board, and notices with a button that opens it. The content of the dialog is
//! rendered when the dialog opens.

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

/// The notice that the class has ended, with a button to the menu in which the teacher can open the class again.
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

/// Offers a member to become the owner of a class that has no owner.
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
    // The state that the menu shows was loaded with the page, so a completed action has to update it.
    let menu = RwSignal::new(menu);
    let done = Callback::new(move |acted: ClassActionDone| {
        live.poll_soon();
        live.news.set(texts.help_done().to_owned());
        match acted.what {
            ClassAction::ReadLinkOff => menu.update(|menu| menu.read_link = false),
            ClassAction::Messages | ClassAction::MessagesOff => {
                menu.update(|menu| menu.messages = acted.what == ClassAction::Messages);
            }
            // Seats that were taken back have new passwords, so passwords that the board shows are possibly wrong.
            ClassAction::TakeBack => live.hide_passwords(None),
            _ => {}
        }
        // After an action with a count, for example of added seats, the dialog stays open, because it shows the count.
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
