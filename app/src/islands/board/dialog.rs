//! The dialog over the board. It shows the pages that help one student and that act on the whole class: it loads such a
//! page, shows its content and sends its forms. Without scripts the same links open the pages themselves.

use super::{
    documents::{self, LoadedPage},
    dom,
    live::Live,
};
use crate::browser;
use leptos::{ev, task::spawn_local};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement};

/// The elements that `pages/classes/board/dialog.rs` renders.
const DIALOG: &str = "board-dialog";
const CONTENT: &str = "board-dialog-content";

impl Live {
    pub fn open_dialog(self, address: String) {
        self.with(|known| known.dialog.clone_from(&address));
        spawn_local(async move { self.show_page(documents::load(&address).await) });
    }

    /// Sends a form of the dialog.
    pub fn send(self, event: &ev::SubmitEvent) {
        let Some((page, is_sending)) = self.with(|known| (known.dialog.clone(), known.is_sending)) else {
            return;
        };
        let is_inside = |target: Element| {
            target
                .closest(&format!("#{DIALOG}"))
                .is_ok_and(|dialog| dialog.is_some())
        };
        let target = event.target().and_then(|target| target.dyn_into().ok());
        if !target.is_some_and(is_inside) {
            return;
        }
        let Some(form) = documents::SentForm::of(event, &page) else {
            return;
        };
        event.prevent_default();
        if !is_sending {
            self.with(|known| known.is_sending = true);
            spawn_local(async move { self.show_page(form.send().await) });
        }
    }

    fn show_page(self, page: Option<LoadedPage>) {
        self.with(|known| known.is_sending = false);
        let dialog = dom::by_id(DIALOG).and_then(|dialog| dialog.dyn_into::<HtmlDialogElement>().ok());
        let Some(dialog) = dialog else { return };
        match page {
            Some(LoadedPage::Dialog { content, acted }) => {
                if acted {
                    self.show_effect();
                }
                dom::set_html(CONTENT, &content);
                // A modal dialog takes the focus, and Escape closes it.
                if !dialog.open() {
                    let _ = dialog.show_modal();
                }
            }
            Some(LoadedPage::Board { shown_seat, receipts }) => {
                dialog.close();
                dom::set_html("receipts", &receipts);
                self.show_effect();
                if shown_seat.is_some() {
                    self.show_passwords(shown_seat);
                }
            }
            Some(LoadedPage::Other { address }) => browser::navigate_to(&address),
            // The network is lost. The browser shows its own page or the offline page.
            None => {
                let address = self.with(|known| known.dialog.clone());
                browser::navigate_to(&address.unwrap_or_default());
            }
        }
    }
}
