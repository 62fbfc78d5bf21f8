//! The dialog over the board. It shows the pages that help one student and that act on the whole class: it opens with the
//! title of such a page, loads the page, shows its content and sends its forms. Without scripts the same links open the
//! pages themselves.

use super::{
    documents::{self, LoadedPage, SendError},
    dom,
    live::Live,
};
use crate::{browser, i18n::use_texts};
use leptos::{ev, prelude::document, task::spawn_local};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement, HtmlElement};

/// The elements that `pages/classes/board/dialog.rs` renders.
const DIALOG: &str = "board-dialog";
const CONTENT: &str = "board-dialog-content";
/// What the dialog shows until its content is loaded. The line above the title has the height of that of the content.
const TITLE_ONLY: &str = r#"<header><p class="eyebrow">&nbsp;</p><h2 tabindex="-1"></h2></header>"#;
/// The element of the content that gets the focus, as if the dialog had been opened with it.
const FIRST_FOCUSED: &str = ":is(a, button, summary, input:not([type=hidden]))";
/// The elements of the content that can get the focus after a form was sent. The first one that exists gets it: the
/// message about the form, or else the title.
const ANSWERS: [&str; 3] = ["[role=alert]", "[role=status]", "h2"];
/// Says why a form could not be sent.
const FAILURE: &str = r#"<div class="note bad" role="alert"><p></p></div>"#;

impl Live {
    /// Opens the dialog at once with the name of the pressed link as its title, and then loads its content.
    pub fn open_dialog(self, link: &Element, address: String) {
        self.with(|known| known.dialog.clone_from(&address));
        dom::set_html(CONTENT, TITLE_ONLY);
        dom::set_attribute(CONTENT, "aria-busy", "true");
        if let Some(title) = dom::by_id(CONTENT).and_then(|content| dom::inside(&content, "h2")) {
            title.set_text_content(name_of(link).as_deref());
        }
        open();
        spawn_local(async move {
            let page = documents::load(&address).await;
            // Meanwhile the teacher can have closed the dialog, or opened it for another student.
            if dialog().is_some_and(|dialog| dialog.open()) && self.with(|known| known.dialog == address) == Some(true)
            {
                let has_focus = |dialog: &HtmlDialogElement| dialog.contains(document().active_element().as_deref());
                let moves_focus = dialog().is_some_and(|dialog| has_focus(&dialog));
                self.show_page(page);
                if moves_focus {
                    focus_content();
                }
            }
        });
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
            spawn_local(async move {
                let sent = form.send().await;
                self.with(|known| known.is_sending = false);
                match sent {
                    Ok(page) => self.show_page(Some(page)),
                    Err(error) => show_failure(&error),
                }
                focus_answer();
            });
        }
    }

    fn show_page(self, page: Option<LoadedPage>) {
        match page {
            Some(LoadedPage::Dialog { content, acted }) => {
                if acted {
                    self.show_effect();
                }
                dom::set_html(CONTENT, &content);
                dom::set_attribute(CONTENT, "aria-busy", "false");
                open();
            }
            Some(LoadedPage::Board { shown_seat, receipts }) => {
                if let Some(dialog) = dialog() {
                    dialog.close();
                }
                dom::set_html("receipts", &receipts);
                self.show_effect();
                if shown_seat.is_some() {
                    self.show_passwords(shown_seat);
                }
            }
            Some(LoadedPage::Other { address }) => browser::navigate_to(&address),
            // The page could not be loaded. The browser shows its own page or the offline page.
            None => {
                let address = self.with(|known| known.dialog.clone());
                browser::navigate_to(&address.unwrap_or_default());
            }
        }
    }
}

/// Says in the dialog why its form could not be sent. The form stays with what the teacher has entered.
fn show_failure(error: &SendError) {
    let texts = use_texts();
    let text = match error {
        SendError::NoNetwork => texts.offline_text(),
        SendError::TooLarge => texts.message_too_large_text(),
        SendError::Unavailable => texts.refusal_unavailable(),
    };
    let (Some(content), Some(failure)) = (dom::by_id(CONTENT), dom::parsed(FAILURE, "div")) else {
        return;
    };
    let Some(header) = dom::inside(&content, "header") else {
        return;
    };
    // The message about the attempt before.
    if let Some(earlier) = dom::inside(&content, "[role=alert]") {
        earlier.remove();
    }
    if let Some(paragraph) = dom::inside(&failure, "p") {
        paragraph.set_text_content(Some(text));
    }
    let _ = header.insert_adjacent_element("afterend", &failure);
    open();
}

fn dialog() -> Option<HtmlDialogElement> {
    dom::by_id(DIALOG)?.dyn_into().ok()
}

/// A modal dialog takes the focus, and Escape closes it.
fn open() {
    if let Some(dialog) = dialog().filter(|dialog| !dialog.open()) {
        let _ = dialog.show_modal();
    }
}

fn focus_content() {
    let first = dom::by_id(CONTENT).and_then(|content| dom::inside(&content, FIRST_FOCUSED));
    if let Some(Ok(first)) = first.map(JsCast::dyn_into::<HtmlElement>) {
        let _ = first.focus();
    }
}

/// Moves the focus to the answer to a form, if the dialog shows one. The content has replaced the button that was pressed.
fn focus_answer() {
    let is_open = dialog().is_some_and(|dialog| dialog.open());
    let Some(content) = dom::by_id(CONTENT).filter(|_| is_open) else {
        return;
    };
    let answer = ANSWERS.iter().find_map(|selector| dom::inside(&content, selector));
    if let Some(Ok(answer)) = answer.map(JsCast::dyn_into::<HtmlElement>) {
        answer.set_tab_index(-1);
        let _ = answer.focus();
    }
}

/// The accessible name of a link, or its tooltip if that says more than its text.
fn name_of(link: &Element) -> Option<String> {
    let attribute = ["aria-label", "title"]
        .into_iter()
        .find_map(|name| link.get_attribute(name));
    attribute.or_else(|| link.text_content())
}
