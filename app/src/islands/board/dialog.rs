//! The dialog over the board. It shows the pages that help one student and that act on the whole class: it loads such a
//! page, shows its content and sends its forms. Without scripts the same links open the pages themselves.

use super::live::Live;
use crate::{
    browser::{self, DialogPage},
    i18n::use_texts,
};
use leptos::{ev, html, prelude::*, task::spawn_local};

#[component]
pub fn BoardDialog(live: Live) -> impl IntoView {
    let texts = use_texts();
    let dialog = NodeRef::<html::Dialog>::new();
    let body = NodeRef::<html::Div>::new();
    let busy = StoredValue::new(false);
    let show = move |page: Option<DialogPage>| {
        busy.set_value(false);
        let (Some(dialog), Some(body)) = (dialog.get_untracked(), body.get_untracked()) else {
            return;
        };
        match page {
            Some(DialogPage::Dialog { content, acted }) => {
                if acted {
                    live.show_effect();
                }
                body.set_inner_html(&content);
                browser::open_dialog(&dialog);
            }
            Some(DialogPage::Board { shown_seat, receipts }) => {
                browser::close_dialog(&dialog);
                browser::set_html("receipts", &receipts);
                live.show_effect();
                if shown_seat.is_some() {
                    live.show_passwords(shown_seat);
                }
            }
            Some(DialogPage::Other { address }) => browser::navigate_to(&address),
            // The network is lost. The browser shows its own page or the offline page.
            None => live
                .dialog
                .with_untracked(|path| browser::navigate_to(path.as_deref().unwrap_or_default())),
        }
    };
    Effect::new(move |_| {
        if let Some(path) = live.dialog.get() {
            spawn_local(async move { show(browser::load_dialog_page(&path).await) });
        }
    });
    let send = move |event: ev::SubmitEvent| {
        let path = live.dialog.get_untracked().unwrap_or_default();
        let Some(form) = browser::DialogForm::of(&event, &path) else {
            return;
        };
        event.prevent_default();
        if !busy.get_value() {
            busy.set_value(true);
            spawn_local(async move { show(form.send().await) });
        }
    };
    view! {
        <dialog
            class="dialog"
            aria-label=texts.board_help()
            node_ref=dialog
            on:submit=send
            on:close=move |_| live.dialog.set(None)
        >
            <div class="body" node_ref=body></div>
            <form method="dialog" class="actions">
                <button class="button">{texts.help_close()}</button>
            </form>
        </dialog>
    }
}
