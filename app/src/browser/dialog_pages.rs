//! Loads the pages that the dialog over a board shows, and sends their forms.

use leptos::ev::SubmitEvent;

/// What a page that was loaded for the dialog turned out to be.
#[cfg_attr(
    not(target_arch = "wasm32"),
    expect(dead_code, reason = "only the browser loads pages")
)]
pub enum DialogPage {
    /// A page with content for the dialog. `acted` is true if the page shows the result of an action.
    Dialog { content: String, acted: bool },
    /// The board, after an action, with its receipts. If a seat has a new password, the board shows it.
    Board { shown_seat: Option<u16>, receipts: String },
    /// Any other page, for example the sign-in page.
    Other { address: String },
}

#[cfg(target_arch = "wasm32")]
mod real {
    use super::{DialogPage, SubmitEvent};
    use leptos::prelude::window;
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::JsFuture;
    use web_sys::{
        DomParser, FormData, Headers, HtmlFormElement, RequestInit, Response, SupportedType, Url, UrlSearchParams,
    };

    /// The element that `components/layout/dialog_page.rs` renders.
    const CONTENT: &str = "div.dialog > .body";
    /// The element that `pages/classes/receipts.rs` renders.
    const RECEIPTS: &str = "#receipts";

    /// A form in the dialog.
    pub struct DialogForm {
        action: String,
        content: UrlSearchParams,
        page: String,
    }

    impl DialogForm {
        /// The sent form; `None` if the browser has to send it itself: a form that closes the dialog, or whose result
        /// only a new document shows. `page` is the address of the page that contains the form.
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

        pub async fn send(self) -> Option<DialogPage> {
            let request = RequestInit::new();
            request.set_method("POST");
            request.set_body(&self.content);
            // The server leads back to this page if it refuses the form.
            request.set_referrer(&self.page);
            fetch(&self.action, &request).await.ok().flatten()
        }
    }

    pub async fn load_dialog_page(path: &str) -> Option<DialogPage> {
        fetch(path, &RequestInit::new()).await.ok().flatten()
    }

    async fn fetch(address: &str, request: &RequestInit) -> Result<Option<DialogPage>, JsValue> {
        let headers = Headers::new()?;
        headers.set("Accept", "text/html")?;
        request.set_headers(&headers);
        let response = JsFuture::from(window().fetch_with_str_and_init(address, request)).await?;
        let response: Response = response.dyn_into()?;
        let text = JsFuture::from(response.text()?).await?.as_string().unwrap_or_default();
        let document = DomParser::new()?.parse_from_string(&text, SupportedType::TextHtml)?;
        let address = Url::new(&response.url())?;
        let query = address.search_params();
        if let Some(content) = document.query_selector(CONTENT)? {
            return Ok(Some(DialogPage::Dialog {
                content: content.inner_html(),
                acted: query.has("done"),
            }));
        }
        let is_this_page = window().location().pathname()? == address.pathname();
        Ok(Some(match is_this_page {
            true => DialogPage::Board {
                receipts: document
                    .query_selector(RECEIPTS)?
                    .map_or_else(String::new, |receipts| receipts.inner_html()),
                shown_seat: query.get("show").and_then(|number| number.parse().ok()),
            },
            false => DialogPage::Other {
                address: response.url(),
            },
        }))
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod real {
    use super::{DialogPage, SubmitEvent};

    pub struct DialogForm;

    impl DialogForm {
        pub const fn of(_event: &SubmitEvent, _page: &str) -> Option<Self> {
            None
        }

        pub async fn send(self) -> Option<DialogPage> {
            None
        }
    }

    pub async fn load_dialog_page(_path: &str) -> Option<DialogPage> {
        None
    }
}

pub use real::{DialogForm, load_dialog_page};
