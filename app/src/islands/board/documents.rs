//! Loads pages of this server for the board and its dialog, and sends forms of the dialog.

use super::{dom, live::Live, passwords};
use crate::browser::{self, load_document};
use leptos::{ev::SubmitEvent, prelude::window, task::spawn_local};
use wasm_bindgen::JsCast;
use web_sys::{Document, FormData, HtmlFormElement, RequestInit, Url, UrlSearchParams};

/// The element that `components/layout/dialog_page.rs` renders.
const DIALOG_CONTENT: &str = "div.dialog > .body";
/// The element that `pages/classes/receipts.rs` renders.
const RECEIPTS: &str = "receipts";
/// The parts of the board that depend on the exercises of the class.
const PARTS: [&str; 3] = ["exercises", "hands", "seats"];

/// What a page that was loaded for the dialog turned out to be.
pub enum LoadedPage {
    /// A page with content for the dialog. `acted` is true if the page shows the result of an action.
    Dialog { content: String, acted: bool },
    /// The board, after an action, with its receipts. If a seat has a new password, the board shows it.
    Board { shown_seat: Option<u16>, receipts: String },
    /// Any other page, for example the sign-in page.
    Other { address: String },
}

/// Why there is no page to show after a form was sent.
pub enum SendError {
    NoNetwork,
    TooLarge,
    /// The server or its database cannot answer now, or the server refuses the form without a page for the dialog.
    Unavailable,
}

/// A form in the dialog.
pub struct SentForm {
    action: String,
    content: UrlSearchParams,
    page: String,
}

impl SentForm {
    /// The sent form; `None` if the browser has to send it itself: a form that closes the dialog, or whose result only a
    /// new document shows. `page` is the address of the page that contains the form.
    pub fn of(event: &SubmitEvent, page: &str) -> Option<Self> {
        let form: HtmlFormElement = event.target()?.dyn_into().ok()?;
        if form.method() == "dialog" || form.has_attribute("data-document") {
            return None;
        }
        let fields = FormData::new_with_form(&form).ok()?;
        let content = UrlSearchParams::new_with_str_sequence_sequence(&fields).ok()?;
        Some(Self {
            action: form.action(),
            content,
            page: page.to_owned(),
        })
    }

    pub async fn send(self) -> Result<LoadedPage, SendError> {
        let request = RequestInit::new();
        request.set_method("POST");
        request.set_body(&self.content);
        // The server leads back to this page if it refuses the form.
        request.set_referrer(&self.page);
        let loaded = load_document(&self.action, &request).await;
        let (response, document) = loaded.map_err(|_| SendError::NoNetwork)?;
        match (response.status(), classify(&response.url(), &document)) {
            // The server can answer a form that it refuses with the content of the dialog, which says why.
            (_, Some(page @ LoadedPage::Dialog { .. })) | (..400, Some(page)) => Ok(page),
            (413, _) => Err(SendError::TooLarge),
            _ => Err(SendError::Unavailable),
        }
    }
}

pub async fn load(address: &str) -> Option<LoadedPage> {
    let (response, document) = load_document(address, &RequestInit::new()).await.ok()?;
    classify(&response.url(), &document)
}

impl Live {
    /// Loads the board again and shows its parts that depend on the exercises.
    pub fn load_board(self) {
        let order = self.with(|known| known.board.stuck_first) == Some(true);
        let address = format!("/classes/{}{}", self.id(), if order { "?order=stuck" } else { "" });
        spawn_local(async move {
            // While the network is lost nothing is shown; the next change of the class tries again.
            if let Ok((_, document)) = load_document(&address, &RequestInit::new()).await {
                let shown = passwords::shown();
                for id in PARTS {
                    match document.get_element_by_id(id) {
                        Some(part) => dom::set_html(id, &part.inner_html()),
                        None if id == "seats" => return browser::reload(),
                        None => {}
                    }
                }
                self.show_again(shown);
                self.show();
            }
        });
    }
}

fn classify(url: &str, document: &Document) -> Option<LoadedPage> {
    let address = Url::new(url).ok()?;
    let query = address.search_params();
    if let Some(content) = document.query_selector(DIALOG_CONTENT).ok()? {
        return Some(LoadedPage::Dialog {
            content: content.inner_html(),
            acted: query.has("done"),
        });
    }
    let is_this_page = window().location().pathname().ok()? == address.pathname();
    Some(match is_this_page {
        true => LoadedPage::Board {
            receipts: document
                .get_element_by_id(RECEIPTS)
                .map_or_else(String::new, |receipts| receipts.inner_html()),
            shown_seat: query.get("show").and_then(|number| number.parse().ok()),
        },
        false => LoadedPage::Other {
            address: url.to_owned(),
        },
    })
}
